import { appLayer, type Entry, errorLayer, layoutLayer, middlewareLayer, routeEntries } from "./entries.ts";
import type { RouteFile } from "./snapshot.ts";
import type { Route, Wrapper } from "./components.ts";
import type { Middleware, RouteConfig, RouteHandler } from "./types.ts";

/**
 * Turns the files of the routes folder into entries: `_app`, `_middleware`, `_layout`, `_error`, `_404`, then pages, static
 * before dynamic.
 */
export function fileEntries<State>(files: RouteFile[]): Entry<State>[] {
  const parsed = files.map((file) => {
    const parts = file.path.replace(/\.\w+$/, "").split("/");
    // `app.use("/users/:id", …)` and the folder `users/[id]` are the same place; groups are places of their own.
    const folder = parts.slice(0, -1).map((part) => part.startsWith("(") ? `/${part}` : patternOf([part])).join("");
    const name = parts.at(-1) ?? "";
    if (name === "_middleware") return { rank: "", entries: middlewaresOf<State>(folder, file) };
    const route = routeOf<State>(file);
    if (name === "_error") return { rank: "", entries: [errorLayer("error", folder, route)] };
    if (name === "_404") return { rank: "", entries: [errorLayer("not_found", folder, route)] };
    if (name === "_app" || name === "_layout") {
      const { component, config } = route;
      if (component === undefined) throw new TypeError(`${file.path}: export a component as default.`);
      const layer = name === "_app" ? appLayer(folder, component) : layoutLayer(folder, component, config);
      return { rank: "", entries: [layer] };
    }
    const pattern = route.config?.routeOverride ?? (patternOf(parts) || "/");
    return { rank: rank(pattern), entries: routeEntries(folder, pattern, route) };
  });
  return parsed.sort((a, b) => a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0).flatMap(({ entries }) => entries);
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
  const kinds = [/^[^:]*$/, /^\/.*:.*[^*]$/, /^\/:\w+$/, /^\{/, /\*$/];
  const parts = pattern.split(/(?=\/|\{\/)/);
  return parts.map((part) => `${kinds.findLastIndex((kind) => kind.test(part))}${part}`).join("\0");
}

function middlewaresOf<State>(folder: string, { module, path }: RouteFile): Entry<State>[] {
  const list = [module.default ?? module.handler ?? module.handlers].flat();
  if (list.every(isA<Middleware<State>>)) return list.map((middleware) => middlewareLayer(folder, middleware));
  throw new TypeError(`${path}: export a middleware, or an array of them, as default.`);
}

function routeOf<State>({ module, path }: RouteFile): Route<State> {
  const { default: component, config, handler, handlers = handler } = module;
  const route: Route<State> = {
    ...(isA<Wrapper<State>>(component) ? { component } : {}),
    ...(isA<RouteHandler<unknown, State>>(handlers) ? { handlers } : {}),
    ...(isA<RouteConfig>(config) ? { config } : {}),
  };
  if (route.component || route.handlers) return route;
  throw new TypeError(`${path}: a route exports a component as default, a handler as "handler", or both.`);
}

/** What a module exports is known to the type checker in the module itself (`define.*`); here it is only there or not. */
function isA<Type>(value: unknown): value is Type {
  return typeof value === "function" || typeof value === "object" && value !== null;
}
