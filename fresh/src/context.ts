import type { ComponentChildren, FunctionComponent } from "preact";
import { PARTIAL_PARAM } from "./markers.ts";
import { type Frame, renderPage } from "./render.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ResolvedFreshConfig } from "./types.ts";

/** What belongs to the library in a context: the build, the way to the next middleware, the layouts around a page. */
export interface Internals<State> {
  snapshot: Snapshot;
  next: () => Promise<Response>;
  frame: Frame<State>;
}

/** Reads the library's part of a context. */
export let internals: <State>(ctx: Context<State>) => Internals<State>;

/** One request, shared by all middlewares, the handler and the page that see it. */
export class Context<State = unknown> {
  readonly req: Request;
  readonly config: ResolvedFreshConfig;
  /** The connection: `ctx.info.remoteAddr`. */
  readonly info: Deno.ServeHandlerInfo;
  /** Own to the request; middlewares fill it. */
  readonly state: State;
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
  #url: URL | null = null;
  #internals: Internals<State>;

  static {
    internals = (ctx) => ctx.#internals;
  }

  constructor(
    req: Request,
    info: Deno.ServeHandlerInfo,
    state: State,
    config: ResolvedFreshConfig,
    inner: Internals<State>,
  ) {
    this.req = req;
    this.info = info;
    this.state = state;
    this.config = config;
    this.isPartial = req.url.includes(`${PARTIAL_PARAM}=`);
    this.#internals = inner;
  }

  /** The URL of the request. Parsed at first use: many handlers need no more than the parameters. */
  get url(): URL {
    if (this.#url === null) {
      this.#url = new URL(this.req.url);
      if (this.isPartial) this.#url.searchParams.delete(PARTIAL_PARAM);
    }
    return this.#url;
  }

  /** Runs the next middleware or the handler. Its errors come out here, for a middleware that wants to see them. */
  next(): Promise<Response> {
    return this.#internals.next();
  }

  /** Renders JSX within the layouts and the app wrapper of the place, and answers with it. */
  render(vnode: ComponentChildren, init: ResponseInit = {}): Promise<Response> {
    const { frame, snapshot } = this.#internals;
    return renderPage(this, vnode, frame, snapshot, init);
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
    const location = path.startsWith("/") ? path.replace(/^[/\\]{2,}/, "/") : path;
    return new Response(null, { status, headers: { location } });
  }

  text(content: string, init?: ResponseInit): Response {
    return withType(content, "text/plain; charset=utf-8", init);
  }

  html(content: string, init?: ResponseInit): Response {
    return withType(content, "text/html; charset=utf-8", init);
  }

  json(content: unknown, init?: ResponseInit): Response {
    return withType(JSON.stringify(content), "application/json", init);
  }
}

function withType(body: string, type: string, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return new Response(body, { ...init, headers });
}
