import { mediaType } from "../media_types.ts";
import type { StaticFile } from "../snapshot.ts";

/** The source files of an application, as absolute paths. */
export interface Sources {
  /** By path relative to the routes folder. */
  routes: Map<string, string>;
  /** By island name. */
  islands: Map<string, string>;
}

const code = /\.[jt]sx?$/;
const tests = /[._]test\.[jt]sx?$/;

/** Finds routes and islands. Folders `(_name)` hold no routes; `(_islands)` hold islands. */
export function scanSources(dirs: { routes: string; islands: string }, ignore: RegExp[]): Sources {
  const skip = [...ignore, tests];
  const wanted = (path: string) => code.test(path) && !skip.some((pattern) => pattern.test(path));
  const sources: Sources = { routes: new Map(), islands: new Map() };
  const addIsland = (path: string) => {
    const name = uniqueName(path, sources.islands);
    sources.islands.set(name, path);
  };
  for (const path of walk(dirs.islands).filter(wanted)) addIsland(path);
  for (const path of walk(dirs.routes).filter(wanted)) {
    const relative = path.slice(dirs.routes.length + 1);
    if (relative.includes("(_islands)/")) addIsland(path);
    else if (!/(^|\/)\(_[^/]*\)\//.test(relative)) sources.routes.set(relative, path);
  }
  return sources;
}

/** All files of the static folder, by URL path, with a hash over all of them. */
export async function scanStatic(
  root: string,
  dir: string,
  ignore: RegExp[],
): Promise<{ files: Record<string, StaticFile>; id: string }> {
  const files: Record<string, StaticFile> = {};
  for (const path of walk(dir).filter((path) => !ignore.some((pattern) => pattern.test(path)))) {
    files[path.slice(dir.length)] = await staticFile(root, path);
  }
  const id = await hash(
    new TextEncoder().encode(Object.entries(files).map(([url, { etag }]) => url + etag).join("\n")),
  );
  return { files, id };
}

export async function staticFile(root: string, path: string): Promise<StaticFile> {
  const etag = `"${await hash(await Deno.readFile(path))}"`;
  return { source: path.slice(root.length + 1), type: mediaType(path), etag, immutable: false };
}

/** 64 bits of SHA-256: enough to tell versions of a file apart. */
export async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest.slice(0, 8).toHex();
}

/** The files below a folder, sorted; none where there is no folder. */
function walk(dir: string): string[] {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(dir)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => isDirectory ? walk(`${dir}/${name}`) : [`${dir}/${name}`]);
}

/** `islands/ticket-list.tsx` is `TicketList`; of two with the same name, the second is `TicketList_2`. */
function uniqueName(path: string, taken: Map<string, string>): string {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(code, "");
  const name = base.replaceAll(/(?:^|[^A-Za-z0-9]+)(\w)/g, (_, first: string) => first.toUpperCase());
  let unique = name;
  for (let i = 2; taken.has(unique); i++) unique = `${name}_${i}`;
  return unique;
}
