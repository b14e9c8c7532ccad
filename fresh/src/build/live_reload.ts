const PATH = "/_fresh/alive";

/** Answers the page's question whether this is still the same server: an event stream that tells the time of the start. */
export function liveReload(
  handler: (req: Request, info: Deno.ServeHandlerInfo) => Promise<Response>,
): (req: Request, info: Deno.ServeHandlerInfo) => Promise<Response> {
  const started = String(Date.now());
  return async (req, info) => {
    if (new URL(req.url).pathname !== PATH) return await handler(req, info);
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(`retry: 250\ndata: ${started}\n\n`)),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
  };
}
