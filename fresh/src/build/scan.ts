import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import type { StaticFile } from "../snapshot.ts";

/** The folders of an application, absolute. */
export interface Folders {
  root: string;
  routes: string;
  islands: string;
  static: string;
}

const code = /\.[jt]sx?$/;
const tests = /[._]test\.[jt]sx?$/;

/** Finds routes, islands and static files. Folders `(_name)` hold no routes; `(_islands)` hold islands. */
export function scan({ root, routes, islands, static: statics }: Folders, ignore: RegExp[]) {
  const list = (dir: string) => filesBelow(dir).filter((path) => !ignore.some((pattern) => pattern.test(path)));
  const sources = (dir: string) => list(dir).filter((path) => code.test(path) && !tests.test(path));
  const in_routes = sources(routes);
  const found = [...sources(islands), ...in_routes.filter((path) => path.includes("/(_islands)/"))];
  const pages = in_routes.map((path) => [path.slice(routes.length + 1), path] as const);
  const files = new Map(list(statics).map((path) => [path.slice(statics.length), staticFile(root, path)]));
  return {
    /** By path relative to the routes folder. */
    routes: new Map(pages.filter(([path]) => !/(^|\/)\(_[^/]*\)\//.test(path))),
    /** By island name. */
    islands: found.reduce((named, path) => named.set(uniqueName(path, named), path), new Map<string, string>()),
    /** By URL path. */
    files,
    /** A hash over all of them. */
    asset_id: hash([...files].map(([url, { etag }]) => url + etag).join("\n")),
  };
}

export function staticFile(root: string, path: string): StaticFile {
  return { source: path.slice(root.length + 1), etag: `"${hash(Deno.readFileSync(path))}"` };
}

/** 64 bits of SHA-256: enough to tell versions of a file apart. */
export function hash(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`).sort();
}

/** `islands/ticket-list.tsx` is `TicketList`; of two with the same name, the second is `TicketList_2`. */
function uniqueName(path: string, taken: Map<string, string>): string {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(code, "");
  const name = base.replaceAll(/(?:^|[^A-Za-z0-9]+)(\w)/g, (_, first: string) => first.toUpperCase());
  let unique = name;
  for (let i = 2; taken.has(unique); i++) unique = `${name}_${i}`;
  return unique;
}
