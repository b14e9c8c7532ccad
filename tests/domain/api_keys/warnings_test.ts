import assert from "node:assert/strict";
import { forget_old_uses, revoke_key, rotate_key, warn_of_expiry } from "~/domain/api_keys/mod.ts";
import { system } from "../access/world.ts";
import { type KeyWorld, with_keys } from "./world.ts";

const warn = (world: KeyWorld) => world.platform.transaction(system, warn_of_expiry);
const subjects = async ({ it }: KeyWorld) =>
  (await it.sql<{ subject: string }[]>`
    select subject from notifications where template_code = 'api_key_expiring' and channel = 'email' order by created_at`)
    .map(({ subject }) => subject.replace(/ on .*/, ""));

Deno.test(
  "an owner hears 14 days and 1 day before a key ends, once each, and nothing of keys that are no use any more",
  with_keys(async (world) => {
    const actor = await world.signed_in(await world.person("ada@omni.example", "administrator"));
    await world.key(actor, { name: "long", expires_at: world.days(20) });
    await world.key(actor, { name: "short", expires_at: world.days(3) });
    const revoked = await world.key(actor, { name: "revoked", expires_at: world.days(20) });
    await world.platform.transaction(actor, (tx) => revoke_key(tx, revoked.id));
    assert.equal(await warn(world), 0, "nobody is warned at a key's birth");
    world.clock.advance({ hours: 24 * 2 + 1 });
    await warn(world);
    await warn(world);
    assert.deepEqual(await subjects(world), ["The API key short expires"]);
    world.clock.advance({ hours: 24 * 5 });
    await warn(world);
    await warn(world);
    assert.deepEqual(await subjects(world), ["The API key short expires", "The API key long expires"]);
    world.clock.advance({ hours: 24 * 12 });
    await warn(world);
    await warn(world);
    assert.deepEqual((await subjects(world)).slice(2), ["The API key long expires"]);
    world.clock.advance({ hours: 24 * 5 });
    assert.equal(await warn(world), 0, "what has ended is no news");
  }),
);

Deno.test(
  "a key that was given more time is warned of anew",
  with_keys(async (world) => {
    const person_id = await world.person("ada@omni.example", "administrator");
    const key = await world.key(await world.signed_in(person_id), { expires_at: world.days(20) });
    world.clock.advance({ hours: 24 * 10 });
    await warn(world);
    const again = await world.signed_in(person_id);
    await world.platform.transaction(again, (tx) => rotate_key(tx, key.id, { expires_at: world.days(30) }));
    assert.equal(await warn(world), 0);
    world.clock.advance({ hours: 24 * 20 });
    await warn(world);
    assert.equal((await subjects(world)).length, 2);
  }),
);

Deno.test(
  "figures of use are kept for 90 days",
  with_keys(async (world) => {
    const key = await world.key(await world.signed_in(await world.person("ada@omni.example", "administrator")));
    await world.it.sql`
      insert into api_key_uses (key_id, day, address, requests, last_used_at)
      select ${key.id}, (now() at time zone 'UTC')::date - n, '203.0.113.7', 1, now() from unnest(array[0, 89, 91, 200]) n`;
    assert.equal(await world.platform.transaction(system, forget_old_uses), 2);
  }),
);
