import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { denoResolver } from "./resolve.ts";

export interface BundleOptions {
  root: string;
  islands: Map<string, string>;
  target: string | string[];
  /** Minified, with hashes in the names; otherwise readable, with source maps and stable names. */
  production: boolean;
}

export interface Bundle {
  /** By URL path. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  boot: { url: string; preload: string[] };
  islands: Map<string, { url: string; preload: string[] }>;
}

export const JS_PATH = "/_fresh/js/";
const boot_source = fileURLToPath(new URL("../client/boot.ts", import.meta.url));
const reload_source = fileURLToPath(new URL("../client/reload.ts", import.meta.url));

/** The stable names of a bundle that is not for production. */
export const devUrl = (name: string): string => `${JS_PATH}${name}.js`;
export const islandEntry = (name: string): string => `island-${name}`;

// One at a time: `stop()` ends the esbuild process, which keeps Deno alive and must not outlive a build.
let queue: Promise<unknown> = Promise.resolve();

/** Bundles the islands, one module each, with shared chunks; and the library's own browser side. */
export function bundle(options: BundleOptions): Promise<Bundle> {
  const result = queue.then(() => run(options));
  queue = result.catch(() => {});
  return result;
}

async function run({ root, islands, target, production }: BundleOptions): Promise<Bundle> {
  const entries = new Map([
    ["boot", boot_source],
    ...[...islands].map(([name, path]) => [islandEntry(name), path] as const),
  ]);
  if (!production) entries.set("reload", reload_source);
  try {
    const { outputFiles, metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [...entries].map(([out, path]) => ({ in: path, out })),
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
      plugins: [denoResolver(root)],
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(root.length), new Uint8Array(contents)]));
    const urls = describe(metafile, root);
    const one = (name: string) => urls.get(name) ?? { url: devUrl(name), preload: [] };
    return {
      files,
      boot: one("boot"),
      islands: new Map([...islands.keys()].map((name) => [name, one(islandEntry(name))])),
    };
  } finally {
    await esbuild.stop();
  }
}

/** URL and static imports (of imports, too) of each entry, by the entry's name. */
function describe({ outputs }: esbuild.Metafile, root: string): Map<string, { url: string; preload: string[] }> {
  const urlOf = (path: string) => `/${path.replace(`${root}/`, "")}`;
  const importsOf = (path: string, found: Set<string>): Set<string> => {
    for (const each of outputs[path]?.imports ?? []) {
      if (each.kind !== "import-statement" || found.has(each.path)) continue;
      found.add(each.path);
      importsOf(each.path, found);
    }
    return found;
  };
  const entries = new Map<string, { url: string; preload: string[] }>();
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === undefined) continue;
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/(-[A-Z0-9]{8})?\.js$/, "");
    entries.set(name, { url: urlOf(path), preload: [...importsOf(path, new Set())].map(urlOf) });
  }
  return entries;
}
