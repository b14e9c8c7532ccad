import { childSegment, type Segment } from "./segments.ts";
import type { RouteFile } from "./snapshot.ts";
import type { Middleware, PageComponent, Route, RouteConfig, RouteHandler } from "./types.ts";

/** Where `fsRoutes()` puts what it finds. */
export interface FileRouteTarget<State> {
  segment: Segment<State>;
  prefix: string;
  route(pattern: string, segment: Segment<State>, route: Route<State>): void;
}

/**
 * Registers the files of the routes folder: `_app`, `_middleware`, `_layout`, `_error`, `_404`, and pages.
 * Middlewares and layouts of a folder come before its routes, static routes before dynamic ones.
 */
export function registerFileRoutes<State>(files: RouteFile[], target: FileRouteTarget<State>): void {
  const parsed = files.map(parseRouteFile);
  for (const file of parsed.filter(({ special }) => special !== null)) {
    registerSpecial<State>(file, segmentOf(file, target));
  }
  for (const file of parsed.filter(({ special }) => special === null).sort(bySpecificity)) {
    const route = routeOf<State>(file);
    const pattern = target.prefix + (route.config?.routeOverride ?? file.pattern);
    target.route(pattern === "" ? "/" : pattern, segmentOf(file, target), route);
  }
}

const specials = ["_app", "_middleware", "_layout", "_error", "_404"] as const;

interface ParsedFile extends RouteFile {
  folders: string[];
  special: typeof specials[number] | null;
  /** `""` for the index of the root. */
  pattern: string;
}

function parseRouteFile(file: RouteFile): ParsedFile {
  const parts = file.path.replace(/\.\w+$/, "").split("/");
  const name = parts.at(-1) ?? "";
  const special = specials.find((each) => each === name) ?? null;
  return { ...file, folders: parts.slice(0, -1), special, pattern: patternOf(parts) };
}

/** `["blog", "[slug]", "index"]` is `/blog/:slug`. */
export function patternOf(parts: string[]): string {
  const visible = parts.filter((part, i) => !part.startsWith("(") && !(part === "index" && i === parts.length - 1));
  return visible.map((part) => {
    if (part.startsWith("[...")) return `/:${part.slice(4, -1)}*`;
    if (part.startsWith("[[")) return `{/:${part.slice(2, -2)}}?`;
    // A segment may hold several: `[id].json`, `[from]-[to]`.
    return `/${part.replaceAll(/\[(\w+)\]/g, ":$1")}`;
  }).join("");
}

function segmentOf<State>({ folders }: ParsedFile, target: FileRouteTarget<State>): Segment<State> {
  return folders.reduce((segment, folder) => childSegment(segment, segmentKey(folder)), target.segment);
}

/** `app.use("/users/:id", …)` and the folder `users/[id]` are the same segment. */
function segmentKey(folder: string): string {
  return folder.startsWith("(") ? folder : patternOf([folder]).slice(1);
}

/** Compares part by part: literal before `:id` before `{/:id}?` before `:path*`, otherwise by name. */
function bySpecificity(a: ParsedFile, b: ParsedFile): number {
  const [left, right] = [a, b].map(({ pattern }) => pattern.split(/(?=\/|\{\/)/));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const [x, y] = [left?.[i] ?? "", right?.[i] ?? ""];
    const difference = weight(x) - weight(y);
    if (difference !== 0) return difference;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function weight(part: string): number {
  if (part === "/" || part === "}?") return 0;
  if (part.endsWith("*")) return 4;
  if (part.startsWith("{")) return 3;
  return part.includes(":") ? (/^\/:\w+$/.test(part) ? 2 : 1) : 0;
}

function registerSpecial<State>(file: ParsedFile, segment: Segment<State>): void {
  const { module, special, path } = file;
  if (special === "_middleware") {
    const found = module.default ?? module.handler ?? module.handlers;
    const list = Array.isArray(found) ? found : [found];
    if (!list.every(isMiddleware<State>)) {
      throw new TypeError(`${path}: export a middleware, or an array of them, as default.`);
    }
    segment.middlewares.push(...list);
    return;
  }
  const route = routeOf<State>(file);
  if (special === "_error") segment.error = route;
  else if (special === "_404") segment.not_found = route;
  else if (route.component === undefined) throw new TypeError(`${path}: export a component as default.`);
  else if (special === "_app") segment.app = route.component;
  else segment.layout = { component: route.component, config: route.config ?? {} };
}

function routeOf<State>({ module, path }: RouteFile): Route<State> {
  const { default: component, config } = module;
  const handlers = module.handler ?? module.handlers;
  const route: Route<State> = {};
  if (isComponent<State>(component)) route.component = component;
  if (isHandler<State>(handlers)) route.handlers = handlers;
  if (isConfig(config)) route.config = config;
  if (route.component === undefined && route.handlers === undefined) {
    throw new TypeError(`${path}: a route exports a component as default, a handler as "handler", or both.`);
  }
  return route;
}

// What a module exports is known to the type checker in the module itself (`define.*`); here it is checked for its shape.
function isMiddleware<State>(value: unknown): value is Middleware<State> {
  return typeof value === "function";
}
function isComponent<State>(value: unknown): value is PageComponent<unknown, State> {
  return typeof value === "function";
}
function isHandler<State>(value: unknown): value is RouteHandler<unknown, State> {
  return typeof value === "function" || typeof value === "object" && value !== null;
}
function isConfig(value: unknown): value is RouteConfig {
  return typeof value === "object" && value !== null;
}
