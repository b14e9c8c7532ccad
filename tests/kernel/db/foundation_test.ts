import assert from "node:assert/strict";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import { with_database } from "~/tests/support/database.ts";
import { test_database } from "~/tests/support/database.ts";

Deno.test(
  "uuid_v7() gives version 7 of now, unique, and in the order of their making",
  with_database(async ({ sql }) => {
    const rows = await sql`
      select id, extract(epoch from clock_timestamp()) * 1000 as now
        from (select uuid_v7() as id from generate_series(1, 2000)) as made`;
    const ids: string[] = rows.map((row) => row.id);
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(ids).size, ids.length);
    const age = Number(rows[0]?.now) - Number.parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16);
    assert.ok(age >= 0 && age < 5000, `the time in the id is ${age} ms old`);
    const made_in_turn: string[] = [];
    for (let i = 0; i < 50; i++) made_in_turn.push((await sql`select uuid_v7() as id`)[0]?.id);
    assert.deepEqual(made_in_turn, made_in_turn.toSorted());
  }),
);

Deno.test(
  "normalise_search() folds case and accents and can be indexed",
  with_database(async ({ sql }) => {
    await sql`create table streets (name text)`;
    await sql`create index streets_search on streets using gin (normalise_search(name) gin_trgm_ops)`;
    await sql`insert into streets values ('Müller-Straße'), ('Ñandú Łódź'), (null)`;
    const find = (text: string) =>
      sql`select name from streets where normalise_search(name) like '%' || normalise_search(${text}) || '%'`;
    assert.equal((await find("MULLER-strasse"))[0]?.name, "Müller-Straße");
    assert.equal((await find("nandu lodz"))[0]?.name, "Ñandú Łódź");
  }),
);

Deno.test(
  "touch_updated_at() gives two updates in one transaction different versions",
  with_database(async ({ sql }) => {
    await sql`create table touched (n int, updated_at timestamptz not null default now())`;
    await sql`create trigger touch before update on touched for each row execute function touch_updated_at()`;
    const versions = await sql.begin(async (tx) => {
      const made = await tx`insert into touched values (1) returning updated_at`;
      const one = await tx`update touched set n = 2 returning updated_at`;
      const two = await tx`update touched set n = 3 returning updated_at`;
      return [made, one, two].map((rows) => rows[0]?.updated_at);
    });
    assert.equal(new Set(versions).size, 3);
    assert.deepEqual(versions, versions.toSorted());
  }),
);

Deno.test(
  "a portal's role sees the rows of its context, nothing without one, and staff see all despite FORCE",
  with_database(async ({ sql }) => {
    const [mine, other] = ["01a209ed-4b04-7624-b0fa-4c9497ea9353", "01a209ed-4b04-7624-b0fa-4c9497ea9354"];
    await sql`create table bills (subscriber_id uuid)`;
    await sql`insert into bills values (${mine}), (${other})`;
    await sql`alter table bills enable row level security, force row level security`;
    await sql`create policy staff on bills using (app_portal() is null)`;
    await sql`create policy customer on bills for select to omni_customer using (subscriber_id = any ((select app_subscriber_ids())::uuid[]))`;
    await sql`grant select on bills to omni_customer`;
    const seen_by_customer = (context: string) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.subscriber_ids', ${context}, true), set_config('role', 'omni_customer', true)`;
        return await tx`select subscriber_id from bills`;
      });
    assert.deepEqual((await seen_by_customer(`{${mine}}`)).map((row) => row.subscriber_id), [mine]);
    assert.equal((await seen_by_customer("{}")).length, 0);
    assert.equal((await seen_by_customer("")).length, 0);
    assert.equal((await sql`select from bills`).length, 2, "the role ended with its transaction");
    await assert.rejects(
      sql.begin(async (tx) => {
        await tx`set local role omni_vendor`;
        await tx`select from bills`;
      }),
      /permission denied/,
    );
  }),
);

Deno.test(
  "the context functions answer null or empty outside a context, also on a connection that had one",
  with_database(async ({ sql }) => {
    await sql.begin((tx) =>
      tx`select set_config('app.person_id', '01a209ed-4b04-7624-b0fa-4c9497ea9353', true), set_config('app.subscriber_ids', '{}', true)`
    );
    const [row] =
      await sql`select app_person_id() as person, (select count(*)::int from app_vendor_ids()) as vendors, (select count(*)::int from app_reseller_ids()) as resellers, app_subscriber_ids() as subscribers, app_portal() as portal`;
    assert.deepEqual({ ...row }, { person: null, vendors: 0, resellers: 0, subscribers: [], portal: null });
  }, { max: 1 }),
);

Deno.test("databases of one cluster set up at the same moment share the roles without a quarrel", async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => test_database({ empty: true })));
  try {
    await Promise.all(databases.map((it) => migrate(it.sql)));
    for (const it of databases) {
      assert.equal((await it.sql`select pg_has_role('omni_vendor', 'member') as member`)[0]?.member, true);
    }
  } finally {
    for (const it of databases) await it.close();
  }
});
