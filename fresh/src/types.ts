/** The documented types: all of this file is public. */
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

/** What a page, layout or app wrapper receives: most of the context, and the handler's data. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<Context<State>, "url" | "req" | "params" | "state" | "route" | "error" | "info" | "config" | "isPartial">
  & Pick<Context<State>, "Component">
  & { data: Data };

export interface ListenOptions extends Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem> {
  /** Called once the server accepts connections, in place of the printed address. */
  onListen?: (address: Deno.NetAddr) => void;
}
