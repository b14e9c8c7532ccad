import type { ComponentChildren } from "preact";
import type { PageProps, RouteConfig, RouteHandler } from "./types.ts";

/** A page: a component, or an async function that returns JSX or a Response. */
export type PageComponent<Data = unknown, State = unknown> = (
  props: PageProps<Data, State>,
) => ComponentChildren | Response | Promise<ComponentChildren | Response>;

/** A layout or an app wrapper. */
export type Wrapper<State> = PageComponent<unknown, State>;

/** What `app.route()`, `app.notFound()` and `app.onError()` take. */
export interface Route<State> {
  // deno-lint-ignore no-explicit-any -- the data's type links handler and component of one route, and differs in each
  component?: PageComponent<any, State>;
  handlers?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}
