/** The trail as a file: a permission of its own and a fresh proof of who one is, and the taking is itself an entry. */
import { demand_step_up } from "~/domain/access/mod.ts";
import { demand } from "~/domain/kernel/actor.ts";
import { audit_event } from "~/domain/audit/mod.ts";
import { names } from "../../(_web)/declared.ts";
import type { Ctx } from "../../(_web)/pages.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { export_handlers } from "../../(_web)/records/export.ts";
import { define } from "../../(_web)/state.ts";

const file = export_handlers(() => audit_event.path);

export const handler = define.handlers(names("audit:export", {
  async GET(ctx: Ctx) {
    const actor = actor_of(ctx.state);
    await ctx.state.house.platform.transaction(actor, async (tx) => {
      demand(actor, "audit:export");
      await demand_step_up(tx);
      tx.audit({
        action: "audit.exported",
        entity_type: audit_event.name,
        entity_id: "00000000-0000-0000-0000-000000000000",
        entity_label: ctx.url.search.slice(0, 300) || null,
        subscriber_id: null,
        changes: {},
      });
    });
    return await file.GET(ctx);
  },
}));
