import { staff_people } from "~/domain/tickets/mod.ts";
import { reads } from "../../(_web)/pages.ts";
import { define } from "../../(_web)/state.ts";

/** Colleagues that a ticket can be given to, for typeaheads: `{items:[{id,label}]}`. */
export const handler = define.handlers({
  GET: reads("tickets:assign", async (tx, ctx) => {
    const asked = (ctx.url.searchParams.get("q") ?? "").trim().toLowerCase();
    const found = (await staff_people(tx)).filter((person) => person.display_name.toLowerCase().includes(asked)).slice(
      0,
      10,
    );
    return ctx.json({ items: found.map(({ id, display_name }) => ({ id, label: display_name })) }, {
      headers: { "cache-control": "private, no-store" },
    });
  }),
});
