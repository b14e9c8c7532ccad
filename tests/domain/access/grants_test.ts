import assert from "node:assert/strict";
import {
  get_user,
  grant_role,
  invite_user,
  list_users,
  revoke_role,
  seed_roles,
  set_password,
  unlock,
} from "~/domain/access/mod.ts";
import { people } from "~/domain/people/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { with_database } from "../../support/database.ts";
import { platform_on, staff, staff_person } from "../../support/fixtures.ts";

const house = job_actor("test");
const admin = staff("*");

async function make(platform: Platform, name: string, role?: string, username?: string): Promise<string> {
  return await platform.transaction(house, async (tx) => {
    await seed_roles(tx);
    const person = await people.create(tx, { display_name: name });
    if (username) await set_password(tx, person.id, username, "light in the fiber");
    if (role) await grant_role(tx, person.id, role);
    return person.id;
  });
}

Deno.test(
  "revoke_role() keeps the last administrator who can sign in, and lets one of two go",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const first = await make(platform, "Nneka Adeyemi", "administrator", "nneka@omni.example");
    await make(platform, "No Sign-in", "administrator"); // could not help anybody
    await assert.rejects(
      platform.transaction(admin, (tx) => revoke_role(tx, first, "administrator")),
      /last administrator/,
    );

    const second = await make(platform, "Ada Ojo", "administrator", "ada@omni.example");
    await platform.transaction(admin, (tx) => revoke_role(tx, first, "administrator"));
    await assert.rejects(
      platform.transaction(admin, (tx) => revoke_role(tx, second, "administrator")),
      /last administrator/,
    );
  }),
);

Deno.test(
  "two administrators who take the role from each other at the same moment do not both succeed",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const ids = [
      await make(platform, "One", "administrator", "one@omni.example"),
      await make(platform, "Two", "administrator", "two@omni.example"),
    ];
    const results = await Promise.allSettled(
      ids.map((id) => platform.transaction(admin, (tx) => revoke_role(tx, id, "administrator"))),
    );
    assert.deepEqual(results.map((each) => each.status).sort(), ["fulfilled", "rejected"]);
  }),
);

Deno.test(
  "nobody gives, takes or takes over what allows more than their own",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const boss = await make(platform, "Boss", "administrator", "boss@omni.example");
    const clerk = staff("users:manage", "users:read", "tickets:read");
    const refused = /needs the permission/;
    await assert.rejects(platform.transaction(clerk, (tx) => grant_role(tx, boss, "agent")), refused);
    await assert.rejects(platform.transaction(clerk, (tx) => revoke_role(tx, boss, "administrator")), refused);
    await assert.rejects(
      platform.transaction(clerk, (tx) => invite_user(tx, boss, "boss@omni.example")),
      refused,
    );
    const customer = await make(platform, "Hassan Eze");
    await platform.transaction(clerk, (tx) => grant_role(tx, customer, "customer"));
    const { user } = await platform.read(clerk, (tx) => get_user(tx, customer));
    assert.deepEqual(user.roles.map((role) => role.key), ["customer"]);
  }),
);

Deno.test(
  "unlock() lifts a lock, and the list of users shows it before and not after",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const person = await make(platform, "Ada Ojo", "agent", "ada@omni.example");
    await sql`
      insert into sign_in_guards (kind, key, failures, window_started_at, touched_at, locked_until)
      values ('account', account_guard_key('ada@omni.example'), 5, now(), now(), now() + interval '15 minutes')`;
    const locked = async () =>
      (await platform.read(admin, (tx) => list_users(tx, { q: "ada" }))).items.map((user) => user.is_locked);
    assert.deepEqual(await locked(), [true]);
    await platform.transaction(admin, (tx) => unlock(tx, person));
    assert.deepEqual(await locked(), [false]);
  }),
);

Deno.test(
  "list_users() finds by name, user name and role, page by page, and only for who may see users",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const ids = [];
    for (const name of ["Ada Ojo", "Kemi Ekpo", "Tunde Bello"]) {
      ids.push(
        await make(
          platform,
          name,
          name === "Tunde Bello" ? "dispatcher" : "agent",
          `${name.split(" ")[0]?.toLowerCase()}@omni.example`,
        ),
      );
    }
    await make(platform, "A Customer Without Anything");
    const found = (query: Parameters<typeof list_users>[1]) => platform.read(admin, (tx) => list_users(tx, query));
    const names = async (query: Parameters<typeof list_users>[1]) =>
      (await found(query)).items.map((user) => user.name);
    assert.deepEqual(await names({}), ["Ada Ojo", "Kemi Ekpo", "Tunde Bello"]);
    assert.deepEqual(await names({ q: "kemi@" }), ["Kemi Ekpo"]);
    assert.deepEqual(await names({ role: "dispatcher" }), ["Tunde Bello"]);
    assert.deepEqual(await names({ q: "100%" }), []);
    const first = await found({ limit: 2 });
    const last = first.items[1];
    assert.ok(first.more && last);
    assert.deepEqual(await names({ limit: 2, after: { name: last.name, id: last.person_id } }), ["Tunde Bello"]);
    await assert.rejects(
      platform.read(staff_person(ids[0] ?? "", "people:read"), (tx) => list_users(tx)),
      /users:read/,
    );
  }),
);
