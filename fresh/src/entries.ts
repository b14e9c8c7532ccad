import { type Context, type Frame, internals, within } from "./context.ts";
import { HttpError } from "./error.ts";
import { pageProps, renderComponent } from "./render.ts";
import { ANY_METHOD } from "./router.ts";
import type { Route, Wrapper } from "./components.ts";
import type { HandlerFn, LayoutConfig, Middleware, RouteConfig } from "./types.ts";

export type Chain<State> = (ctx: Context<State>) => Promise<Response>;

/** Something around all routes at and below a path: middlewares, layouts, app wrappers and error pages are the same here. */
export interface Layer<State> {
  kind: "app" | "layout" | "error" | "not_found" | "middleware";
  path: string;
  /** `inner` is what it is around; see {@link errorLayer} for `catches_404`. */
  run(ctx: Context<State>, inner: () => Promise<Response>, catches_404: boolean): Promise<Response>;
}

export interface RouteEntry<State> {
  kind: "route";
  /** Whose layers hold: the folder of a file, whose groups are no part of the pattern. */
  path: string;
  pattern: string;
  method: string;
  end: Chain<State>;
}

/** What an app collects, in the order of the calls. */
export type Entry<State> = Layer<State> | RouteEntry<State> | { kind: "files"; path: string };

export function middlewareLayer<State>(path: string, middleware: Middleware<State>): Layer<State> {
  const run: Layer<State>["run"] = (ctx, inner) => within(ctx, { next: inner }, () => middleware(ctx));
  return { kind: "middleware", path: trimmed(path), run };
}

export function layoutLayer<State>(path: string, component: Wrapper<State>, config?: LayoutConfig): Layer<State> {
  const run: Layer<State>["run"] = (ctx, inner) => {
    const { app, layouts } = frameOf(ctx, config);
    return within(ctx, { frame: { app, layouts: [...layouts, component] } }, inner);
  };
  return { kind: "layout", path: trimmed(path), run };
}

export function appLayer<State>(path: string, app: Wrapper<State>): Layer<State> {
  const run: Layer<State>["run"] = (ctx, inner) => within(ctx, { frame: { ...frameOf(ctx), app } }, inner);
  return { kind: "app", path: trimmed(path), run };
}

/** `ctx => Response`, or what `app.notFound()` and `app.onError()` also take: a component with handlers. */
export type Answer<State> = HandlerFn<unknown, State> | Route<State>;

/** Answers what is thrown inside. An error page leaves 404 to the app's `not_found`, if there is one. */
export function errorLayer<State>(kind: "error" | "not_found", path: string, answer: Answer<State>): Layer<State> {
  const route = typeof answer === "function" ? { handlers: answer } : answer;
  const handler = typeof route.handlers === "function" ? route.handlers : route.handlers?.GET ?? null;
  const run: Layer<State>["run"] = async (ctx, inner, catches_404) => {
    try {
      return await inner();
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      if (status === 404 ? !catches_404 : kind === "not_found") throw error;
      if (status >= 500) console.error(error);
      ctx.error = error;
      return await runRoute(ctx, route, handler, status);
    }
  };
  return { kind, path: trimmed(path), run };
}

/** The entries of a component with handlers: one for each method. */
export function routeEntries<State>(path: string, pattern: string, route: Route<State>): RouteEntry<State>[] {
  const { handlers = {}, component } = route;
  const entry = (method: string, handler: HandlerFn<unknown, State> | null): RouteEntry<State> => ({
    kind: "route",
    path: trimmed(path),
    pattern,
    method,
    end: (ctx) => runRoute(ctx, route, handler),
  });
  if (typeof handlers === "function") return [entry(ANY_METHOD, handlers)];
  const entries = Object.entries(handlers).map(([method, handler]) => entry(method, handler));
  return component === undefined || handlers.GET !== undefined ? entries : [...entries, entry("GET", null)];
}

/** Runs the handler of a route and renders its component with what the handler hands over. */
async function runRoute<State>(
  ctx: Context<State>,
  { component, config }: Route<State>,
  handler: HandlerFn<unknown, State> | null,
  status = 200,
): Promise<Response> {
  return await within(ctx, { next: nothingNext, frame: frameOf(ctx, config) }, async () => {
    const result = handler === null ? { data: undefined } : await handler(ctx);
    if (result instanceof Response) return result;
    if (component === undefined) {
      throw new TypeError(
        `Route ${ctx.route}: the handler returned data, but there is no component. Return a Response.`,
      );
    }
    ctx.data = result.data;
    const content = await renderComponent(component, pageProps(ctx, result.data));
    if (content instanceof Response) return content;
    const { headers } = result;
    return await ctx.render(content, { status: result.status ?? status, ...(headers ? { headers } : {}) });
  });
}

export function nothingNext(): Promise<Response> {
  return Promise.reject(new TypeError("ctx.next() was called at the end of the chain: nothing comes after a handler."));
}

/** What surrounds a page, without what a layout or route does not want around it. */
function frameOf<State>(ctx: Context<State>, config: RouteConfig = {}): Frame<State> {
  const { app, layouts } = internals(ctx).frame;
  return { app: config.skipAppWrapper ? null : app, layouts: config.skipInheritedLayouts ? [] : layouts };
}

const order = ["app", "layout", "error", "not_found", "middleware"];

/** Puts the layers of a path around the end of a chain: outer paths first; of all but middlewares, the last of its path. */
export function compose<State>(layers: Layer<State>[], path: string, end: Chain<State>): Chain<State> {
  const around = layers
    .filter((layer) => path === layer.path || path.startsWith(`${layer.path}/`))
    .sort((a, b) => a.path.length - b.path.length || order.indexOf(a.kind) - order.indexOf(b.kind))
    .filter(({ kind, path }, i, { [i + 1]: next }) =>
      kind === "middleware" || next?.kind !== kind || next.path !== path
    );
  const not_found = around.find(({ kind }) => kind === "not_found"); // "this handler cannot be nested"
  return around.reduceRight<Chain<State>>((inner, layer) => {
    const catches_404 = layer === (not_found ?? layer);
    return (ctx) => layer.run(ctx, () => inner(ctx), catches_404);
  }, end);
}

/** `"*"` and `"/"` are the app itself. */
export function trimmed(path: string): string {
  return path.replace(/\/?\*?$/, "");
}
