/** The test of the test: every wall is taken away by itself, inside a transaction, and whoever looks must miss it. */
import type { Portal } from "~/domain/kernel/entity.ts";
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import { type Context, type Readable, readable_by, role_of, set_context } from "./expectation.ts";
import { house_breaches } from "./house.ts";
import { column_breaches, type Relation } from "./reads.ts";
import { write_breaches } from "./writes.ts";

type Unforced = (sql: Pick<Sql, "unsafe">) => Promise<string[]>;

/** @returns what was taken away and went unnoticed */
export async function weakened(
  above: Sql,
  portal: Portal,
  context: Context,
  relations: readonly Relation[],
  unforced: Unforced,
): Promise<string[]> {
  const role = role_of(portal);
  const readable = await readable_by(above, portal, context);
  const unnoticed: string[] = [];
  /** Weakens, looks as the role (the superuser's own session puts it on), and takes everything back. */
  const check = async (weaken: string, look: (sql: TransactionSql) => Promise<string[]>, as_role = true) => {
    let noticed = false;
    await above.begin(async (sql) => {
      await sql.unsafe(weaken);
      await set_context(sql, context);
      if (as_role) await sql.unsafe(`set local role ${role}`);
      noticed = (await look(sql)).length > 0;
      throw new Undo();
    }).catch((error) => {
      if (!(error instanceof Undo)) throw error;
    });
    if (!noticed) unnoticed.push(`${role}: ${weaken}`);
  };
  // A look at what was weakened is enough: whole looks are the steps before this one, and there are hundreds of walls.
  const reads = (relation: Relation, column: string, may: Readable | undefined) => (sql: TransactionSql) =>
    column_breaches(sql, { ...relation, columns: [column] }, may);

  for (const relation of relations) {
    const { name, kind } = relation;
    const may = readable.get(name);
    const hidden = relation.columns.find((column) => !may?.columns.has(column));
    // What a view and a generated column call has to run for whoever uses them, too.
    const callable = `; grant execute on all functions in schema public to ${role}`;
    if (hidden) {
      await check(
        `grant select ("${hidden}") on ${name} to ${role}${kind === "view" ? callable : ""}`,
        reads(relation, hidden, may),
      );
    }
    if (kind === "table") {
      await check(`grant update on ${name} to ${role}${callable}`, (sql) => write_breaches(sql, relation, /^update/));
    }
    if (!may) continue;
    const look = reads(relation, "id", may);
    const before = await looked(above, role, context, look);
    if (before.length) unnoticed.push(`nothing was taken away, and yet: ${before.join(", ")}`);
    await check(`drop policy ${role} on ${name}`, look);
    await check(`alter policy ${role} on ${name} using (true)`, look);
    await check(`create policy wider on ${name} for select to public using (true)`, look);
    await check(`alter table ${name} disable row level security`, look);
    await check(`alter table ${name} no force row level security`, unforced, false);
    await check(`revoke select (id) on ${name} from ${role}`, look);
  }
  // The superuser's session may some of it in any role's name: what it may anyhow is no finding.
  const pristine = await looked(above, role, context, (sql) => house_breaches(sql, sql, role));
  for (
    const weaken of [
      `create function leak() returns setof people language sql security definer as 'select * from people'`,
      `grant execute on function set_config(text, text, boolean) to public`,
      `grant execute on function permissions_of(uuid, text, timestamptz) to public`,
      `grant usage on sequence ticket_number to ${role}`,
      `grant create on schema public to ${role}`,
      `alter function app_vendor_ids() reset search_path`,
    ]
  ) {
    await check(
      weaken,
      async (sql) => (await house_breaches(sql, sql, role)).filter((breach) => !pristine.includes(breach)),
    );
  }
  return unnoticed;
}

class Undo extends Error {}

async function looked(
  above: Sql,
  role: string,
  context: Context,
  look: (sql: TransactionSql) => Promise<string[]>,
): Promise<string[]> {
  let found: string[] = [];
  await above.begin(async (sql) => {
    await set_context(sql, context);
    await sql.unsafe(`set local role ${role}`);
    found = await look(sql);
    throw new Undo();
  }).catch((error) => {
    if (!(error instanceof Undo)) throw error;
  });
  return found;
}
