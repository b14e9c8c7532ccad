import assert from "node:assert/strict";
import {
  end_other_sessions,
  end_own_session,
  end_session,
  is_step_up_required,
  open_gate,
  open_session,
  own_sessions,
  rotate_session,
  session_of_token,
} from "~/domain/access/mod.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { platform_on, staff_person } from "../../support/fixtures.ts";
import { wait_for } from "../../support/wait_for.ts";
import { system, with_world, type World } from "./world.ts";

const refused = { code: "unauthenticated" };

async function session(
  world: World,
  username = "ada@omni.example",
): Promise<{ id: string; person_id: string; token: string }> {
  const person_id = await world.person(username, "agent");
  return await another(world, person_id);
}
async function another(
  { platform }: World,
  person_id: string,
): Promise<{ id: string; person_id: string; token: string }> {
  const opened = await platform.transaction(system, (tx) => open_session(tx, person_id, "admin", ["password"]));
  return { id: opened.session_id, person_id, token: opened.refresh_token ?? "" };
}
const rotate = ({ platform }: World, token: string, audience: "admin" | "portal" = "admin") =>
  platform.transaction(system, (tx) => rotate_session(tx, token, audience));
async function next(world: World, token: string): Promise<string> {
  const result = await rotate(world, token);
  assert.notEqual(result, "ended");
  return result === "ended" ? "" : result.refresh_token ?? "";
}

Deno.test(
  "a refresh token works once; the preceding one has ten seconds of grace and brings no new one",
  with_world(async (world) => {
    const { token } = await session(world);
    const second = await next(world, token);
    assert.ok(second);
    const again = await rotate(world, token);
    assert.equal(again !== "ended" && again.refresh_token, null);
    world.clock.advance({ seconds: 11 });
    assert.equal(await rotate(world, token), "ended");
    await assert.rejects(rotate(world, second), refused, "the whole family is ended");
  }),
);

Deno.test(
  "a token two generations old ends its session at once, with an event and an entry in the trail",
  with_world(async (world) => {
    const { token, id } = await session(world);
    const third = await next(world, await next(world, token));
    assert.equal(await rotate(world, token), "ended", "no grace for any but the immediately preceding token");
    await assert.rejects(rotate(world, third), refused);
    const [row] = await world.it.sql`select revoked_reason from sessions where id = ${id}`;
    assert.match(row?.revoked_reason, /reuse/);
    assert.equal(
      (await world.it.sql`select from event_store where type = 'session.reuse_detected' and subject_id = ${id}`).length,
      1,
    );
    assert.equal((await world.it.sql`select from audit_events where action = 'session.reuse_detected'`).length, 1);
  }),
);

Deno.test(
  "a refresh token opens no other portal, and refusing it there spends nothing",
  with_world(async (world) => {
    const { token } = await session(world);
    await assert.rejects(rotate(world, token, "portal"), refused);
    assert.ok(await next(world, token));
  }),
);

Deno.test(
  "two tabs that refresh at the same moment share one new token, and the session lives",
  with_world(async (world) => {
    const { token } = await session(world);
    const results = await Promise.all([rotate(world, token), rotate(world, token), rotate(world, token)]);
    const fresh = results.flatMap((each) => each !== "ended" && each.refresh_token ? [each.refresh_token] : []);
    assert.equal(fresh.length, 1);
    assert.ok(await next(world, fresh[0] ?? ""));
  }),
);

Deno.test(
  "no refresh token stands in the database",
  with_world(async (world) => {
    const { token } = await session(world);
    await next(world, token);
    const rows = await world.it
      .sql`select s::text as row from sessions s union all select t::text from spent_refresh_tokens t`;
    assert.equal(rows.some((row) => String(row.row).includes(token)), false);
  }),
);

Deno.test(
  "a person sees and ends the own sessions, and nobody else's",
  with_world(async (world) => {
    const here = await session(world);
    const there = await another(world, here.person_id);
    const stranger = await session(world, "kemi@omni.example");
    const me = { ...staff_person(here.person_id), session_id: here.id };
    const listed = await world.platform.read(me, own_sessions);
    assert.deepEqual(
      listed.map((each) => [each.id, each.is_current]).sort(),
      [[here.id, true], [there.id, false]].sort(),
    );
    await assert.rejects(world.platform.transaction(me, (tx) => end_own_session(tx, stranger.id)), {
      code: "not_found",
    });
    await world.platform.transaction(me, (tx) => end_own_session(tx, there.id));
    await assert.rejects(rotate(world, there.token), refused);
    const more = await another(world, here.person_id);
    await world.platform.transaction(me, end_other_sessions);
    await assert.rejects(rotate(world, more.token), refused);
    assert.ok(await next(world, here.token));
    assert.ok(await next(world, stranger.token));
  }),
);

Deno.test(
  "ending a session elsewhere takes a fresh proof, ending one's own takes none",
  with_world(async (world) => {
    const here = await session(world);
    const there = await another(world, here.person_id);
    world.clock.advance({ minutes: 30 });
    const me = { ...staff_person(here.person_id), session_id: here.id };
    const in_me = (run: (tx: Tx) => Promise<void>) => world.platform.transaction(me, run);
    await assert.rejects(in_me((tx) => end_own_session(tx, there.id)), is_step_up_required);
    await assert.rejects(in_me(end_other_sessions), is_step_up_required);
    assert.ok(await next(world, there.token));
    await in_me((tx) => end_own_session(tx, here.id));
    await assert.rejects(rotate(world, here.token), refused);
  }),
);

Deno.test(
  "a session that nobody used for a week ends, one that is used goes on to its thirtieth day",
  with_world(async (world) => {
    const used = await session(world);
    const idle = await another(world, used.person_id);
    let token = used.token;
    for (let day = 0; day < 7; day++) {
      world.clock.advance({ hours: 24 });
      token = await next(world, token);
    }
    world.clock.advance({ minutes: 1 });
    const of = (token: string) => world.platform.read(system, (tx) => session_of_token(tx, token));
    assert.equal(await of(idle.token), null, "no socket either");
    assert.equal(await of(token), used.id);
    assert.equal(await rotate(world, idle.token), "ended");
    const [row] = await world.it.sql`select revoked_reason from sessions where id = ${idle.id}`;
    assert.equal(row?.revoked_reason, "not used for too long");
    assert.ok(await next(world, token));
    await world.it.sql`insert into domain_settings (domain, key, value) values ('access', 'idle_hours', '1')`;
    world.clock.advance({ minutes: 61 });
    assert.equal(await of(token), null);
  }),
);

Deno.test(
  "whoever acts as a customer neither sees nor ends the customer's sessions",
  with_world(async (world) => {
    const here = await session(world);
    const acting = {
      ...staff_person(here.person_id),
      session_id: here.id,
      impersonator: { person_id: here.person_id, label: "Support" },
    };
    await assert.rejects(world.platform.read(acting, own_sessions), { code: "forbidden" });
    await assert.rejects(world.platform.transaction(acting, end_other_sessions), { code: "forbidden" });
  }),
);

Deno.test(
  "a session ended on one replica is shut out on the other within a second, and its sockets are told",
  with_world(async (world) => {
    const { id, person_id } = await session(world);
    const other_db = connect({ address: world.it.url, max: 3 });
    const other = platform_on(other_db);
    const [gate, far] = [await open_gate(world.platform), await open_gate(other)];
    try {
      const token = await gate.sign(id, person_id, "admin");
      await gate.enter(token, "admin");
      await far.enter(token, "admin"); // remembered there from now on
      let told = 0;
      far.on_ended(id, () => told++);
      const started = performance.now();
      await world.platform.transaction(system, (tx) => end_session(tx, id, "test"));
      await assert.rejects(gate.enter(token, "admin"), refused);
      await wait_for(
        "the other replica refuses",
        async () => await far.enter(token, "admin").then(() => false, () => true),
        { within: 1_000, every: 10 },
      );
      assert.ok(performance.now() - started < 1_000);
      assert.equal(told, 1);
    } finally {
      await gate.close();
      await far.close();
      await other_db.close();
    }
  }),
);

Deno.test(
  "an actor that was being read while its session ended is not remembered",
  with_world(async (world) => {
    const { id, person_id } = await session(world);
    const gate = await open_gate(world.platform);
    try {
      const token = await gate.sign(id, person_id, "admin");
      for (let i = 0; i < 5; i++) {
        const opened = await another(world, person_id);
        const mine = await gate.sign(opened.id, person_id, "admin");
        await Promise.allSettled([
          gate.enter(mine, "admin"),
          world.platform.transaction(system, (tx) => end_session(tx, opened.id, "test")),
          gate.enter(mine, "admin"),
        ]);
        await assert.rejects(gate.enter(mine, "admin"), refused);
      }
      await gate.enter(token, "admin");
    } finally {
      await gate.close();
    }
  }),
);
