/** Everything that changes a table, a sequence or the walls themselves. A portal's role may none of it. */
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";
import { attempt, refusals } from "./attempt.ts";
import type { Relation } from "./reads.ts";

const on_tables = (t: string, c: string): string[] => [
  `insert into ${t} default values`,
  `insert into ${t} ("${c}") values (null) returning *`,
  `insert into ${t} ("${c}") select "${c}" from ${t}`,
  `update ${t} set "${c}" = "${c}"`,
  `update ${t} set "${c}" = null where false`, // takes no right to read
  `update ${t} set "${c}" = null where false returning "${c}"`,
  `delete from ${t}`,
  `delete from ${t} where false returning *`,
  `merge into ${t} t using (select 1) s on false when not matched then insert default values`,
  `truncate ${t}`,
  `lock table ${t} in access exclusive mode`,
  `copy ${t} from '/tmp/walls'`,
  `alter table ${t} disable row level security`,
  `alter table ${t} no force row level security`,
  `alter table ${t} add column walls int`,
  `alter table ${t} owner to current_user`,
  `drop table ${t}`,
  `create policy walls on ${t} using (true)`,
  `create trigger walls before insert on ${t} for each row execute function suppress_redundant_updates_trigger()`,
  `create rule walls as on insert to ${t} do instead nothing`,
  `create index on ${t} ("${c}")`,
  `comment on table ${t} is 'walls'`,
];
const on_views = (v: string, c: string): string[] => [
  `update ${v} set "${c}" = "${c}"`,
  `delete from ${v}`,
  `create or replace view ${v} as select 1`,
  `alter view ${v} owner to current_user`,
  `drop view ${v}`,
];

/** @param only the statements to try; all of them unless given */
export async function write_breaches(
  sql: TransactionSql,
  { name, kind, columns }: Relation,
  only = /^/,
): Promise<string[]> {
  const breaches: string[] = [];
  for (const statement of (kind === "table" ? on_tables : on_views)(name, columns[0] ?? "id")) {
    if (!only.test(statement)) continue;
    const outcome = await attempt(sql, statement);
    // A view that cannot be written at all says so before rights are looked at.
    if (!refusals.has(outcome.code) && !(kind === "view" && outcome.code === "55000")) {
      breaches.push(`"${statement}" is ${outcome.rows ? "allowed" : `answered ${outcome.code} ${outcome.message}`}`);
    }
  }
  return breaches;
}
