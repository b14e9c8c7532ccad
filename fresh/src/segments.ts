import { type Context, internals } from "./context.ts";
import { isHandlerFn } from "./define.ts";
import { HttpError } from "./error.ts";
import { type Frame, pageProps, renderComponent, renderPage } from "./render.ts";
import type { HandlerFn, LayoutConfig, Middleware, PageComponent, Route } from "./types.ts";

/** One level of the path, with what is registered there for all routes at and below it. */
export interface Segment<State> {
  parent: Segment<State> | null;
  children: Map<string, Segment<State>>;
  middlewares: Middleware<State>[];
  layout: { component: PageComponent<unknown, State>; config: LayoutConfig } | null;
  app: PageComponent<unknown, State> | null;
  error: Route<State> | null;
  not_found: Route<State> | null;
}

export function newSegment<State>(parent: Segment<State> | null): Segment<State> {
  return { parent, children: new Map(), middlewares: [], layout: null, app: null, error: null, not_found: null };
}

/** The segment below, made at first use. */
export function childSegment<State>(parent: Segment<State>, key: string): Segment<State> {
  const child = parent.children.get(key) ?? newSegment(parent);
  parent.children.set(key, child);
  return child;
}

/** A middleware chain, composed once when the application starts. */
export type Chain<State> = (ctx: Context<State>) => Promise<Response>;

interface Level<State> {
  segment: Segment<State>;
  middlewares: Middleware<State>[];
  frame: Frame<State>;
}

/** What is registered on the way from the root to the segment at this moment: later additions do not count. */
export function levelsOf<State>(segment: Segment<State>): Level<State>[] {
  const above = segment.parent === null ? [] : levelsOf(segment.parent);
  const outer = above.at(-1)?.frame ?? { app: null, layouts: [] };
  const { layout } = segment;
  const frame: Frame<State> = { app: segment.app ?? outer.app, layouts: outer.layouts };
  if (layout !== null) {
    frame.layouts = layout.config.skipInheritedLayouts ? [layout.component] : [...outer.layouts, layout.component];
    if (layout.config.skipAppWrapper) frame.app = null;
  }
  return [...above, { segment, middlewares: [...segment.middlewares], frame }];
}

/** Composes the levels' middlewares around the end of the chain. Call it when all is registered: error pages are read here. */
export function compose<State>(levels: Level<State>[], end: Chain<State>): Chain<State> {
  return levels.reduceRight((chain, level, i) => {
    const inner = level.middlewares.reduceRight(link, chain);
    const handles_404 = !levels.slice(0, i).some(({ segment }) => segment.not_found !== null);
    return enter(level, handles_404, inner);
  }, end);
}

function link<State>(next: Chain<State>, middleware: Middleware<State>): Chain<State> {
  return (ctx) => {
    const inner = internals(ctx);
    const after = inner.next;
    inner.next = () => {
      inner.next = after;
      return next(ctx);
    };
    // Wrapped, so that an error thrown by a plain function is a rejection to the middlewares above, too.
    try {
      return Promise.resolve(middleware(ctx));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** Within a segment its layouts hold, and its error page catches. */
function enter<State>({ segment, frame }: Level<State>, handles_404: boolean, chain: Chain<State>): Chain<State> {
  const { error: error_page, not_found, layout, app } = segment;
  if (error_page === null && not_found === null && layout === null && app === null) return chain;
  return async (ctx) => {
    const inner = internals(ctx);
    const outer = inner.frame;
    inner.frame = frame;
    try {
      return await chain(ctx);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      const page = status !== 404 ? error_page : handles_404 ? not_found ?? error_page : null;
      if (page === null) throw error;
      if (status >= 500) console.error(error);
      inner.frame = frame;
      ctx.error = error;
      return await runRoute(ctx, page, handlerOf(page, ctx.req.method), status);
    } finally {
      inner.frame = outer;
    }
  };
}

/** The handler for a method; a component without one is rendered as it is. */
function handlerOf<State>({ handlers }: Route<State>, method: string): HandlerFn<unknown, State> | null {
  if (handlers === undefined) return null;
  if (isHandlerFn(handlers)) return handlers;
  const found = Object.entries(handlers).find(([name]) => name === method);
  return found?.[1] ?? handlers.GET ?? null;
}

/** Runs the handler of a route and renders its component with what the handler hands over. */
export async function runRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  handler: HandlerFn<unknown, State> | null,
  status = 200,
): Promise<Response> {
  const inner = internals(ctx);
  const { component, config } = route;
  if (config !== undefined) {
    const { app, layouts } = inner.frame;
    inner.frame = { app: config.skipAppWrapper ? null : app, layouts: config.skipInheritedLayouts ? [] : layouts };
  }
  const result = handler === null ? { data: undefined } : await handler(ctx);
  if (result instanceof Response) return result;
  if (component === undefined) {
    throw new TypeError(
      `Route ${ctx.route}: the handler returned data, but the route has no component. Return a Response.`,
    );
  }
  ctx.data = result.data;
  const rendered = await renderComponent(component, pageProps(ctx, result.data));
  if (rendered instanceof Response) return rendered;
  const init: ResponseInit = {
    status: result.status ?? status,
    ...(result.headers ? { headers: result.headers } : {}),
  };
  return await renderPage(ctx, rendered, inner.frame, inner.snapshot, init);
}
