import { appLayer, type Entry, errorLayer, layoutLayer, middlewareLayer, routeEntries } from "./entries.ts";
import type { RouteFile } from "./snapshot.ts";
import type { Middleware, PageComponent, Route, RouteConfig, RouteHandler } from "./types.ts";

/**
 * Turns the files of the routes folder into entries: `_app`, `_middleware`, `_layout`, `_error`, `_404`, then pages, static
 * before dynamic.
 */
export function fileEntries<State>(files: RouteFile[]): Entry<State>[] {
  const specials: Entry<State>[] = [];
  const pages: { pattern: string; entries: Entry<State>[] }[] = [];
  for (const file of files) {
    const parts = file.path.replace(/\.\w+$/, "").split("/");
    // `app.use("/users/:id", …)` and the folder `users/[id]` are the same place; groups are places of their own.
    const folder = parts.slice(0, -1).map((part) => part.startsWith("(") ? `/${part}` : patternOf([part])).join("");
    const special = specialEntries<State>(file, folder, parts.at(-1) ?? "");
    if (special !== null) {
      specials.push(...special);
      continue;
    }
    const route = routeOf<State>(file);
    const pattern = route.config?.routeOverride ?? (patternOf(parts) || "/");
    pages.push({ pattern, entries: routeEntries(folder, pattern, route) });
  }
  pages.sort((a, b) => rank(a.pattern) < rank(b.pattern) ? -1 : 1);
  return [...specials, ...pages.flatMap(({ entries }) => entries)];
}

/** `["blog", "[slug]", "index"]` is `/blog/:slug`, and `""` the index of the root. */
export function patternOf(parts: string[]): string {
  const visible = parts.filter((part, i) => !part.startsWith("(") && !(part === "index" && i === parts.length - 1));
  return visible.map((part) => {
    if (part.startsWith("[...")) return `/:${part.slice(4, -1)}*`;
    if (part.startsWith("[[")) return `{/:${part.slice(2, -2)}}?`;
    // A segment may hold several: `[id].json`, `[from]-[to]`.
    return `/${part.replaceAll(/\[(\w+)\]/g, ":$1")}`;
  }).join("");
}

/** Sorts, part by part, literals before `:a.json` before `:id` before `{/:id}?` before `:path*`, and all by name. */
function rank(pattern: string): string {
  return pattern.split(/(?=\/|\{\/)/).map((part) => {
    const weight = part.endsWith("*")
      ? 4
      : part.startsWith("{")
      ? 3
      : /^\/:\w+$/.test(part)
      ? 2
      : part.includes(":")
      ? 1
      : 0;
    return `${weight}${part}`;
  }).join("\0");
}

/** Null for a page. */
function specialEntries<State>(file: RouteFile, folder: string, name: string): Entry<State>[] | null {
  const { module, path } = file;
  if (name === "_middleware") {
    const list = [module.default ?? module.handler ?? module.handlers].flat();
    if (!list.every(isMiddleware<State>)) {
      throw new TypeError(`${path}: export a middleware, or an array of them, as default.`);
    }
    return list.map((middleware) => middlewareLayer(folder, middleware));
  }
  if (name === "_error") return [errorLayer("error", folder, routeOf(file))];
  if (name === "_404") return [errorLayer("not_found", folder, routeOf(file))];
  if (name !== "_app" && name !== "_layout") return null;
  const { component, config } = routeOf<State>(file);
  if (component === undefined) {
    throw new TypeError(`${path}: export a component as default.`);
  }
  return [
    name === "_app" ? appLayer(folder, component) : layoutLayer(folder, component, config),
  ];
}

function routeOf<State>({ module, path }: RouteFile): Route<State> {
  const { default: component, config, handler, handlers = handler } = module;
  const route: Route<State> = {
    ...(isComponent<State>(component) ? { component } : {}),
    ...(isHandler<State>(handlers) ? { handlers } : {}),
    ...(isConfig(config) ? { config } : {}),
  };
  if (route.component || route.handlers) return route;
  throw new TypeError(`${path}: a route exports a component as default, a handler as "handler", or both.`);
}

// What a module exports is known to the type checker in the module itself (`define.*`); here it is checked for its shape.
function isMiddleware<State>(value: unknown): value is Middleware<State> {
  return typeof value === "function";
}
function isComponent<State>(value: unknown): value is PageComponent<unknown, State> {
  return typeof value === "function";
}
function isHandler<State>(value: unknown): value is RouteHandler<unknown, State> {
  return typeof value === "function" ||
    typeof value === "object" && value !== null;
}
function isConfig(value: unknown): value is RouteConfig {
  return typeof value === "object" && value !== null;
}
