import type { ComponentType } from "preact";

/** A file below `routes/`, and what it exports. */
export interface RouteFile {
  /** Relative to the routes folder, with forward slashes: `admin/tickets/[id].tsx`. */
  path: string;
  module: Record<string, unknown>;
}

/** A file below `islands/`. */
export interface IslandFile {
  /** Unique in the application: `Counter`. */
  name: string;
  /** Relative to the root, for error messages. */
  file: string;
  /** The URL of its browser module. */
  url: string;
  /** What that module imports statically; pages preload these, so that no request waits for another. */
  preload: string[];
  module: Record<string, unknown>;
}

/** One exported component of an island file. */
export interface Island extends Omit<IslandFile, "module"> {
  /** Which export it is. */
  export: string;
}

export interface StaticFile {
  /** The path on disk, relative to the root; or the content, where it was made in memory. */
  source: string | (() => Promise<Uint8Array<ArrayBuffer>>);
  type: string;
  etag: string;
  /** The name holds a hash of the content: it can be cached for ever. */
  immutable: boolean;
}

/** What a build hands to an application: data, and the modules of its routes and islands. */
export interface Manifest {
  /** The directory of the application, absolute. */
  root: string;
  mode: "development" | "production";
  /** Changes when a static file changes; `asset()` puts it into URLs. */
  asset_id: string;
  routes: RouteFile[];
  islands: IslandFile[];
  /** By URL path. */
  files: Record<string, StaticFile>;
  /** The browser's entry. */
  boot: { url: string; preload: string[] };
  /** In development: looks a file up that may be new. */
  find_file?: (path: string) => Promise<StaticFile | null>;
  /** In development: the script that reloads the page when the server restarts. */
  reload?: string;
}

/** The manifest, ready for look-ups. */
export interface Snapshot extends Omit<Manifest, "islands" | "files" | "find_file" | "reload"> {
  islands: Map<ComponentType, Island>;
  files: Map<string, StaticFile>;
  find_file: ((path: string) => Promise<StaticFile | null>) | null;
  reload: string | null;
}

/** Where a build hands its manifest to an app. A symbol, so that it is no part of the documented API. */
export const APPLY_MANIFEST = Symbol.for("fresh.apply_manifest");

export function emptyManifest(): Manifest {
  return {
    root: Deno.cwd(),
    mode: "production",
    asset_id: "0",
    routes: [],
    islands: [],
    files: {},
    boot: { url: "", preload: [] },
  };
}

export function toSnapshot(manifest: Manifest): Snapshot {
  const { islands, files, find_file = null, reload = null, ...rest } = manifest;
  const components = new Map<ComponentType, Island>();
  for (const { module, ...island } of islands) {
    for (const [name, value] of Object.entries(module)) {
      if (!isComponent(value)) continue;
      components.set(value, {
        ...island,
        export: name,
        name: name === "default" ? island.name : `${island.name}_${name}`,
      });
    }
  }
  return { ...rest, islands: components, files: new Map(Object.entries(files)), find_file, reload };
}

/** Every function that an island file exports is an island. */
function isComponent(value: unknown): value is ComponentType {
  return typeof value === "function";
}
