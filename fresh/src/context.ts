import type { ComponentChildren, FunctionComponent } from "preact";
import { PARTIAL_PARAM } from "./markers.ts";
import { renderPage } from "./render.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Wrapper } from "./components.ts";
import type { ResolvedFreshConfig } from "./types.ts";

/** The app wrapper and the layouts around a page, outermost first. */
export interface Frame<State> {
  app: Wrapper<State> | null;
  layouts: Wrapper<State>[];
}

/** What belongs to the library in a context: the build, the way to the next middleware, what is around a page. */
export interface Internals<State> {
  snapshot: Snapshot;
  next: () => Promise<Response>;
  frame: Frame<State>;
}

/** Reads the library's part of a context. */
export let internals: <State>(ctx: Context<State>) => Internals<State>;

/** One request, shared by all middlewares, the handler and the page that see it. */
export class Context<State = unknown> {
  readonly url: URL;
  readonly config: ResolvedFreshConfig;
  /** Own to the request: empty, until middlewares fill it. */
  readonly state: State = Object.create(Object.prototype);
  /** The parameters of the matched pattern, percent-decoded. */
  params: Record<string, string> = {};
  /** The matched pattern, `/books/:id`, or null. */
  route: string | null = null;
  /** What the handler handed to the page. */
  data: unknown = undefined;
  /** The caught value on an error page, otherwise null. */
  error: unknown = null;
  /** What a layout or app wrapper wraps. */
  Component: FunctionComponent = () => null;
  /** Whether the browser asked for partials only. */
  readonly isPartial: boolean;
  #internals: Internals<State>;

  static {
    internals = (ctx) => ctx.#internals;
  }

  /** `info` is the connection: `ctx.info.remoteAddr`. */
  constructor(readonly req: Request, readonly info: Deno.ServeHandlerInfo, inner: Internals<State>) {
    const { root, mode } = inner.snapshot;
    this.url = new URL(req.url);
    this.config = { root, basePath: "", mode };
    this.isPartial = this.url.searchParams.has(PARTIAL_PARAM);
    if (this.isPartial) this.url.searchParams.delete(PARTIAL_PARAM);
    this.#internals = inner;
  }

  /** Runs the next middleware or the handler. Its errors come out here, for a middleware that wants to see them. */
  next(): Promise<Response> {
    return this.#internals.next();
  }

  /** Renders JSX within the layouts and the app wrapper of the place, and answers with it. */
  render(vnode: ComponentChildren, init: ResponseInit = {}): Promise<Response> {
    return renderPage(this, vnode, init, this.#internals);
  }

  /**
   * Redirects, with 302 unless told otherwise.
   *
   * ```ts
   * return ctx.redirect("/tickets/7", 303);
   * ```
   */
  redirect(path: string, status = 302): Response {
    // "//evil.example" is another host to a browser; a path that comes from user input must stay a path.
    const location = path.replace(/^\/[/\\]+/, "/");
    return new Response(null, { status, headers: { location } });
  }

  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  html(content: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }
}

/** Runs a step with changes to the library's part of the context, and puts back what was there. */
export async function within<State>(
  ctx: Context<State>,
  changes: { next?: Internals<State>["next"]; frame?: Frame<State> },
  step: () => Response | Promise<Response>,
): Promise<Response> {
  const inner = internals(ctx);
  const { next, frame } = inner;
  Object.assign(inner, changes);
  try {
    return await step();
  } finally {
    Object.assign(inner, { next, frame });
  }
}
