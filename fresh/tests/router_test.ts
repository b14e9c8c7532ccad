import assert from "node:assert/strict";
import { toRegExp } from "../src/router.ts";

const patterns = [
  "/books/:id",
  "/files/:path*",
  "/files/:path+",
  "/docs{/:version}?",
  "/docs{/:version}?/intro",
  "/x/:module@:version",
  "/x/:module@:version/:path*",
  "/posts/:id(\\d+)",
  "/posts/(\\d+)/:slug?",
  "/foo/*",
  "/a/*/b",
  "/:any*",
  "/report.json",
  "/r/:from-:to.csv",
  "/:lang(en|de)/about",
  "/literal\\:colon",
];
const paths = [
  "/",
  "/books/1",
  "/books/",
  "/books/1/2",
  "/files",
  "/files/",
  "/files/a",
  "/files/a/b.txt",
  "/docs",
  "/docs/2.3",
  "/docs/2/intro",
  "/docs/intro",
  "/x/std@1.0",
  "/x/std@1.0/a/b",
  "/posts/7",
  "/posts/x",
  "/posts/7/slug",
  "/posts/7/",
  "/foo",
  "/foo/",
  "/foo/a/b",
  "/a/1/2/b",
  "/report.json",
  "/reportxjson",
  "/r/a-b.csv",
  "/de/about",
  "/fr/about",
  "/literal:colon",
];

Deno.test("patterns match as URLPattern does, with the same parameters", () => {
  for (const pathname of patterns) {
    const reference = new URLPattern({ pathname });
    for (const path of paths) {
      const expected = reference.exec({ pathname: path })?.pathname.groups;
      const groups = toRegExp(pathname).exec(path);
      const found = groups &&
        Object.entries(groups.groups ?? {}).map(([name, value]) => [name.replace(/^_/, ""), value]);
      assert.deepEqual(found && Object.fromEntries(found), expected ? { ...expected } : null, `${pathname} on ${path}`);
    }
  }
});
