/** The bytes of an attachment for whoever may read what it hangs on. The headers let no browser take it for a page of ours. */
import { open_attachment } from "~/domain/kernel/attachments.ts";
import { plan_file_response } from "~/domain/kernel/files/serve.ts";
import { actor_of } from "./middlewares.ts";
import type { Ctx } from "./pages.ts";

/** GET of a file: ranges, ETag and 304; `?download` never shows it in the browser. */
export async function download(ctx: Ctx): Promise<Response> {
  const { platform } = ctx.state.house;
  const file = await platform.read(actor_of(ctx.state), (tx) => open_attachment(tx, ctx.params.id ?? ""));
  const plan = plan_file_response(file, ctx.req.headers, ctx.url.searchParams.has("download"));
  const body = plan.body ? await platform.files.get(file.storage_key, plan.range) : null;
  return new Response(body, { status: plan.status, headers: plan.headers });
}
