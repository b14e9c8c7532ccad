/**
 * Every way in, as the application registers it: the addresses of app.ts, the files of routes/ with each method and each
 * action of a form, the endpoints of the API. Nothing is written by hand here, so a new route is in it by being there.
 */
import { App, HttpError } from "fresh";
import { Builder } from "fresh/dev";
import "~/domain/all.ts";
import { create_app } from "~/app.ts";
import { entities } from "~/domain/kernel/entity.ts";
import { type RouteFile } from "~/fresh/src/snapshot.ts";
import { APPLY_MANIFEST, type Manifest } from "~/fresh/src/snapshot.ts";
import { fileEntries, patternOf } from "~/fresh/src/file_routes.ts";
import { Router } from "~/fresh/src/router.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { all_endpoints, api } from "~/routes/(_api)/mod.ts";
import type { Endpoint } from "~/routes/(_api)/endpoint.ts";
import { api_base } from "~/routes/(_api)/mount.ts";
import { type Declared, declared_by, type Key, key_of } from "~/routes/(_web)/declared.ts";
import { portal_of_path } from "~/routes/(_web)/portals.ts";
import type { House, State } from "~/routes/(_web)/state.ts";

export interface Way {
  kind: "endpoint" | "page" | "direct";
  method: string;
  /** With `:id` for parameters; `:entity` is filled in already. */
  path: string;
  /** The action of a form. */
  action?: string;
  /** One of them lets in. Empty where the handler says nothing. */
  keys: readonly string[];
  endpoint?: Endpoint;
}

export const named = (way: Way): string => `${way.method} ${way.path}${way.action ? ` (${way.action})` : ""}`;

const root = new URL("../../../", import.meta.url).pathname;

/** The routes as a build hands them over, modules included. */
export async function built_manifest(): Promise<Manifest> {
  const apply = await new Builder({ root }).build({ snapshot: "memory" });
  let manifest: Manifest | undefined;
  const catching = new App();
  catching[APPLY_MANIFEST] = (given) => void (manifest = given);
  apply(catching);
  if (!manifest) throw new Error("the build handed over nothing");
  return manifest;
}

export function all_ways(manifest: Manifest): Way[] {
  return [...direct_ways(), ...page_ways(manifest.routes), ...endpoint_ways()];
}

const verbs = ["get", "post", "put", "patch", "delete", "head", "all", "route"];

/** What app.ts registers by itself, heard while it does so. */
function direct_ways(): Way[] {
  const ways: Way[] = [];
  const listening: App<State> = new Proxy(new App<State>(), {
    get: (_app, name) => (path: unknown) => {
      if (verbs.includes(String(name))) {
        const method = name === "all" || name === "route" ? "*" : String(name).toUpperCase();
        ways.push({ kind: "direct", method, path: String(path), keys: ["public"] });
      }
      return listening;
    },
  });
  create_app(no_house, listening);
  return ways;
}

/** create_app() only keeps it. */
const no_house: House = {
  get platform(): never {
    throw new Error("nothing is asked of the house while routes are registered");
  },
  get gate(): never {
    throw new Error("nothing is asked of the house while routes are registered");
  },
  get live(): never {
    throw new Error("nothing is asked of the house while routes are registered");
  },
  get jobs(): never {
    throw new Error("nothing is asked of the house while routes are registered");
  },
};

function page_ways(files: RouteFile[]): Way[] {
  const found = files.filter(({ path }) => !/(^|\/)_(app|layout|middleware|error|404)\.\w+$/.test(path)).flatMap(
    handlers_of,
  );
  const router = new Router<true>();
  for (const entry of fileEntries(files)) if (entry.kind === "route") router.add(entry.method, entry.pattern, true);
  return found.flatMap(({ pattern, method, declared }) =>
    addresses_of(pattern)
      .filter(({ path }) => answers(router, method, path, pattern))
      .flatMap(({ path, params }) => ways_of(path, params, method, declared))
  );
}

interface Found {
  pattern: string;
  method: string;
  declared: Declared | undefined;
}

/** What a file answers, method by method. */
function handlers_of({ path, module }: RouteFile): Found[] {
  const pattern = patternOf(path.replace(/\.\w+$/, "").split("/")) || "/";
  const found = (method: string, handler: unknown): Found => ({
    pattern,
    method,
    declared: typeof handler === "function" ? declared_by(handler) : undefined,
  });
  const { default: component, handler, handlers = handler } = module;
  if (typeof handlers === "function") return [found("*", handlers)];
  const by_method = Object.entries(handlers ?? {});
  const shows = component && !by_method.some(([method]) => method === "GET") ? [found("GET", component)] : [];
  return [...by_method.map(([method, each]) => found(method, each)), ...shows];
}

/** Whether a request for this address comes to this pattern, and not to a page of its own that stands before it. */
function answers(router: Router<true>, method: string, path: string, pattern: string): boolean {
  if (!pattern.includes(":entity")) return true;
  const match = router.match(method, path.replaceAll(/:\w+/g, new_id()));
  return match.handler !== null && match.pattern === pattern;
}

/** `/admin/:entity` stands for the address of each entity. */
function addresses_of(pattern: string) {
  if (!pattern.includes(":entity")) return [{ path: pattern, params: {} }];
  return [...new Set(entities().flatMap((entity) => [entity.path, entity.name]))]
    .map((entity) => ({ path: pattern.replace(":entity", entity), params: { entity } }));
}

function ways_of(path: string, params: Record<string, string>, method: string, declared: Declared | undefined): Way[] {
  const of = (keys: readonly Key[], action?: string): Way[] => {
    try {
      return [{
        kind: "page",
        method,
        path,
        keys: keys.map((key) => spelled_at(path, key_of(key, params))),
        ...(action ? { action } : {}),
      }];
    } catch (error) {
      // Nothing is there for this entity: a list that nobody writes has no form for a new row.
      if (error instanceof HttpError && error.status === 404) return [];
      throw error;
    }
  };
  if (declared?.actions) return Object.entries(declared.actions).flatMap(([action, key]) => of([key], action));
  const said = declared?.permission;
  return of(said === undefined ? [] : typeof said === "string" || typeof said === "function" ? [said] : said);
}

/** Pages that several portals share name a key without the portal; `demand` puts it in front. */
function spelled_at(path: string, key: string): string {
  const { audience } = portal_of_path(path);
  const whole = audience === "admin" || ["public", "signed-in"].includes(key) || key.startsWith(`${audience}:`);
  return whole ? key : `${audience}:${key}`;
}

/** Whatever Hono answers: endpoints, and what stands beside them. */
function endpoint_ways(): Way[] {
  const ways = all_endpoints.map((endpoint): Way => ({
    kind: "endpoint",
    method: endpoint.method,
    path: api_base + endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    keys: endpoint.permission ? [endpoint.permission] : [],
    endpoint,
  }));
  const known = new Set(ways.map((way) => `${way.method} ${way.path}`));
  for (const { method, path } of api.routes) {
    if (!known.has(`${method} ${path}`)) ways.push({ kind: "endpoint", method, path, keys: ["public"] });
    known.add(`${method} ${path}`);
  }
  return ways;
}
