import { HttpError } from "fresh";
import { type Entity, find_entity } from "~/domain/kernel/entity.ts";
import type { Params } from "../../(_web)/declared.ts";
import { reads } from "../../(_web)/pages.ts";
import { find_records } from "../../(_web)/records/lookup.ts";
import { define } from "../../(_web)/state.ts";

function named({ entity: name = "" }: Params): Entity {
  const entity = find_entity(name);
  if (!entity) throw new HttpError(404);
  return entity;
}

/** What a typeahead asks: `{items:[{id,label,hint}]}` for the words in `q`, the newest records without any. */
export const handler = define.handlers({
  GET: reads((params) => `${named(params).permission}:read`, async (tx, ctx) => {
    const items = await find_records(tx, named(ctx.params), ctx.url.searchParams.get("q") ?? "");
    return ctx.json({ items }, { headers: { "cache-control": "private, no-store" } });
  }),
});
