/**
 * `deno run -A tests/bench/rls_bench.ts <database url>`: what row-level security costs on a customer's ticket list. The
 * code's own WHERE confines the list in both cases; in one of them the policies of the customer's role do so once more.
 */
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import "~/domain/all.ts";
import { connect, type Sql } from "~/domain/kernel/db/connect.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { plain_list } from "~/domain/kernel/list_query.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import type { Query, Tx } from "~/domain/kernel/tx.ts";
import { ticket, tickets } from "~/domain/tickets/mod.ts";
import { customer, platform_on } from "~/tests/support/fixtures.ts";
import { type Pair, paired } from "./paired.ts";

const db = connect({ address: Deno.args[0] ?? "", max: 2 });
const platform = platform_on(db);
const query = plain_list(ticket as unknown as Entity, { limit: 50 });
const staff: Actor = { ...job_actor("bench"), permissions: permission_set(["tickets:read"]) };
const own = () => ticket.scope?.customer ?? "";

for (const [who, subscribers] of [["a household", 1], ["a company of 40 accounts", 40]] as const) {
  const ids = await owners(db.sql, subscribers);
  const context = `set local app.subscriber_ids = '{${ids.join(",")}}'; set local app.person_id = ''`;
  const portal = customer(ids);
  await platform.read(portal, (under) =>
    db.sql.begin("read only", async (sql) => {
      await sql.unsafe(context);
      const rows: unknown[] = JSON.parse(await tickets.list_json(under, query)).items;
      tell(
        `${who}, ${rows.length} rows, the statement`,
        await paired(() => tickets.list_json(under, query), () => by_where(under, sql)),
      );
    }));
  tell(
    `${who}, from BEGIN to COMMIT`,
    await paired(
      () => platform.read(portal, (tx) => tickets.list_json(tx, query)),
      () =>
        platform.transaction(staff, async (tx) => {
          const told = tx.sql.unsafe(context).execute(); // sent first, and not waited for: as the kernel sends its switch
          const list = await by_where(tx, tx.sql);
          await told;
          return list;
        }),
    ),
  );
}
await db.close();

/** Those with the most tickets. */
async function owners(sql: Sql, count: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select subscriber_id as id from tickets where is_active group by 1 order by count(*) desc, 1 limit ${count}`;
  return rows.map(({ id }) => id);
}

function by_where(tx: Tx, sql: Query): Promise<string> {
  return tickets.list_json({ ...tx, sql, actor: staff }, query, [own]);
}

function tell(what: string, { one, other, ratio }: Pair): void {
  const more = (ratio - 1) * 100;
  console.log(
    `${what}: ${more.toFixed(1)} % (${one.toFixed(2)} ms with policies, ${other.toFixed(2)} ms by WHERE alone)`,
  );
}
