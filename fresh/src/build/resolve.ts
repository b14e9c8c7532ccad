import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { fileURLToPath } from "node:url";

const library = fileURLToPath(new URL("../../", import.meta.url));
const resolved_here = Symbol("resolved by this plugin");

/**
 * Resolves what islands import, the way Deno does: through the import map of `deno.json` (`~/` and the like), npm packages
 * from `node_modules`, and `fresh/runtime` from this library.
 */
export function denoResolver(root: string): Plugin {
  return {
    name: "deno",
    setup(build) {
      const imports = readImports(root);
      build.onResolve({ filter: /^[^./]|^\.[^./]/ }, async (args) => {
        // Packages resolve among themselves.
        if (
          args.pluginData === resolved_here || args.kind === "entry-point" || args.importer.includes("/node_modules/")
        ) return;
        return await resolve(build, args, mapped(args.path, imports), root);
      });
    },
  };
}

async function resolve(
  build: PluginBuild,
  args: OnResolveArgs,
  target: string,
  root: string,
): Promise<OnResolveResult> {
  if (target.startsWith("./") || target.startsWith("../")) {
    return { path: fileURLToPath(new URL(target, `file://${root}/`)) };
  }
  if (target.startsWith("file:")) return { path: fileURLToPath(target) };
  if (/^(jsr:@fresh\/core[^/]*|fresh)\/runtime$/.test(target)) return { path: `${library}runtime.ts` };
  if (/^(jsr:@fresh\/core|fresh$)/.test(target)) {
    return refuse(args, 'is the server side of Fresh. In an island, import from "fresh/runtime".');
  }
  if (/^(jsr|https?|node):/.test(target)) {
    return refuse(args, "cannot be bundled for the browser. Use an npm package, or import it on the server only.");
  }
  const name = target.replace(/^npm:\/?(@[^/]+\/[^@/]+|[^@/]+)(@[^/]+)?/, "$1");
  const options = { importer: args.importer, kind: args.kind, pluginData: resolved_here };
  for (const resolveDir of [root, library]) {
    const found = await build.resolve(name, { ...options, resolveDir });
    if (found.errors.length === 0) return found;
  }
  return refuse(args, `was not found in node_modules. Add it to "imports" in deno.json, and run "deno install".`);
}

function refuse({ path, importer }: OnResolveArgs, reason: string): OnResolveResult {
  return { errors: [{ text: `"${path}", imported by ${importer}, ${reason}` }] };
}

/** Looks an import up: an exact name first, then the longest prefix. */
function mapped(path: string, imports: Map<string, string>): string {
  const exact = imports.get(path);
  if (exact !== undefined) return exact;
  const prefix = [...imports.keys()]
    .filter((key) => path.startsWith(key.endsWith("/") ? key : `${key}/`))
    .sort((a, b) => b.length - a.length)[0];
  const target = prefix === undefined ? undefined : imports.get(prefix);
  return prefix === undefined || target === undefined ? path : target + path.slice(prefix.length);
}

function readImports(root: string): Map<string, string> {
  for (let dir = root; dir !== ""; dir = dir.slice(0, dir.lastIndexOf("/"))) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const imports = importsOf(`${dir}/${name}`);
      if (imports === null) continue;
      const base = new URL(`file://${dir}/`);
      return new Map(
        imports.map(([key, target]) => [key, /^\.{0,2}\//.test(target) ? new URL(target, base).href : target]),
      );
    }
  }
  return new Map();
}

function importsOf(path: string): [string, string][] | null {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch {
    return null;
  }
  // Strings first, so that "https://…" is no comment.
  const json: unknown = JSON.parse(text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*|\/\*[^]*?\*\/|,(?=\s*[}\]])/g, "$1"));
  if (typeof json !== "object" || json === null || !("imports" in json)) return [];
  const { imports } = json;
  if (typeof imports !== "object" || imports === null) return [];
  return Object.entries(imports).filter((entry): entry is [string, string] => typeof entry[1] === "string");
}
