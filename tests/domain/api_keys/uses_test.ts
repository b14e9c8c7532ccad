import assert from "node:assert/strict";
import { open_key_uses } from "~/domain/access/key_uses.ts";
import type { ObservedQuery } from "~/domain/kernel/db/observe.ts";
import { platform_on } from "../../support/fixtures.ts";
import { fixed_clock } from "../../support/clock.ts";
import { test_database } from "../../support/database.ts";

Deno.test("ten thousand uses of two keys are one statement", async () => {
  const queries: string[] = [];
  await using it = await test_database({ on_query: (query: ObservedQuery) => void queries.push(query.name) });
  const clock = fixed_clock("2026-11-23T23:59:59Z");
  const platform = platform_on(it.db, { now: clock.now });
  const [person] = await it.sql<{ id: string }[]>`insert into people (display_name) values ('Ada') returning id`;
  const make = async (name: string) => {
    const [row] = await it.sql<{ key_id: string; secret_id: string }[]>`
      with key as (insert into api_keys (name, owner_id, scopes, start) values (${name}, ${
      person?.id ?? ""
    }, '{"*"}', 'omni_key_x') returning id)
      insert into api_key_secrets (key_id, secret_hash, created_at) select id, ${name}, now() from key returning key_id, id as secret_id`;
    assert.ok(row);
    return row;
  };
  const [one, two] = [await make("one"), await make("two")];
  const uses = open_key_uses(platform);
  queries.length = 0;
  for (let nth = 0; nth < 5_000; nth++) {
    uses.count({ ...one, ip: `203.0.113.${nth % 200}` });
    if (nth === 2_500) clock.advance({ seconds: 2 });
    uses.count({ ...two, ip: null });
  }
  await uses.close();
  assert.deepEqual(queries.filter((name) => name === "access.key_uses"), ["access.key_uses"]);
  const rows = await it.sql<{ name: string; day: string; lines: number; requests: number }[]>`
    select k.name, u.day, count(*)::int as lines, sum(u.requests)::int as requests
      from api_key_uses u join api_keys k on k.id = u.key_id group by k.name, u.day order by k.name, u.day`;
  assert.equal(rows.filter(({ name }) => name === "one").reduce((sum, { requests }) => sum + requests, 0), 5_000);
  assert.deepEqual(rows.map(({ name, day, lines }) => [name, day, lines <= 51]), [
    ["one", "2026-11-23", true],
    ["one", "2026-11-24", true],
    ["two", "2026-11-23", true],
    ["two", "2026-11-24", true],
  ]);
  const [used] = await it.sql<{ at: string }[]>`select last_used_at as at from api_keys where name = 'one'`;
  assert.equal(used?.at, "2026-11-24T00:00:01+00:00");
});

Deno.test("what two replicas counted adds up, and the later use stands as the last", async () => {
  await using it = await test_database();
  const clock = fixed_clock("2026-11-23T10:00:00Z");
  const platform = platform_on(it.db, { now: clock.now });
  const [key] = await it.sql<{ key_id: string; secret_id: string }[]>`
    with person as (insert into people (display_name) values ('Ada') returning id),
         key as (insert into api_keys (name, owner_id, scopes, start) select 'ERP', id, '{"*"}', 'omni_key_x' from person returning id)
    insert into api_key_secrets (key_id, secret_hash, created_at) select id, 'x', now() from key returning key_id, id as secret_id`;
  assert.ok(key);
  const [near, far] = [open_key_uses(platform), open_key_uses(platform)];
  near.count({ ...key, ip: "203.0.113.1" });
  clock.advance({ seconds: 9 });
  far.count({ ...key, ip: "203.0.113.2" });
  await far.close();
  await near.close();
  const [row] = await it.sql<{ ip: string; requests: number }[]>`
    select last_used_ip as ip, (select sum(requests)::int from api_key_uses) as requests from api_keys`;
  assert.deepEqual(row, { ip: "203.0.113.2", requests: 2 });
});

Deno.test("without the database uses are forgotten, and requests go on", async () => {
  await using it = await test_database();
  await it.sql`drop table api_key_uses`;
  const uses = open_key_uses(platform_on(it.db));
  uses.count({ key_id: crypto.randomUUID(), secret_id: crypto.randomUUID(), ip: "203.0.113.1" });
  await uses.flush();
  await uses.close();
});
