import assert from "node:assert/strict";
import { grant_permission, grant_role, revoke_permission, revoke_role, roles } from "~/domain/access/mod.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { people } from "~/domain/people/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { platform_on } from "../../support/fixtures.ts";
import { wait_for } from "../../support/wait_for.ts";
import { type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");

const stays = (work: Promise<unknown>) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof DomainError && error.code === "conflict", String(error));
    assert.match(error.message, /last administrator.*Make somebody else an administrator/);
    return true;
  });

/** Everything that takes an administrator away, by the verbs and by hand. */
const ways: Record<string, (town: Town, id: string) => Promise<unknown>> = {
  "the role is revoked": ({ as }, id) => as(admin, (tx) => revoke_role(tx, id, "administrator")),
  "the role gets an end": (town, id) =>
    town.as(admin, (tx) => grant_role(tx, id, "administrator", town.later({ hours: 900 }))),
  "the person is deleted": ({ as }, id) => as(admin, (tx) => people.remove(tx, id)),
  "the person is made inactive": ({ as }, id) => as(admin, (tx) => people.update(tx, id, { is_active: false })),
  "the person is one of many made inactive": (town, id) =>
    town.as(
      admin,
      async (tx) => await people.bulk_update(tx, [id, await town.person("Kemi Ekpo")], { is_active: false }),
    ),
  "the credentials are switched off": ({ as }, id) =>
    as(admin, (tx) => tx.sql`update user_credentials set is_active = false where person_id = ${id}`),
  "the credentials are deleted": ({ as }, id) =>
    as(admin, (tx) => tx.sql`delete from user_credentials where person_id = ${id}`),
  "the row of the role is deleted": ({ as }, id) =>
    as(admin, (tx) => tx.sql`delete from person_roles where person_id = ${id}`),
  "the person's row is deleted, with all that hangs on it": ({ as }, id) =>
    as(admin, (tx) => tx.sql`delete from people where id = ${id}`),
  "the role loses its star": ({ as }) =>
    as(admin, (tx) => tx.sql`update roles set permissions = array['tickets:*'] where key = 'administrator'`),
  "the role is switched off": ({ as }) =>
    as(admin, (tx) => tx.sql`update roles set is_active = false where key = 'administrator'`),
  "credentials and role go in one transaction": ({ as }, id) =>
    as(admin, async (tx) => {
      await tx.sql`update person_roles set is_active = false where person_id = ${id}`;
      await tx.sql`update user_credentials set is_active = false where person_id = ${id}`;
    }),
  "everybody goes in one statement": ({ as }) => as(admin, (tx) => tx.sql`update person_roles set is_active = false`),
};

for (const [way, take] of Object.entries(ways)) {
  Deno.test(
    `the last administrator who can sign in stays, when ${way}`,
    with_town(async (town) => {
      const last = await town.person("Nneka Adeyemi", "administrator");
      await town.person("-No Sign-in", "administrator");
      await town.as(
        admin,
        async (tx) => grant_role(tx, await town.person("For a while"), "administrator", town.later({ hours: 1 })),
      );
      await stays(take(town, last));
      assert.deepEqual(await town.may(last), ["*"]);
      if (/person |role is revoked|role gets|credentials are/.test(way)) {
        await town.person("Ada Ojo", "administrator");
        await take(town, last);
      }
    }),
  );
}

Deno.test(
  "a direct grant of everything makes an administrator as well, who stays too",
  with_town(async (town) => {
    const last = await town.person("Nneka Adeyemi");
    const grant = await town.give(last, "*");
    await stays(town.as(admin, (tx) => revoke_permission(tx, last, grant)));
    await stays(
      town.as(
        admin,
        (tx) =>
          grant_permission(tx, last, {
            key: "*",
            reason: "only for the holidays",
            expires_at: town.later({ hours: 24 }),
          }),
      ),
    );
    await stays(town.as(admin, (tx) => people.remove(tx, last)));
    await town.person("Ada Ojo", "administrator");
    await town.as(admin, (tx) => revoke_permission(tx, last, grant));
    assert.deepEqual(await town.may(last), []);
  }),
);

Deno.test(
  "a role of one's own with everything makes administrators; it is neither narrowed nor retired under the last",
  with_town(async (town) => {
    const made = await town.as(admin, (tx) => roles.create(tx, { name: "Owners", permissions: ["*"] }));
    const last = await town.person("Nneka Adeyemi", made.key);
    await stays(town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["tickets:*"] })));
    const second = await town.person("Ada Ojo", "administrator");
    await town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["tickets:*"] }));
    await stays(town.as(admin, (tx) => revoke_role(tx, second, "administrator")));
    assert.deepEqual(await town.may(last), ["tickets:*"]);
  }),
);

Deno.test(
  "of two administrators who remove each other at once, by different ways and on two replicas, one stays",
  with_town(async (town) => {
    const db = connect({ address: town.it.url, max: 3 });
    const there = platform_on(db);
    try {
      const one = await town.person("One", "administrator");
      const two = await town.person("Two", "administrator");
      const gone = Promise.withResolvers<void>();
      const goes_on = Promise.withResolvers<void>();
      const first = town.as(admin, async (tx) => {
        await revoke_role(tx, one, "administrator");
        gone.resolve();
        await goes_on.promise; // not committed yet: the other cannot see it
      });
      await gone.promise;
      let settled = false;
      const second = there.transaction(admin, (tx) => people.update(tx, two, { is_active: false }));
      second.catch(() => {}).finally(() => settled = true);
      await wait_for("the second waits for the first, or has gone past it", async () => {
        const waiting = await town.it
          .sql`select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() where l.locktype = 'advisory' and not l.granted`;
        return settled || waiting.length > 0;
      });
      goes_on.resolve();
      await first;
      await stays(second);
      const left = await town.it.sql<{ person_id: string }[]>`select person_id from lasting_administrators`;
      assert.deepEqual(left.map((row) => row.person_id), [two]);
    } finally {
      await db.close();
    }
  }),
);

Deno.test(
  "where nobody is an administrator yet, nobody is kept from leaving",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo", "agent");
    await town.as(admin, (tx) => revoke_role(tx, ada, "agent"));
    await town.as(admin, (tx) => people.remove(tx, ada));
  }),
);
