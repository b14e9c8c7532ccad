import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "../app.ts";
import { APPLY_MANIFEST, type Manifest } from "../snapshot.ts";
import type { ListenOptions } from "../types.ts";
import { type Bundle, bundle, devScript, islandEntry, JS_PATH } from "./bundle.ts";
import { type Folders, hash, scan, staticFile } from "./scan.ts";
import { serverEntry } from "./server_entry.ts";

/** Paths are relative to `root`, or absolute. */
export interface BuildOptions {
  /** What browsers the scripts are for; see https://esbuild.github.io/api/#target. Default: `es2022`. */
  target?: string | string[];
  /** The directory of the application. Default: `Deno.cwd()`. */
  root?: string;
  /** The module that exports `app`. Default: `main.ts`. */
  serverEntry?: string;
  /** Where the production build goes. Default: `_fresh`. */
  outDir?: string;
  staticDir?: string;
  islandDir?: string;
  routeDir?: string;
  /** Files that are neither routes, nor islands, nor static files. */
  ignore?: RegExp[];
}

// deno-lint-ignore no-explicit-any -- a builder serves apps of any state
type AnyApp = App<any>;

/**
 * Builds an application, and runs it in development.
 *
 * ```ts
 * const builder = new Builder();
 * if (Deno.args.includes("build")) await builder.build();
 * else await builder.listen(() => import("./main.ts"));
 * ```
 */
export class Builder {
  readonly #options: BuildOptions;
  readonly #folders: Folders;

  constructor(options: BuildOptions = {}) {
    const root = resolve(options.root ?? Deno.cwd());
    this.#options = options;
    this.#folders = {
      root,
      routes: resolve(root, options.routeDir ?? "routes"),
      islands: resolve(root, options.islandDir ?? "islands"),
      static: resolve(root, options.staticDir ?? "static"),
    };
  }

  /**
   * Builds for production into the output folder, without running the application. With `snapshot: "memory"` nothing is
   * written, islands are bundled when a browser first asks, and the result hands routes and islands to an app: for tests.
   *
   * ```ts
   * const applySnapshot = await new Builder().build({ snapshot: "memory" });
   * applySnapshot(app);
   * const response = await app.handler()(new Request("http://localhost/"));
   * ```
   */
  build(options?: { snapshot?: "disk" }): Promise<void>;
  build(options: { snapshot: "memory" }): Promise<(app: AnyApp) => void>;
  async build({ snapshot = "disk" }: { snapshot?: "disk" | "memory" } = {}): Promise<void | ((app: AnyApp) => void)> {
    if (snapshot === "disk") return await this.#write();
    const manifest = await this.#inMemory("production");
    return (app) => app[APPLY_MANIFEST](manifest);
  }

  /** Serves the application in development. The page reloads itself when the server comes back after a change (`deno run --watch`). */
  async listen(importApp: () => Promise<{ app: AnyApp } | AnyApp>, options: ListenOptions = {}): Promise<void> {
    const [loaded, manifest] = await Promise.all([importApp(), this.#inMemory("development")]);
    const app = "app" in loaded ? loaded.app : loaded;
    app[APPLY_MANIFEST](manifest);
    const handler = app.handler();
    // An event stream that tells the time of the start: pages reload when it is another.
    const started = new TextEncoder().encode(`retry: 250\ndata: ${Date.now()}\n\n`);
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
    await Deno.serve(options, (req, info) => {
      if (new URL(req.url).pathname !== "/_fresh/alive") return handler(req, info);
      return new Response(new ReadableStream({ start: (stream) => stream.enqueue(started) }), { headers });
    }).finished;
  }

  async #write(): Promise<void> {
    const { root } = this.#folders;
    const out = resolve(root, this.#options.outDir ?? "_fresh");
    const sources = scan(this.#folders, this.#options.ignore ?? []);
    const scripts = await bundle(root, sources.islands, this.#options.target, true);
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await Deno.mkdir(`${out}/js`, { recursive: true });
    for (const [url, bytes] of scripts.files) {
      const path = `${out}/js/${url.slice(JS_PATH.length)}`;
      await Deno.writeFile(path, bytes);
      sources.files.set(url, { ...staticFile(root, path), immutable: true });
    }
    const specifier = (path: string) => relative(out, path).replace(/^(?!\.)/, "./");
    const script = (name: string) => scripts.entries.get(name) ?? devScript(name);
    const text = serverEntry({
      root: `${relative(out, root) || "."}/`,
      main: specifier(resolve(root, this.#options.serverEntry ?? "main.ts")),
      routes: [...sources.routes].map(([path, file]) => ({ path, specifier: specifier(file) })),
      islands: [...sources.islands].map(([name, path]) => (
        { name, file: relative(root, path), script: script(islandEntry(name)), specifier: specifier(path) }
      )),
      asset_id: sources.asset_id,
      files: sources.files,
      boot: script("boot"),
    });
    await Deno.writeTextFile(`${out}/server.js`, text);
  }

  async #inMemory(mode: Manifest["mode"]): Promise<Manifest> {
    const { root, static: statics } = this.#folders;
    const sources = scan(this.#folders, this.#options.ignore ?? []);
    let scripts: Promise<Bundle> | undefined;
    const find_file: Manifest["find_file"] = async (url) => {
      if (url.startsWith(JS_PATH)) {
        scripts ??= bundle(root, sources.islands, this.#options.target, false);
        const source = (await scripts).files.get(url);
        return source === undefined ? null : { source, etag: `"${hash(source)}"` };
      }
      const path = join(statics, url); // a file that came after the start
      const is_new = mode === "development" && path.startsWith(`${statics}/`) &&
        statSync(path, { throwIfNoEntry: false })?.isFile();
      return is_new ? staticFile(root, path) : null;
    };
    const load = async (file: string) => await import(pathToFileURL(file).href);
    const [routes, islands] = await Promise.all([
      Promise.all([...sources.routes].map(async ([path, file]) => ({ path, module: await load(file) }))),
      Promise.all([...sources.islands].map(async ([name, path]) => (
        { name, file: relative(root, path), script: devScript(islandEntry(name)), module: await load(path) }
      ))),
    ]);
    const { files, asset_id } = sources;
    const reload = mode === "development" ? { reload: devScript("reload").url } : {};
    return { root, mode, asset_id, routes, islands, files, boot: devScript("boot"), find_file, ...reload };
  }
}
