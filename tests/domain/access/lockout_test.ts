import assert from "node:assert/strict";
import { password_work } from "../../kernel/crypto/password_work.ts";
import { get_user, known_devices, lift_lock, list_locks, unlock } from "~/domain/access/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { with_world, type World } from "./world.ts";

const ada = "ada@omni.example";
const elsewhere = "192.0.2.50";
/** Each from an address of its own, so that the account is what counts. */
async function fail(world: World, times: number, username = ada): Promise<void> {
  for (let i = 0; i < times; i++) {
    assert.equal(await world.attempt(username, false, { ip: `198.51.100.${Math.floor(Math.random() * 250)}` }), null);
  }
}
const enters = async (world: World, more = {}) => (await world.attempt(ada, true, { ip: elsewhere, ...more })) !== null;

Deno.test(
  "five failures in 15 minutes lock an account for 15 minutes; the right password does not help before",
  with_world(async (world) => {
    await world.person(ada, "agent");
    await fail(world, 4);
    assert.equal(await enters(world), true, "four do not, and a success clears them");
    await fail(world, 5);
    assert.equal(await enters(world), false);
    world.clock.advance({ minutes: 14, seconds: 59 });
    assert.equal(await enters(world), false);
    world.clock.advance({ seconds: 2 });
    assert.equal(await enters(world), true);
  }),
);

Deno.test(
  "failures further apart than 15 minutes do not add up",
  with_world(async (world) => {
    await world.person(ada, "agent");
    for (let i = 0; i < 7; i++) {
      await fail(world, 1);
      world.clock.advance({ minutes: 16 });
    }
    assert.equal(await enters(world), true);
  }),
);

Deno.test(
  "locks in a row double up to a day, and tries during one neither count nor prolong it",
  with_world(async (world) => {
    await world.person(ada, "agent");
    const minutes: number[] = [];
    for (let i = 0; i < 9; i++) {
      await fail(world, 8); // three of them meet the lock
      const [row] = await world.it.sql`select locked_until from sign_in_guards where kind = 'account'`;
      const until = Temporal.Instant.from(row?.locked_until);
      minutes.push(Math.round(world.clock.now().until(until).total("minutes")));
      world.clock.set(until.add({ seconds: 1 }).toString());
    }
    assert.deepEqual(minutes, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  }),
);

Deno.test(
  "an address that tries many accounts is locked for all of them, but not for whom it knows",
  with_world(async (world) => {
    await world.person(ada, "agent");
    const ip = "203.0.113.200";
    for (let i = 0; i < 5; i++) await world.attempt(`guess${i}@omni.example`, false, { ip });
    assert.equal(await enters(world, { ip }), false);
    assert.equal(await enters(world, { ip, device: "known" }), true);
    assert.equal(await enters(world), true, "another address is free");
  }),
);

Deno.test(
  "a network of IPv6 counts as one address",
  with_world(async (world) => {
    await world.person(ada, "agent");
    for (let i = 1; i <= 5; i++) await world.attempt(`guess${i}@omni.example`, false, { ip: `2001:db8:1:2::${i}` });
    assert.equal(await enters(world, { ip: "2001:db8:1:2:ffff::9" }), false);
    assert.equal(await enters(world, { ip: "2001:db8:1:3::1" }), true);
  }),
);

Deno.test(
  "a stranger who fails for ever never locks out a device that was there before",
  with_world(async (world) => {
    await world.person(ada, "agent");
    for (let day = 0; day < 3; day++) {
      await fail(world, 6);
      assert.equal(await enters(world), false);
      assert.equal(await world.attempt(ada, true, { ip: elsewhere, device: "her laptop" }) !== null, true);
      await fail(world, 5);
      world.clock.advance({ hours: 24, minutes: 1 });
    }
    for (let i = 0; i < 5; i++) await world.attempt(ada, false, { device: "stolen" });
    assert.equal(await enters(world, { device: "stolen" }), false, "a device is locked by its own failures");
  }),
);

Deno.test(
  "a hundred guesses at the same moment are counted one after the other",
  with_world(async (world) => {
    await world.person(ada, "agent");
    await Promise.all(Array.from({ length: 12 }, (_, i) => world.attempt(ada, false, { ip: `198.51.100.${i}` })));
    const [row] = await world.it.sql`select failures, strikes from sign_in_guards where kind = 'account'`;
    assert.deepEqual({ ...row }, { failures: 0, strikes: 1 }, "five locked it, the rest met the lock");
  }),
);

Deno.test(
  "an administrator sees who is locked, and lifts it; others may not",
  with_world(async (world) => {
    const id = await world.person(ada, "agent");
    const ip = "203.0.113.99";
    for (let i = 0; i < 5; i++) await world.attempt(ada, false, { ip });
    const admin = staff("*");
    assert.equal((await world.platform.read(admin, (tx) => get_user(tx, id))).user.is_locked, true);
    const locks = await world.platform.read(admin, list_locks);
    assert.deepEqual(
      locks.map((lock) => [lock.kind, lock.key === ip || lock.name]).sort(),
      [["account", "ada"], ["address", true]].sort(),
    );
    assert.equal(
      (await world.it.sql`select from event_store where type = 'sign_in.locked' and subject_id = ${id}`).length,
      1,
    );
    await assert.rejects(world.platform.read(staff("tickets:read"), list_locks), { code: "forbidden" });
    await assert.rejects(world.platform.transaction(staff("users:read"), (tx) => lift_lock(tx, "address", ip)), {
      code: "forbidden",
    });
    await world.platform.transaction(admin, (tx) => unlock(tx, id));
    await world.platform.transaction(admin, (tx) => lift_lock(tx, "address", ip));
    assert.equal(await enters(world, { ip }), true);
  }),
);

Deno.test("a cookie of a known device serves its own account alone, and cannot be made up", () => {
  const devices = known_devices(new Uint8Array(32).fill(1));
  const cookie = devices.make("Ada@omni.example");
  assert.ok(devices.key(cookie, "ada@omni.example "));
  assert.equal(devices.key(cookie, "kemi@omni.example"), null);
  assert.equal(devices.key(`${cookie}x`, ada), null);
  assert.equal(known_devices(new Uint8Array(32).fill(2)).key(cookie, ada), null);
  for (const junk of [null, "", ".", "a.b.c"]) assert.equal(devices.key(junk, ada), null);
});

Deno.test("known, unknown and locked names are refused after the same work", async () => {
  const queries: string[] = [];
  await with_world(async (world) => {
    await world.person("known@omni.example", "agent");
    await world.person("locked@omni.example", "agent");
    await fail(world, 5, "locked@omni.example");
    const work: Record<string, unknown> = {};
    for (const name of ["known", "unknown", "locked"]) {
      queries.length = 0;
      const hashes = await password_work(async () => {
        assert.equal(await world.try_in(`${name}@omni.example`, "wrong password here", { ip: "198.51.100.1" }), null);
      });
      work[name] = { hashes, queries: [...queries] };
    }
    assert.deepEqual(work.unknown, work.known);
    assert.deepEqual(work.locked, work.known);
    assert.match(JSON.stringify(work.known), /sign_in_guards.*m=19456|m=19456.*sign_in_guards/);
  }, { on_query: ({ name }) => queries.push(name) })();
});
