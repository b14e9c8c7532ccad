/** The project's own source files and what they import. */
const root = new URL("../../", import.meta.url);
const rooms = [
  "app.ts",
  "config.ts",
  "house.ts",
  "main.ts",
  "start.ts",
  "serve.ts",
  "dev.ts",
  "components",
  "demo",
  "domain",
  "fresh",
  "islands",
  "jobs",
  "routes",
  "tests",
  "tools",
];

export interface Source {
  /** From the root: `domain/tickets/mod.ts`. */
  path: string;
  text: string;
  /** Project paths; a package is `package:hono`. */
  imports: string[];
}

export async function all_sources(): Promise<Source[]> {
  const files: string[] = [];
  for (const room of rooms) await collect(room, files);
  return await Promise.all(files.sort().map(read));
}

async function collect(path: string, files: string[]): Promise<void> {
  const info = await Deno.stat(new URL(path, root)).catch(() => null);
  if (!info) return;
  if (info.isFile) {
    if (/\.tsx?$/.test(path)) files.push(path);
    return;
  }
  for await (const entry of Deno.readDir(new URL(`${path}/`.replaceAll("[", "%5B").replaceAll("]", "%5D"), root))) {
    if (entry.name !== "node_modules" && entry.name !== "_fresh") await collect(`${path}/${entry.name}`, files);
  }
}

const statement = /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;
/** `import type` and `export type` leave nothing at run time. */
export const type_only = /(?:^|\n)\s*(?:import|export)\s+type\s[^"';]*?\sfrom\s"([^"]+)"/g;

async function read(path: string): Promise<Source> {
  const text = await Deno.readTextFile(new URL(path.replaceAll("[", "%5B").replaceAll("]", "%5D"), root));
  const imports = [...text.matchAll(statement)].map(([, a, b]) => resolve(path, a ?? b ?? ""));
  return { path, text, imports };
}

export function resolve(from: string, specifier: string): string {
  if (specifier.startsWith("~/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return `package:${specifier}`;
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
