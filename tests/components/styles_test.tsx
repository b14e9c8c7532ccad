import assert from "node:assert/strict";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { build_styles } from "~/components/theme/compile.ts";
import { scan_classes } from "~/components/theme/class_scan.ts";
import StylePage from "~/routes/style.tsx";

const compiled = await build_styles();

Deno.test("no source names a class that yields no style", () => {
  assert.deepEqual(compiled.unknown.map((use) => `${use.file}:${use.line} ${use.name}`), []);
});

Deno.test("the style sheet stays under 16 KB on the wire and comes out the same every time", async () => {
  const again = await build_styles();
  const packed = await new Response(new Blob([compiled.css]).stream().pipeThrough(new CompressionStream("gzip")))
    .bytes();
  assert.ok(packed.length < 16_000, `${packed.length} bytes`);
  assert.equal(again.css, compiled.css);
});

Deno.test("the sheet holds the dark theme twice: by choice, and by the system", () => {
  assert.match(compiled.css, /\[data-theme="dark"\]\s*\{/);
  const system = compiled.css.slice(compiled.css.indexOf("@media (prefers-color-scheme:dark)"));
  assert.match(system, /^@media \(prefers-color-scheme:dark\)\s*\{\s*\[data-theme="system"\]/);
});

// what the scanner cannot see (a default value, a class put together) would be missing from the sheet
for (const show of ["all", "list", "ticket", "portal", "field", "auth"]) {
  Deno.test(`every class that the sample page "${show}" renders is in the sheet`, () => {
    const url = new URL(`http://omni.test/style?show=${show}`);
    const html = render(h(StylePage, { req: new Request(url), url }));
    const names = new Set(
      [...html.matchAll(/\sclass="([^"]*)"/g)].flatMap((match) => unescape_html(match[1] ?? "").split(/\s+/)).filter(
        Boolean,
      ),
    );
    const missing = [...names].filter((name) =>
      !name.startsWith("js-") && !compiled.css.includes(`.${escape_class(name)}`)
    );
    assert.deepEqual(missing, []);
  });
}

Deno.test("scan_classes() reads attributes, expressions and cx() calls, and leaves compared values alone", () => {
  const source =
    `<p class="a b" /> <p class={size === "sm" ? "c" : cx("d", wide && "e")} /> const x = { class: "f" }; t("not a class");`;
  assert.deepEqual([...new Set(scan_classes(source, "x.tsx").map((use) => use.name))], ["a", "b", "c", "d", "e", "f"]);
});

Deno.test("scan_classes() tells the line, so that a report can be followed", () => {
  assert.deepEqual(scan_classes('<p>\n  <b class="bg-pannel" />\n</p>', "x.tsx"), [{
    name: "bg-pannel",
    file: "x.tsx",
    line: 2,
  }]);
});

function unescape_html(text: string): string {
  return text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function escape_class(name: string): string {
  return name.replace(/[^\w-]/g, (char) => `\\${char}`);
}
