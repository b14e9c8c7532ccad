import * as esbuild from "esbuild";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Script } from "../snapshot.ts";

export interface Bundle {
  /** By URL path. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** `boot`, and the islands by `islandEntry(name)`. */
  entries: Map<string, Script>;
}

export const JS_PATH = "/_fresh/js/";
const library = fileURLToPath(new URL("../../", import.meta.url));

export const islandEntry = (name: string): string => `island-${name}`;
/** The stable URL of an entry in a bundle that is not for production. */
export const devScript = (name: string): Script => ({ url: `${JS_PATH}${name}.js`, preload: [] });

// One at a time: `stop()` ends the esbuild process, which keeps Deno alive and must not outlive a build.
let queue: Promise<unknown> = Promise.resolve();

/**
 * Bundles the islands, one module each, with shared chunks; and the library's own browser side. For production minified,
 * with hashes in the names; otherwise readable, with source maps and stable names.
 */
export function bundle(
  root: string,
  islands: Map<string, string>,
  target: string | string[] | undefined,
  production: boolean,
): Promise<Bundle> {
  const result = queue.then(() => run(root, islands, target, production)).finally(() => esbuild.stop());
  queue = result.catch(() => {});
  return result;
}

async function run(...[root, islands, target = "es2022", production]: Parameters<typeof bundle>): Promise<Bundle> {
  const entryPoints = {
    boot: `${library}src/client/boot.ts`,
    ...(production ? {} : { reload: `${library}src/client/reload.ts` }),
    ...Object.fromEntries([...islands].map(([name, path]) => [islandEntry(name), path])),
  };
  const { outputFiles, metafile: { outputs } } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: `${root}${JS_PATH}`,
    entryNames: production ? "[name]-[hash]" : "[name]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
    minify: production,
    sourcemap: production ? false : "inline",
    legalComments: "none",
    tsconfigRaw: "{}",
    alias: aliases(root),
    plugins: [browser_only],
    metafile: true,
    write: false,
    logLevel: "silent",
  });

  const imports = (path: string, found = new Set<string>()): Set<string> => {
    for (const { kind, path: next } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && !found.has(`/${next}`)) imports(next, found.add(`/${next}`));
    }
    return found;
  };
  const entries = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint !== undefined).map((path) => {
    const name = path.slice(JS_PATH.length - 1).replace(/(-[A-Z0-9]{8})?\.js$/, "");
    return [name, { url: `/${path}`, preload: [...imports(path)] }] as const;
  });
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [path.slice(root.length), new Uint8Array(contents)])),
    entries: new Map(entries),
  };
}

/** The import map of the nearest deno.json; esbuild itself finds npm packages in `node_modules`. */
function aliases(root: string): Record<string, string> {
  let dir = root;
  while (!existsSync(`${dir}/deno.json`) && dir !== dirname(dir)) dir = dirname(dir);
  const config: { imports?: Record<string, string> } = JSON.parse(Deno.readTextFileSync(`${dir}/deno.json`));
  const found: Record<string, string> = { "fresh/runtime": `${library}runtime.ts` };
  for (const [key, target] of Object.entries(config.imports ?? {})) {
    const npm = /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(target)?.[1];
    if (/^\.{0,2}\//.test(target)) found[key.replace(/\/$/, "")] = resolve(dir, target);
    else if (npm !== undefined && npm !== key) found[key] = npm;
  }
  return found;
}

const browser_only: esbuild.Plugin = {
  name: "browser-only",
  setup(build) {
    build.onResolve({ filter: /^(fresh|fresh\/dev|(jsr|https?|node|npm):.*)$/ }, ({ path, importer }) => {
      const reason = path.startsWith("fresh")
        ? 'is the server side of Fresh. In an island, import from "fresh/runtime".'
        : "cannot be bundled for the browser. Use an npm package from deno.json, or import it on the server only.";
      return { errors: [{ text: `"${path}", imported by ${importer}, ${reason}` }] };
    });
  },
};
