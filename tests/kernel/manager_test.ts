import assert from "node:assert/strict";
import "~/domain/all.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { count_cap } from "~/domain/kernel/list_query.ts";
import { organization, organizations } from "~/domain/organizations/mod.ts";
import { skills } from "~/domain/technicians/mod.ts";
import { customer, platform_on, staff } from "../support/fixtures.ts";
import { with_database } from "../support/database.ts";

const all = staff("*");
const query = (text: string) => parse_list(organization, new URLSearchParams(text));

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

Deno.test(
  "create() writes row, audit and event in one commit, and none of them when it fails",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const row = await platform.transaction(all, (tx) => organizations.create(tx, { name: "Balogun Hotel" }));
    assert.equal(row.name, "Balogun Hotel");
    assert.match(row.created_at, /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
    await assert.rejects(platform.transaction(all, async (tx) => {
      await organizations.create(tx, { name: "Never was" });
      throw new Error("the second half fails");
    }));
    assert.deepEqual((await sql`select name from organizations`).map((each) => each.name), ["Balogun Hotel"]);
    assert.deepEqual((await sql`select type from event_store`).map((each) => each.type), ["organization.created"]);
    const [entry] = await sql`select action, changes, actor_label from audit_events`;
    assert.deepEqual(entry?.changes, { name: { from: null, to: "Balogun Hotel" } });
  }),
);

Deno.test(
  "create() names every field at fault, its value and what to do",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const error = await refusal(
      platform.transaction(
        all,
        (tx) => organizations.create(tx, JSON.parse('{"name":"","website":"ftp://x","colour":"red"}')),
      ),
    );
    assert.equal(error.status, 422);
    assert.deepEqual(error.details.map((each) => each.field).sort(), ["colour", "name", "website"]);
  }),
);

Deno.test(
  "update() refuses a version that is not the last, and changes nothing",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const row = await platform.transaction(all, (tx) => organizations.create(tx, { name: "Ada's" }));
    const second = await platform.transaction(
      all,
      (tx) => organizations.update(tx, row.id, { name: "Ada's Place" }, row.updated_at),
    );
    const error = await refusal(
      platform.transaction(all, (tx) => organizations.update(tx, row.id, { name: "Other" }, row.updated_at)),
    );
    assert.equal(error.code, "stale");
    assert.equal((await platform.read(all, (tx) => organizations.get(tx, row.id))).name, second.name);
  }),
);

Deno.test(
  "list() pages by cursor through every row once, in both directions, ties and nulls included",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await sql`insert into organizations (name, created_at) select 'Org ' || (n % 7), timestamptz '2026-01-01' + (n % 5) * interval '1 day' from generate_series(1, 53) n`;
    for (const order of ["order_by=name&order_dir=asc", "order_by=created_at&order_dir=desc"]) {
      const seen = new Set<string>();
      let next: string | null = "";
      let pages = 0;
      while (next !== null) {
        const text: string = await platform.read(
          all,
          (tx) => organizations.list_json(tx, query(`${order}&limit=10${next ? `&cursor=${next}` : ""}`)),
        );
        const page: { items: { id: string }[]; count: number; next: string | null } = JSON.parse(text);
        for (const item of page.items) {
          seen.add(item.id);
        }
        assert.equal(page.count, 53);
        next = page.next;
        pages++;
      }
      assert.equal(seen.size, 53);
      assert.equal(pages, 6);
    }
  }),
);

Deno.test(
  "list() and list_json() tell the same page",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await sql`insert into organizations (name) select 'Org ' || n from generate_series(1, 7) n`;
    const asked = query("limit=3&order_by=name&order_dir=asc");
    const rows = await platform.read(all, (tx) => organizations.list(tx, asked));
    assert.deepEqual(
      JSON.parse(await platform.read(all, (tx) => organizations.list_json(tx, asked))),
      JSON.parse(JSON.stringify(rows)),
    );
  }),
);

Deno.test(
  "list() counts to a thousand and says that there are more",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await sql`insert into organizations (name) select 'Org ' || n from generate_series(1, 1500) n`;
    const page = await platform.read(all, (tx) => organizations.list(tx, query("limit=1")));
    assert.deepEqual([page.count, page.count_capped], [count_cap, true]);
  }),
);

Deno.test("parse_list() refuses unknown names, orders, limits and values with what is allowed", () => {
  for (
    const text of [
      "limit=0",
      "limit=-1",
      "limit=x",
      "limit=201",
      "offset=-3",
      "order_by=password",
      "order_dir=up",
      "colour=red",
      "is_active=maybe",
      "cursor=%00",
      "id=7",
      "created_at_gte=yesterday",
    ]
  ) {
    assert.throws(
      () => query(text),
      (error) => error instanceof DomainError && error.status === 422 && error.details.length === 1,
      text,
    );
  }
});

Deno.test(
  "list() finds words anywhere in the searched fields, and takes wildcards literally",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await sql`insert into organizations (name) values ('Balogun Hotel'), ('100% Fiber'), ('Zubair Logistics')`;
    const names = async (q: string) =>
      (await platform.read(all, (tx) => organizations.list(tx, query(`q=${encodeURIComponent(q)}`)))).items.map((row) =>
        row.name
      );
    assert.deepEqual(await names("HOTEL balo"), ["Balogun Hotel"]);
    assert.deepEqual(await names("100%"), ["100% Fiber"]);
    assert.deepEqual(await names("%"), ["100% Fiber"]);
    assert.deepEqual(await names("_____"), []);
  }),
);

Deno.test(
  "a hot list reads an index, not the table",
  with_database(async ({ db, sql }) => {
    await sql`insert into tickets (subject, status) select 'Ticket ' || n, case when n % 4 = 0 then 'open' else 'closed' end from generate_series(1, 20000) n`;
    await sql`analyze tickets`;
    const plan = await db.sql`
    explain select t.id from tickets t where t.is_active and (t.status = 'open') order by t.created_at desc, t.id desc limit 51`;
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    assert.match(text, /Index (Only )?Scan using tickets_status/);
  }),
);

Deno.test(
  "nothing is read or written without its permission",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const reader = staff("organizations:read");
    const row = await platform.transaction(all, (tx) => organizations.create(tx, { name: "Ada's" }));
    assert.equal((await platform.read(reader, (tx) => organizations.get(tx, row.id))).id, row.id);
    const tries: [string, (actor: Actor) => Promise<unknown>][] = [
      ["create", (actor) => platform.transaction(actor, (tx) => organizations.create(tx, { name: "x" }))],
      ["update", (actor) => platform.transaction(actor, (tx) => organizations.update(tx, row.id, { name: "x" }))],
      ["remove", (actor) => platform.transaction(actor, (tx) => organizations.remove(tx, row.id))],
      ["bulk", (actor) => platform.transaction(actor, (tx) => organizations.bulk_update(tx, [row.id], { name: "x" }))],
    ];
    for (const [name, run] of tries) assert.equal((await refusal(run(reader))).status, 403, name);
    assert.equal((await refusal(platform.read(customer([]), (tx) => organizations.list(tx)))).status, 403);
  }),
);

Deno.test(
  "bulk_update() changes all rows or none, and names the one that refuses",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const [a, b] = await platform.transaction(
      all,
      async (tx) => [await skills.create(tx, { name: "Splicing" }), await skills.create(tx, { name: "Copper" })],
    );
    const error = await refusal(
      platform.transaction(all, (tx) => skills.bulk_update(tx, [a?.id ?? "", b?.id ?? ""], { name: "Both" })),
    );
    assert.equal(error.status, 409);
    assert.deepEqual((await sql`select name from skills order by name`).map((row) => row.name), ["Copper", "Splicing"]);
  }),
);

Deno.test(
  "remove() keeps the row as inactive and out of lists",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const row = await platform.transaction(all, (tx) => skills.create(tx, { name: "Splicing" }));
    await platform.transaction(all, (tx) => skills.remove(tx, row.id));
    assert.equal((await platform.read(all, (tx) => skills.list(tx))).count, 0);
    assert.deepEqual((await sql`select is_active from skills`).map((each) => each.is_active), [false]);
    assert.deepEqual((await sql`select action from audit_events order by id`).map((each) => each.action), [
      "skill.created",
      "skill.deleted",
    ]);
  }),
);

Deno.test(
  "audit entries cannot be changed or deleted",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await platform.transaction(all, (tx) => skills.create(tx, { name: "Splicing" }));
    await assert.rejects(sql`update audit_events set action = 'x'`, /never changed/);
    await assert.rejects(sql`delete from audit_events`, /never changed/);
    await assert.rejects(sql`truncate audit_events`, /never changed/);
  }),
);
