/**
 * The second wall by itself. The attack: a query of a portal lets somebody write SQL. What they write runs as the portal's
 * role, in one statement or, with a hole that is larger still, in many. So a connection of that role tries everything there
 * is, found in the catalogue: it must read what the entities declare, the rows of its context, and nothing else.
 *
 * What no wall in the database can hold: whoever speaks as the application's own role, by its password or by statements of
 * their own on its connection (`reset role`), is the application. Drivers send one statement at a time for this reason.
 */
import assert from "node:assert/strict";
import type { Portal } from "~/domain/kernel/entity.ts";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { test_database } from "../../support/database.ts";
import { test_server } from "../../support/postgres_server.ts";
import { type Context, readable_by, role_of } from "./raw/expectation.ts";
import { house_breaches } from "./raw/house.ts";
import { log_in } from "./raw/login.ts";
import { read_breaches, relations_of } from "./raw/reads.ts";
import { weakened } from "./raw/weakened.ts";
import { write_breaches } from "./raw/writes.ts";
import { people_walls } from "./world.ts";

const portals: readonly Portal[] = ["customer", "reseller", "vendor"];
const { superuser_url } = await test_server();

Deno.test(
  { name: "a portal's role reaches what is declared, and nothing else", ignore: superuser_url === null },
  async (test) => {
    await using it = await test_database({ empty: true, max: 4 });
    await migrate(it.sql);
    const { above, own, persons } = await people_walls(it);
    try {
      await above`analyze`;
      const relations = await relations_of(above);
      assert.ok(relations.length > 50, `${relations.length} tables and views`);
      const context_of = (portal: Portal): Context => ({
        person_id: persons.get(portal) ?? "",
        subscriber_ids: portal === "customer" ? [own.ids.get("subscribers") ?? ""] : [],
      });

      for (const portal of portals) {
        const role = role_of(portal);
        await test.step(`${role}: own rows in declared columns, with its context`, async () => {
          await using login = await log_in(it, above, role);
          const readable = await readable_by(above, portal, context_of(portal));
          const filled = [...readable.values()].filter(({ rows }) => rows.length > 0).map(({ table }) => table);
          assert.deepEqual(filled.sort(), [...readable.keys()].sort(), "a row for each table that the role reads");
          const breaches = await login.inside(context_of(portal), async (sql) => {
            const found: string[] = [];
            for (const relation of relations) {
              found.push(...await read_breaches(sql, relation, readable.get(relation.name)));
            }
            return found;
          });
          assert.deepEqual(breaches, []);
        });

        await test.step(`${role}: no row at all without a context`, async () => {
          await using login = await log_in(it, above, role);
          const readable = await readable_by(above, portal, null);
          const breaches = await login.inside(null, async (sql) => {
            const found: string[] = [];
            for (const relation of relations.filter(({ name }) => readable.has(name))) {
              found.push(...await read_breaches(sql, relation, readable.get(relation.name)));
            }
            return found;
          });
          assert.deepEqual(breaches, []);
        });

        await test.step(`${role}: changes nothing, and gets at nothing beside the tables`, async () => {
          await using login = await log_in(it, above, role);
          const breaches = await login.inside(context_of(portal), async (sql) => {
            const found: string[] = [];
            for (const relation of relations) found.push(...await write_breaches(sql, relation));
            return [...found, ...await house_breaches(sql, above, role)];
          });
          assert.deepEqual(breaches, []);
        });
      }

      await test.step("row-level security is on and forced wherever a portal reads", async () => {
        assert.deepEqual(await unforced(above), []);
      });

      await test.step("each wall, taken away by itself, is missed", async () => {
        const unnoticed: string[] = [];
        for (const portal of portals) {
          unnoticed.push(
            ...await weakened(above, portal, context_of(portal), relations, unforced),
          );
        }
        assert.deepEqual(unnoticed, []);
      });
    } finally {
      await above.end();
    }
  },
);

/** Tables of which a portal reads a column, without a wall that binds the owner too. */
async function unforced(sql: Pick<Sql, "unsafe">): Promise<string[]> {
  const rows = await sql.unsafe<{ name: string }[]>(`
    select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and exists (select from unnest(array['omni_customer', 'omni_reseller', 'omni_vendor']) r where has_any_column_privilege(r, c.oid, 'select'))
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
       and not (c.relrowsecurity and c.relforcerowsecurity)`);
  return rows.map(({ name }) => name);
}
