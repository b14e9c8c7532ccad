import { envelope_of, ErrorPage, status_of_error } from "./(_web)/error_page.tsx";
import { wants_json } from "./(_web)/friendly_errors.tsx";
import { define } from "./(_web)/state.ts";
import { page } from "fresh";

/** The last resort: what the middlewares could not answer, or an error page that failed itself. So it leans on no shell. */
export default define.page(function LastResort({ state, url, error }) {
  return <ErrorPage state={state} url={url} error={error} plain />;
});

export const handler = define.handlers((ctx) => {
  const status = status_of_error(ctx.error);
  if (!wants_json(ctx.req, ctx.url)) return page(undefined, { status });
  return new Response(JSON.stringify(envelope_of(ctx.error)), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });
});
