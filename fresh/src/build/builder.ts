import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "../app.ts";
import { APPLY_MANIFEST, type IslandFile, type Manifest, type RouteFile, type StaticFile } from "../snapshot.ts";
import type { ListenOptions } from "../types.ts";
import { type Bundle, bundle, devUrl, islandEntry, JS_PATH } from "./bundle.ts";
import { liveReload } from "./live_reload.ts";
import { hash, scanSources, scanStatic, staticFile } from "./scan.ts";
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
  readonly #root: string;
  readonly #dirs: { routes: string; islands: string; static: string; out: string };
  readonly #main: string;
  readonly #target: string | string[];
  readonly #ignore: RegExp[];

  constructor(options: BuildOptions = {}) {
    const at = (path: string) => resolve(this.#root, path);
    this.#root = resolve(options.root ?? Deno.cwd());
    this.#dirs = {
      routes: at(options.routeDir ?? "routes"),
      islands: at(options.islandDir ?? "islands"),
      static: at(options.staticDir ?? "static"),
      out: at(options.outDir ?? "_fresh"),
    };
    this.#main = at(options.serverEntry ?? "main.ts");
    this.#target = options.target ?? "es2022";
    this.#ignore = options.ignore ?? [];
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
    await Deno.serve(options, liveReload(app.handler())).finished;
  }

  async #write(): Promise<void> {
    const root = this.#root, { out } = this.#dirs;
    const sources = scanSources(this.#dirs, this.#ignore);
    const [scripts, statics] = await Promise.all([
      bundle({ root, islands: sources.islands, target: this.#target, production: true }),
      scanStatic(root, this.#dirs.static, this.#ignore),
    ]);
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await Deno.mkdir(`${out}/js`, { recursive: true });
    const files = { ...statics.files };
    for (const [url, bytes] of scripts.files) {
      const path = `${out}/js/${url.slice(JS_PATH.length)}`;
      await Deno.writeFile(path, bytes);
      files[url] = { ...await staticFile(root, path), immutable: true };
    }
    const specifier = (path: string) => relative(out, path).replace(/^(?!\.)/, "./");
    const text = serverEntry({
      root: `${relative(out, root) || "."}/`,
      main: specifier(this.#main),
      routes: [...sources.routes].map(([path, file]) => ({ path, specifier: specifier(file) })),
      islands: [...sources.islands].map(([name, file]) => ({
        ...this.#describe(name, file, scripts),
        specifier: specifier(file),
      })),
      data: { asset_id: statics.id, files, boot: scripts.boot },
    });
    await Deno.writeTextFile(`${out}/server.js`, text);
  }

  async #inMemory(mode: Manifest["mode"]): Promise<Manifest> {
    const root = this.#root;
    const sources = scanSources(this.#dirs, this.#ignore);
    const statics = await scanStatic(root, this.#dirs.static, this.#ignore);
    const scripts = new LazyScripts(() =>
      bundle({ root, islands: sources.islands, target: this.#target, production: false })
    );
    const routes = Promise.all(
      [...sources.routes].map(async ([path, file]): Promise<RouteFile> => ({ path, module: await load(file) })),
    );
    const islands = Promise.all([...sources.islands].map(async ([name, file]): Promise<IslandFile> => ({
      ...this.#describe(name, file, null),
      module: await load(file),
    })));
    return {
      root,
      mode,
      asset_id: statics.id,
      routes: await routes,
      islands: await islands,
      files: statics.files,
      boot: { url: devUrl("boot"), preload: [] },
      find_file: async (path) =>
        path.startsWith(JS_PATH) ? await scripts.find(path) : mode === "development" ? await this.#newFile(path) : null,
      ...(mode === "development" ? { reload: devUrl("reload") } : {}),
    };
  }

  #describe(name: string, file: string, scripts: Bundle | null): Omit<IslandFile, "module"> {
    const { url, preload } = scripts?.islands.get(name) ?? { url: devUrl(islandEntry(name)), preload: [] };
    return { name, file: relative(this.#root, file), url, preload };
  }

  /** A static file that came after the start. */
  async #newFile(path: string): Promise<StaticFile | null> {
    const file = resolve(this.#dirs.static, `.${path}`);
    if (!file.startsWith(`${this.#dirs.static}/`)) return null;
    const info = await Deno.stat(file).catch(() => null);
    return info?.isFile ? await staticFile(this.#root, file) : null;
  }
}

/** Scripts that are bundled at the first request for one. */
class LazyScripts {
  #bundle: Promise<Bundle> | null = null;

  constructor(readonly make: () => Promise<Bundle>) {}

  async find(path: string): Promise<StaticFile | null> {
    this.#bundle ??= this.make();
    const bytes = (await this.#bundle).files.get(path);
    if (bytes === undefined) return null;
    const etag = `"${await hash(bytes)}"`;
    return { source: () => Promise.resolve(bytes), type: "text/javascript; charset=utf-8", etag, immutable: false };
  }
}

async function load(file: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(file).href);
}
