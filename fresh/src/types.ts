import type { ComponentChildren, FunctionComponent, VNode } from "preact";
import type { Context } from "./context.ts";

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** `ctx.config`: what the application was started with. */
export interface ResolvedFreshConfig {
  /** The directory of the application, an absolute path. */
  root: string;
  basePath: "";
  mode: "development" | "production";
}

/** Runs before a route. Answers, or hands on with `ctx.next()`. */
export type Middleware<State = unknown> = (ctx: Context<State>) => Response | Promise<Response>;
export type MiddlewareFn<State = unknown> = Middleware<State>;

/** What `page()` returns: data for the page component of the same file. */
export interface PageResponse<Data> {
  data: Data;
  status?: number | undefined;
  headers?: HeadersInit | undefined;
}

type HandlerResult<Data> = Response | PageResponse<Data>;

export type HandlerFn<Data = unknown, State = unknown> = (
  ctx: Context<State>,
) => HandlerResult<Data> | Promise<HandlerResult<Data>>;
export type HandlerByMethod<Data = unknown, State = unknown> = { [M in Method]?: HandlerFn<Data, State> };
export type RouteHandler<Data = unknown, State = unknown> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

/** `export const config` of a route file. */
export interface RouteConfig {
  /** A URL pattern that takes the place of the one derived from the file name. */
  routeOverride?: string;
  /** Leave out the layouts of the folders above and of this one. */
  skipInheritedLayouts?: boolean;
  /** Leave out `_app`. */
  skipAppWrapper?: boolean;
}

/** `export const config` of a layout file, and the third argument of `app.layout()`. */
export type LayoutConfig = Pick<RouteConfig, "skipInheritedLayouts" | "skipAppWrapper">;

/** What a page, layout or app wrapper receives. */
export interface PageProps<Data = unknown, State = unknown> {
  data: Data;
  url: URL;
  req: Request;
  params: Record<string, string>;
  state: State;
  route: string | null;
  /** The caught value on an error page, otherwise null. */
  error: unknown;
  info: Deno.ServeHandlerInfo;
  config: ResolvedFreshConfig;
  /** Whether the browser asked for partials only. */
  isPartial: boolean;
  /** What a layout or app wrapper wraps. */
  Component: FunctionComponent;
}

type Rendered = ComponentChildren | VNode;

/** A page, layout or app wrapper: a component, or an async function that returns JSX or a Response. */
export type PageComponent<Data = unknown, State = unknown> = (
  props: PageProps<Data, State>,
) => Rendered | Response | Promise<Rendered | Response>;

/** What `app.route()`, `app.notFound()` and `app.onError()` take. */
export interface Route<State> {
  // deno-lint-ignore no-explicit-any -- the data's type links handler and component of one route, and differs in each
  component?: PageComponent<any, State>;
  handlers?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}

export interface ListenOptions extends Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem> {
  /** Called once the server accepts connections, in place of the printed address. */
  onListen?: (address: Deno.NetAddr) => void;
}
