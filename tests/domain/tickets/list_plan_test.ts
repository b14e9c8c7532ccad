/** The desk's list reads what is open, however much has been closed. */
import assert from "node:assert/strict";
import "~/domain/all.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { list_sql } from "~/domain/kernel/list_sql.ts";
import { ticket } from "~/domain/tickets/mod.ts";
import { work_order } from "~/domain/work_orders/mod.ts";
import { with_database } from "~/tests/support/database.ts";
import { staff } from "~/tests/support/fixtures.ts";

const lists: { what: string; entity: Entity; asked: Record<string, string>; index: string }[] = [
  {
    what: "open tickets by what is due first",
    entity: ticket as unknown as Entity,
    asked: { status: "new,open,pending,on_hold", order_by: "due_at", order_dir: "asc" },
    index: "tickets_open_due",
  },
  {
    what: "all tickets by what is due last",
    entity: ticket as unknown as Entity,
    asked: { order_by: "due_at", order_dir: "desc" },
    index: "tickets_due_last",
  },
  {
    what: "open work orders as they are planned",
    entity: work_order as unknown as Entity,
    asked: { status: "draft,scheduled,dispatched,in_progress", order_by: "scheduled_start", order_dir: "asc" },
    index: "work_orders_open_schedule",
  },
];

Deno.test(
  "a desk's first page reads an index of what is open, and no more rows than it shows",
  with_database(async ({ sql }) => {
    await sql`insert into subscribers (name) values ('Hassan Eze')`;
    await sql`
      insert into tickets (subject, subscriber_id, status, channel, due_at)
      select 'No light ' || n, (select id from subscribers limit 1), case when n % 20 = 0 then 'open' else 'closed' end, 'phone', now() + n * interval '1 minute'
        from generate_series(1, 20000) n`;
    await sql`
      insert into work_orders (title, status, scheduled_start, scheduled_end)
      select 'Visit ' || n, case when n % 20 = 0 then 'scheduled' else 'completed' end, now() + n * interval '1 hour', now() + (n + 1) * interval '1 hour'
        from generate_series(1, 20000) n`;
    await sql`vacuum analyze tickets`;
    await sql`vacuum analyze work_orders`;
    for (const { what, entity, asked, index } of lists) {
      const { rows } = list_sql(entity, staff("*"), parse_list(entity, new URLSearchParams(asked)));
      assert.deepEqual(rows.values, [], `${what}: a plan that is kept knows the states`);
      const plan = await sql.unsafe(`explain (analyze, costs off, timing off, summary off) ${rows.text}`);
      const lines = plan.map((line) => String(line["QUERY PLAN"]));
      const read = lines.find((line) => line.includes(index));
      assert.match(read ?? "", /rows=51 /, `${what}:\n${lines.join("\n")}`);
    }
  }),
);
