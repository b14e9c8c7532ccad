import { can } from "~/domain/kernel/actor.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { reads } from "../../(_web)/pages.ts";
import { define } from "../../(_web)/state.ts";

/** Customers for the form of a new ticket, each with the service address: two people of one name are told apart by it. */
export const handler = define.handlers({
  GET: reads("tickets:create", async (tx, ctx) => {
    const entity = find_entity("subscriber");
    const asked = (ctx.url.searchParams.get("q") ?? "").slice(0, 200).replaceAll("\u0000", "");
    const found = entity && can(tx.actor, "subscribers:read")
      ? (await subscribers.list(tx, {
        ...parse_list(entity, new URLSearchParams({ q: asked })),
        limit: 10,
        labels: true,
      })).items
      : [];
    const items = found.map((row) => ({
      id: row.id,
      label: row.name,
      hint: [row.account_number ?? row.number, row.site_label, row.phone].filter(Boolean).join(" · "),
    }));
    return ctx.json({ items }, { headers: { "cache-control": "private, no-store" } });
  }),
});
