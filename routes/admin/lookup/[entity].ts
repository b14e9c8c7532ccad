import { HttpError } from "fresh";
import { find_entity } from "~/domain/kernel/entity.ts";
import { reads } from "../../(_web)/pages.ts";
import { find_records } from "../../(_web)/records/lookup.ts";
import { define } from "../../(_web)/state.ts";

/** What a typeahead asks: `{items:[{id,label,hint}]}` for the words in `q`, the newest records without any. */
export const handler = define.handlers({
  GET: reads("signed-in", async (tx, ctx) => {
    const entity = find_entity(ctx.params.entity ?? "");
    if (!entity) throw new HttpError(404);
    const items = await find_records(tx, entity, ctx.url.searchParams.get("q") ?? "");
    return ctx.json({ items }, { headers: { "cache-control": "private, no-store" } });
  }),
});
