/** The application of one process: middlewares in their order, then the routes. */
import { App, staticFiles } from "fresh";
import { friendly_errors } from "~/routes/(_web)/friendly_errors.tsx";
import { healthz, metrics, readyz } from "~/routes/(_web)/health.ts";
import { body_limit, csrf, request_context, security_headers, session } from "~/routes/(_web)/middlewares.ts";
import { rate_limit, refused_limit } from "~/routes/(_web)/rate_limit.ts";
import type { House, State } from "~/routes/(_web)/state.ts";

/** @param app what the routes are registered at */
export function create_app(house: House, app = new App<State>()): App<State> {
  return app
    // Outermost: files, health checks and answers that others made carry the headers too.
    .use(security_headers(house))
    .use(staticFiles())
    .get("/healthz", () => healthz())
    .get("/readyz", () => readyz(house))
    .use(request_context(house))
    .get("/metrics", (ctx) => metrics(house, ctx.req, ctx.state.request.ip))
    .use(friendly_errors)
    .use(body_limit(house))
    .use(refused_limit(house))
    .use(session(house))
    .use(rate_limit(house))
    .use(csrf(house))
    .fsRoutes();
}
