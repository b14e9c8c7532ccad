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
  script: Script;
  module: Record<string, unknown>;
}

export interface Script {
  url: string;
  /** What it imports statically; pages preload these, so that no request waits for another. */
  preload: readonly string[];
}

/** One exported component of an island file. */
export interface Island extends Omit<IslandFile, "module"> {
  /** Which export it is. */
  export: string;
}

export interface StaticFile {
  /** The path on disk, relative to the root; or the content, where it was made in memory. */
  source: string | Uint8Array<ArrayBuffer>;
  etag: string;
  /** The name holds a hash of the content: it can be cached for ever. */
  immutable?: boolean;
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
  files: Map<string, StaticFile>;
  /** The browser's entry. */
  boot: Script;
  /** Outside of a production build: looks up what is made when it is asked for. */
  find_file?: (path: string) => Promise<StaticFile | null>;
  /** In development: the script that reloads the page when the server restarts. */
  reload?: string;
}

/** The manifest, with its islands by component. */
export interface Snapshot extends Manifest {
  components: Map<unknown, Island>;
}

/** Where a build hands its manifest to an app. A symbol, so that it is no part of the documented API. */
export const APPLY_MANIFEST = Symbol.for("fresh.apply_manifest");

export const empty_manifest: Manifest = {
  root: Deno.cwd(),
  mode: "production",
  asset_id: "0",
  routes: [],
  islands: [],
  files: new Map(),
  boot: { url: "", preload: [] },
};

/** Every function that an island file exports is an island. */
export function toSnapshot(manifest: Manifest): Snapshot {
  const components = manifest.islands.flatMap(({ module, ...island }) =>
    Object.entries(module).filter(([, value]) => typeof value === "function").map(([name, component]) => {
      const unique = name === "default" ? island.name : `${island.name}_${name}`;
      return [component, { ...island, name: unique, export: name }] as const;
    })
  );
  return { ...manifest, components: new Map(components) };
}
