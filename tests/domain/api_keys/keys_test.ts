import assert from "node:assert/strict";
import { grant_role, is_step_up_required } from "~/domain/access/mod.ts";
import {
  api_keys,
  change_key,
  create_key,
  end_grace,
  in_state,
  key_state,
  key_usage,
  list_own_keys,
  revoke_key,
  rotate_key,
} from "~/domain/api_keys/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { write_setting } from "~/domain/kernel/settings.ts";
import { staff_person } from "../../support/fixtures.ts";
import { system } from "../access/world.ts";
import { type KeyWorld, with_keys } from "./world.ts";

const owner = "ada@omni.example";

async function refused(work: Promise<unknown>, code: string, said: RegExp): Promise<DomainError> {
  let found: DomainError | null = null;
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, said);
    found = error;
    return true;
  });
  assert.ok(found);
  return found;
}

const administrator = async (world: KeyWorld): Promise<Actor> =>
  await world.signed_in(await world.person(owner, "administrator"));
/** Staff with a role of one's own making. */
async function with_role(world: KeyWorld, username: string, ...permissions: string[]): Promise<Actor> {
  const key = username.split("@")[0] ?? username;
  await world.it
    .sql`insert into roles (key, name, audience, permissions) values (${key}, ${key}, 'admin', ${permissions})`;
  return await world.signed_in(await world.person(username, key));
}
const run =
  (world: KeyWorld, actor: Actor) =>
  <T>(work: (tx: Parameters<Parameters<KeyWorld["platform"]["transaction"]>[1]>[0]) => Promise<T>) =>
    world.platform.transaction(actor, work);

Deno.test(
  "a key acts in its owner's name, within its scopes and what the owner may at this moment",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const { secret, id } = await world.key(actor, { scopes: ["tickets:*", "users:manage"] });
    const key = await world.gate.keys.enter(secret, "198.51.100.1");
    assert.deepEqual(
      { ...key, permissions: key.permissions.keys },
      {
        kind: "api_key",
        label: "ERP",
        person_id: actor.person_id,
        session_id: null,
        permissions: ["tickets:*", "users:manage"],
        subscriber_ids: [],
        timezone: null,
        key_id: id,
        key_scopes: ["tickets:*", "users:manage"],
      },
    );
    // The owner becomes an agent: the key may no more than that, at once.
    await run(world, system)((tx) => grant_role(tx, actor.person_id ?? "", "agent"));
    await world.it
      .sql`update person_roles set is_active = false where role_id = (select id from roles where key = 'administrator')`;
    await run(world, system)((tx) =>
      Promise.resolve(tx.emit("person.role_revoked", { id: actor.person_id ?? "" }, "staff"))
    );
    const less = await world.gate.keys.enter(secret, null);
    assert.equal(less.permissions.has("tickets:reply"), true);
    assert.equal(less.permissions.has("users:manage"), false);
  }),
);

Deno.test(
  "nobody gives a key what they do not have, wildcards included; what is no permission is named",
  with_keys(async (world) => {
    const actor = await with_role(world, "zoe@omni.example", "api-keys:create", "tickets:*", "people:read");
    await world.key(actor, { scopes: ["tickets:*", "people:read"] });
    await refused(
      world.key(actor, { scopes: ["tickets:read", "people:*"] }),
      "forbidden",
      /"people:\*".*more than you may/,
    );
    await refused(world.key(actor, { scopes: ["*"] }), "forbidden", /"\*"/);
    await refused(world.key(actor, { scopes: ["users:manage"] }), "forbidden", /users:manage/);
    const error = await refused(
      world.key(actor, { scopes: ["tickets:read", "tickets:fly", "portal:tickets:read", "tick*", "nobody:*"] }),
      "validation_error",
      /scopes\.1: is no permission \(got "tickets:fly"\)/,
    );
    assert.deepEqual(error.details.map(({ field }) => field), ["scopes.1", "scopes.2", "scopes.3", "scopes.4"]);
    await refused(world.key(actor, { scopes: [] }), "validation_error", /scopes/);
  }),
);

Deno.test(
  "without api-keys:create nobody makes a key; for somebody else it takes api-keys:manage, and the owner hears of it",
  with_keys(async (world) => {
    const agent = await world.signed_in(await world.person("abe@omni.example", "agent"));
    await refused(world.key(agent), "forbidden", /api-keys:create/);
    const maker = await with_role(world, "zoe@omni.example", "api-keys:create", "tickets:*");
    await refused(world.key(maker, { owner_id: agent.person_id ?? "" }), "forbidden", /api-keys:manage/);
    const boss = await administrator(world);
    const key = await world.key(boss, { owner_id: agent.person_id ?? "" });
    assert.equal(key.owner_id, agent.person_id);
    assert.equal(key.created_by_id, boss.person_id);
    const told = await world.it.sql<{ channel: string; body: string }[]>`
      select channel, body from notifications where person_id = ${agent.person_id} and template_code = 'api_key_created' order by channel`;
    assert.deepEqual(told.map(({ channel }) => channel), ["email", "in_app"]);
    assert.match(told[0]?.body ?? "", /ada created the API key ERP \(omni_key_\w{6}…\)/);
    assert.ok(!told.some(({ body }) => body.includes(key.secret)));
    await refused(
      world.key(boss, { owner_id: agent.person_id ?? "", scopes: ["settings:update"] }),
      "validation_error",
      /more than abe may/,
    );
    const customer = await world.person("cus@omni.example", "customer");
    await refused(world.key(boss, { owner_id: customer }), "validation_error", /nobody of the staff/);
  }),
);

Deno.test(
  "an end must be chosen, to come, and within the longest life; never only where the setting allows it",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const make = (input: object) =>
      run(world, actor)((tx) =>
        create_key(tx, { name: "x", scopes: ["tickets:read"], ...input } as Parameters<typeof create_key>[1])
      );
    await refused(make({}), "validation_error", /expires_at: .*required/);
    await refused(make({ expires_at: world.days(-1) }), "validation_error", /in the past/);
    await refused(make({ expires_at: world.days(366) }), "validation_error", /365 days/);
    await refused(make({ expires_at: null }), "validation_error", /not allowed here/);
    await refused(make({ expires_at: "tomorrow" }), "validation_error", /ISO 8601/);
    await run(world, actor)((tx) => write_setting(tx, "api_keys", "allow_endless", true));
    assert.equal((await make({ expires_at: null })).expires_at, null);
    await run(world, actor)((tx) => write_setting(tx, "api_keys", "longest_days", 30));
    await refused(make({ expires_at: world.days(31) }), "validation_error", /30 days/);
  }),
);

Deno.test(
  "making, rotating and widening ask for a fresh proof; narrowing, renaming and revoking do not",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const key = await world.key(actor, { scopes: ["tickets:*"], allowed_addresses: ["10.0.0.0/8"] });
    world.clock.advance({ minutes: 11 });
    const asks = (work: Promise<unknown>) => work.then(() => false, is_step_up_required);
    const change = (input: Parameters<typeof change_key>[2]) =>
      run(world, actor)((tx) => change_key(tx, key.id, input));
    assert.equal(await asks(world.key(actor)), true);
    assert.equal(await asks(run(world, actor)((tx) => rotate_key(tx, key.id))), true);
    for (
      const wider of [
        { scopes: ["tickets:*", "people:read"] },
        { scopes: ["*"] },
        { allowed_addresses: [] },
        { allowed_addresses: ["10.0.0.0/7"] },
        { expires_at: world.days(91) },
      ]
    ) assert.equal(await asks(change(wider)), true, JSON.stringify(wider));
    assert.equal(
      await asks(change({ name: "ERP 2", allowed_addresses: ["10.1.0.0/16"], expires_at: world.days(5) })),
      false,
    );
    assert.equal(await asks(change({ scopes: ["tickets:*"] })), false);
    assert.equal(await asks(run(world, actor)((tx) => revoke_key(tx, key.id))), false);
  }),
);

Deno.test(
  "a key can be prolonged to the longest life from its creation, and further by a rotation alone",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const key = await world.key(actor, { expires_at: world.days(10) });
    await world.clock.advance({ hours: 24 });
    const again = await world.signed_in(actor.person_id ?? "");
    await refused(
      run(world, again)((tx) => change_key(tx, key.id, { expires_at: world.days(365) })),
      "validation_error",
      /365 days from its creation/,
    );
    await run(world, again)((tx) => change_key(tx, key.id, { expires_at: world.days(363) }));
    const rotated = await run(world, again)((tx) => rotate_key(tx, key.id, { expires_at: world.days(365) }));
    assert.ok(rotated.expires_at);
  }),
);

Deno.test(
  "no key makes, changes or rotates keys, whatever its scopes; with api-keys:create it can revoke",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const [first, other] = [await world.key(actor, { scopes: ["*", "api-keys:create"] }), await world.key(actor)];
    const key = { ...await world.gate.keys.enter(first.secret, null), request: null };
    await refused(world.key(key), "forbidden", /an API key makes, changes and rotates no keys/);
    await refused(
      run(world, key)((tx) => change_key(tx, other.id, { name: "x" })),
      "forbidden",
      /person who is signed in/,
    );
    await refused(run(world, key)((tx) => rotate_key(tx, other.id)), "forbidden", /person who is signed in/);
    assert.ok((await run(world, key)((tx) => revoke_key(tx, other.id))).revoked_at);
  }),
);

Deno.test(
  "what asks a person for a proof opens to a key that names the permission in full, and to no wildcard",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const person = await world.person("abe@omni.example");
    const grant = async (...scopes: string[]) => {
      const { secret } = await world.key(actor, { scopes });
      const key = { ...await world.gate.keys.enter(secret, null), request: null };
      return run(world, key)((tx) => grant_role(tx, person, "agent"));
    };
    await refused(grant("*"), "forbidden", /by its full name/);
    await refused(grant("users:*", "tickets:*"), "forbidden", /more than your own|by its full name/);
    await grant("*", "users:manage");
    // And never more than its own scopes: the role of an administrator is out of its reach.
    const { secret } = await world.key(actor, { scopes: ["users:manage"] });
    const narrow = { ...await world.gate.keys.enter(secret, null), request: null };
    await refused(
      run(world, narrow)((tx) => grant_role(tx, person, "administrator")),
      "forbidden",
      /more than your own/,
    );
  }),
);

Deno.test(
  "a rotated key has a new secret; the old one lives through its grace, the one before that does not",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const first = await world.key(actor);
    const enter = (secret: string) =>
      world.gate.keys.enter(secret, null).then(() => "in", (error: Error) => error.message);
    const rotate = (hours: number) => run(world, actor)((tx) => rotate_key(tx, first.id, { grace_hours: hours }));
    const second = await rotate(168);
    assert.notEqual(second.secret, first.secret);
    assert.equal(second.start, second.secret.slice(0, 15));
    assert.deepEqual([await enter(first.secret), await enter(second.secret)], ["in", "in"]);
    const third = await rotate(2);
    assert.match(await enter(first.secret), /was replaced/);
    assert.deepEqual([await enter(second.secret), await enter(third.secret)], ["in", "in"]);
    world.clock.advance({ hours: 2, seconds: 1 });
    assert.match(await enter(second.secret), /was replaced/);
    assert.equal(await enter(third.secret), "in");
    const again = await world.signed_in(actor.person_id ?? "");
    const fourth = await run(world, again)((tx) => rotate_key(tx, first.id, { grace_hours: 0 }));
    assert.match(await enter(third.secret), /was replaced/);
    assert.equal(fourth.previous_until, null);
    const fifth = await run(world, again)((tx) => rotate_key(tx, first.id, {}));
    assert.equal(await enter(fourth.secret), "in");
    await run(world, again)((tx) => end_grace(tx, first.id));
    assert.deepEqual([/replaced/.test(await enter(fourth.secret)), await enter(fifth.secret)], [true, "in"]);
    await refused(rotate(169), "validation_error", /168/);
  }),
);

Deno.test(
  "somebody else's key is not there without api-keys:read, and not to be changed without api-keys:manage",
  with_keys(async (world) => {
    const key = await world.key(await administrator(world), { scopes: ["settings:update"] });
    const maker = await with_role(world, "zoe@omni.example", "api-keys:create", "tickets:read");
    await refused(run(world, maker)((tx) => revoke_key(tx, key.id)), "not_found", /No api key/i);
    await refused(run(world, maker)((tx) => api_keys.list(tx)), "forbidden", /api-keys:read/);
    assert.deepEqual((await run(world, maker)((tx) => list_own_keys(tx))).items, []);
    const reader = await with_role(world, "rea@omni.example", "api-keys:create", "api-keys:read");
    await refused(run(world, reader)((tx) => revoke_key(tx, key.id)), "forbidden", /api-keys:manage/);
    const keeper = await with_role(world, "kim@omni.example", "api-keys:create", "api-keys:manage");
    await refused(run(world, keeper)((tx) => rotate_key(tx, key.id)), "forbidden", /more than you may/);
    assert.ok(
      (await run(world, keeper)((tx) => revoke_key(tx, key.id, { reason: "Found in a public repository" }))).revoked_at,
    );
    const [notice] = await world.it.sql<{ body: string }[]>`
      select body from notifications where template_code = 'api_key_revoked' and channel = 'email'`;
    assert.match(notice?.body ?? "", /kim revoked your API key ERP/);
    await refused(run(world, keeper)((tx) => change_key(tx, key.id, { name: "x" })), "conflict", /ended this key/);
  }),
);

Deno.test(
  "a change on an old version is refused, and a use of the key makes no version old",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const key = await world.key(actor);
    await world.gate.keys.enter(key.secret, "198.51.100.1");
    await world.gate.keys.uses.flush();
    const named = await run(world, actor)((tx) => change_key(tx, key.id, { name: "Billing" }, key.updated_at));
    assert.equal(named.name, "Billing");
    await refused(
      run(world, actor)((tx) => change_key(tx, key.id, { name: "x" }, key.updated_at)),
      "stale",
      /changed meanwhile/,
    );
  }),
);

Deno.test(
  "audit and events tell what was done, by whom, and with which key",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const key = await world.key(actor, { scopes: ["tickets:*", "api-keys:create"] });
    const rotated = await run(world, actor)((tx) => rotate_key(tx, key.id));
    const by_key = { ...await world.gate.keys.enter(rotated.secret, null), request: null };
    await run(world, by_key)((tx) => revoke_key(tx, key.id, { reason: "done" }));
    const entries = await world.it.sql<
      { action: string; actor_kind: string; actor_label: string; api_key_id: string | null; actor_id: string }[]
    >`
      select action, actor_kind, actor_label, api_key_id, actor_id from audit_events where entity_type = 'api_key' order by occurred_at, id`;
    assert.deepEqual(
      entries.map((entry) => [entry.action, entry.actor_kind, entry.actor_label, entry.api_key_id, entry.actor_id]),
      [
        ["api_key.created", "staff", "ada", null, actor.person_id],
        ["api_key.rotated", "staff", "ada", null, actor.person_id],
        ["api_key.revoked", "api_key", "ERP", key.id, actor.person_id],
      ],
    );
    const events = await world.it.sql<{ type: string; payload: Record<string, unknown> }[]>`
      select type, payload from event_store where subject_id = ${key.id} order by occurred_at, id`;
    assert.deepEqual(events.map(({ type }) => type), ["api_key.created", "api_key.rotated", "api_key.revoked"]);
    assert.deepEqual(events[2]?.payload, { id: key.id, name: "ERP", owner_id: actor.person_id });
  }),
);

Deno.test(
  "uses are counted by day and address, written in batches, and tell whether the old secret is still sent",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const key = await world.key(actor);
    for (let nth = 0; nth < 30; nth++) {
      await world.gate.keys.enter(key.secret, nth % 3 ? "198.51.100.1" : "2001:db8::1:2");
    }
    const rotated = await run(world, actor)((tx) => rotate_key(tx, key.id));
    await world.gate.keys.uses.flush();
    await world.gate.keys.enter(key.secret, "198.51.100.9");
    world.clock.advance({ seconds: 5 });
    await world.gate.keys.enter(rotated.secret, "198.51.100.1");
    await world.gate.keys.uses.flush();
    const row = await run(world, actor)((tx) => api_keys.get(tx, key.id));
    assert.equal(row.last_used_ip, "198.51.100.1");
    assert.equal(Temporal.Instant.from(row.last_used_at ?? "").epochMilliseconds, world.clock.now().epochMilliseconds);
    const usage = await run(world, actor)((tx) => key_usage(tx, key.id));
    assert.equal(usage.days.length, 30);
    assert.equal(usage.days.reduce((sum, { requests }) => sum + requests, 0), 32);
    assert.deepEqual(usage.addresses.map(({ address, requests }) => [address, requests]), [
      ["198.51.100.1", 21],
      ["2001:0db8:0000:0000::/64", 10],
      ["198.51.100.9", 1],
    ]);
    assert.equal(usage.previous_secret?.last_used_ip, "198.51.100.9");
  }),
);

Deno.test(
  "a list by state holds each key once, and those in use are the ones that open something",
  with_keys(async (world) => {
    const actor = await administrator(world);
    const named = (name: string, days: number) => world.key(actor, { name, expires_at: world.days(days) });
    await named("long", 60);
    await named("soon", 16);
    await named("gone", 1);
    const revoked = await named("revoked", 60);
    await run(world, actor)((tx) => revoke_key(tx, revoked.id));
    world.clock.advance({ hours: 72 });
    const now = world.clock.now();
    const names = async (state: Parameters<typeof in_state>[0]) =>
      (await run(world, actor)((tx) => api_keys.list(tx, {}, [in_state(state, now)]))).items.map(({ name }) => name)
        .sort();
    assert.deepEqual(
      [
        await names("active"),
        await names("expiring"),
        await names("expired"),
        await names("revoked"),
        await names("usable"),
      ],
      [["long"], ["soon"], ["gone"], ["revoked"], ["long", "soon"]],
    );
  }),
);

Deno.test("a key's state follows from its times", () => {
  const now = Temporal.Instant.from("2026-11-23T10:00:00Z");
  const key = (more: object) => ({ expires_at: null, revoked_at: null, is_active: true, ...more });
  assert.equal(key_state(key({}), now), "active");
  assert.equal(key_state(key({ expires_at: "2026-12-08T10:00:00Z" }), now), "active");
  assert.equal(key_state(key({ expires_at: "2026-12-07T10:00:00Z" }), now), "expiring");
  assert.equal(key_state(key({ expires_at: "2026-11-23T10:00:00Z" }), now), "expired");
  assert.equal(
    key_state(key({ revoked_at: "2026-11-20T10:00:00Z", expires_at: "2026-12-20T10:00:00Z" }), now),
    "revoked",
  );
});

Deno.test(
  "an actor without a person owns no key",
  with_keys(async (world) => {
    const nobody = { ...staff_person("", "*"), person_id: null, permissions: permission_set(["*"]) };
    await refused(world.key(nobody), "validation_error", /owner_id/);
  }),
);
