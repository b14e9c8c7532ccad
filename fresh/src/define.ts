import type { PageComponent, Wrapper } from "./components.ts";
import type { Middleware, PageResponse, RouteHandler } from "./types.ts";

type DataOfResult<Result> = Result extends PageResponse<infer Data> ? Data : never;
type DataOfFn<Fn> = Fn extends (...args: never[]) => infer Result ? DataOfResult<Awaited<Result>> : never;

/** The data that a route's handlers hand to its page: of all methods, those answers that are not a Response. */
export type DataOf<Handler> = [Handler] extends [never] ? unknown
  : Handler extends (...args: never[]) => unknown ? DataOfFn<Handler>
  : { [M in keyof Handler]: DataOfFn<Handler[M]> }[keyof Handler];

/** The typed helpers of one application; see {@link createDefine}. */
export interface Define<State> {
  /** `export const handler = define.handlers({ GET(ctx) { … } })`, or one function for all methods. */
  handlers<Handlers extends RouteHandler<unknown, State>>(handlers: Handlers): Handlers;
  /** `export default define.page<typeof handler>(({ data }) => …)`. */
  page<Handlers extends RouteHandler<unknown, State> = never>(
    render: PageComponent<DataOf<Handlers>, State>,
  ): PageComponent<DataOf<Handlers>, State>;
  /** A layout or an app wrapper. */
  layout(render: Wrapper<State>): Wrapper<State>;
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

/**
 * Ties handlers, pages, layouts and middlewares to the application's state. Called once in an application.
 *
 * ```ts
 * export const define = createDefine<{ user: string }>();
 * ```
 */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}

/**
 * Hands data from a handler to the page component of the same file.
 *
 * ```ts
 * return page({ project }, { status: 201, headers: { "cache-control": "no-store" } });
 * ```
 */
export function page<Data = undefined>(data?: Data, options?: PageOptions): PageResponse<Data>;
export function page(data?: unknown, options: PageOptions = {}): PageResponse<unknown> {
  return { data, status: options.status, headers: options.headers };
}

type PageOptions = Omit<PageResponse<unknown>, "data">;
