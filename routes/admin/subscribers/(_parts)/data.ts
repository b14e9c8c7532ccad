/** All that the page of a subscriber shows. What the reader may not see is not asked for. */
import { can } from "~/domain/kernel/actor.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { reseller_of } from "~/domain/resellers/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { type Subscriber, subscriber_people, type SubscriberPerson, subscribers } from "~/domain/subscribers/mod.ts";
import { type Ticket, tickets } from "~/domain/tickets/mod.ts";
import { work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { record_kind, type RecordKind } from "../../../(_web)/records/entity_of.ts";
import { type History, told_history } from "../../../(_web)/records/history.ts";
import { asked } from "../../events/(_parts)/asked.ts";

type Labelled<R> = R & Record<string, unknown>;

export interface SubscriberData {
  kind: RecordKind;
  row: Labelled<Subscriber>;
  site: Awaited<ReturnType<typeof sites.get>> | null;
  holders: Labelled<SubscriberPerson>[];
  reseller: Awaited<ReturnType<typeof reseller_of>>;
  /** Null where the reader may see none. */
  open_tickets: Page<Ticket> | null;
  past_tickets: Page<Ticket> | null;
  visits: Page<WorkOrder> | null;
  history: History;
  now: string;
}

const over = "resolved,closed,canceled";

export async function subscriber_data(tx: Tx, ctx: Ctx): Promise<SubscriberData> {
  const actor = actor_of(ctx.state);
  const kind = record_kind(actor, "subscribers");
  const row = await subscribers.get(tx, ctx.params.id ?? "", { labels: true });
  const subscriber_id = row.id;
  const sees = {
    tickets: can(actor, "tickets:read"),
    visits: can(actor, "work-orders:read"),
    site: can(actor, "sites:read"),
  };
  const [site, reseller, holders, open_tickets, past_tickets, visits, history] = await Promise.all([
    row.site_id && sees.site ? sites.get(tx, row.site_id) : null,
    can(actor, "resellers:read") ? reseller_of(tx, row.id) : null,
    subscriber_people.list(tx, asked("subscriber_person", { subscriber_id, order_dir: "asc", limit: "50" })),
    sees.tickets ? tickets.list(tx, asked("ticket", { subscriber_id, status_not: over, limit: "10" })) : null,
    sees.tickets ? tickets.list(tx, asked("ticket", { subscriber_id, status: over, limit: "5" })) : null,
    sees.visits ? work_orders.list(tx, asked("work_order", { subscriber_id, limit: "6" })) : null,
    told_history(tx, kind.entity, row.id, 6),
  ]);
  return {
    kind,
    row,
    site,
    reseller,
    holders: holders.items,
    open_tickets,
    past_tickets,
    visits,
    history,
    now: tx.now().toString(),
  };
}
