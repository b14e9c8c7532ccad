/** From a refusal that asks for a fresh proof to the page that takes it. */
import { portal_of_path } from "../portals.ts";

/** A form cannot be sent again by a redirect: the way back is the page it stood on. */
export function step_up_path(request: Request, url: URL): string {
  const asked = request.method === "GET" ? url : referrer(request, url);
  return `${portal_of_path(url.pathname).auth}/step-up?next=${encodeURIComponent(asked.pathname + asked.search)}`;
}

function referrer(request: Request, url: URL): URL {
  const from = URL.parse(request.headers.get("referer") ?? "");
  return from?.host === url.host ? from : url;
}
