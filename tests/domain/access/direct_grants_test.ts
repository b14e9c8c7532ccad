import assert from "node:assert/strict";
import {
  audiences_of,
  demand_not_above,
  grant_permission,
  grant_role,
  list_grants,
  list_users,
  open_session,
  revoke_permission,
  revoke_role,
} from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError, type ErrorCode } from "~/domain/kernel/errors.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { staff_people } from "~/domain/tickets/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { house, type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");
const clerk = staff("users:manage", "users:read", "tickets:*");
const reason = "covers for Kemi this week";

const refused = (work: Promise<unknown>, code: ErrorCode, says: RegExp) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, says);
    return true;
  });
const give = (town: Town, actor: Actor, person_id: string, key: string, more: object = {}) =>
  town.as(actor, (tx) => grant_permission(tx, person_id, { key, reason, ...more }));

Deno.test(
  "a direct grant allows at once and ends at its moment without any job",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    const given = await give(town, clerk, ada, "tickets:*", { expires_at: town.later({ hours: 1 }) });
    assert.deepEqual([given.key, given.audience, given.reason], ["tickets:*", "admin", reason]);
    assert.deepEqual(await town.may(ada), ["tickets:*"]);
    town.clock.advance({ minutes: 59 });
    assert.deepEqual(await town.may(ada), ["tickets:*"]);
    town.clock.advance({ minutes: 1 });
    assert.deepEqual(await town.may(ada), []);
    assert.equal((await town.platform.read(admin, (tx) => list_grants(tx, ada))).length, 0);
    await give(town, clerk, ada, "tickets:*");
    assert.deepEqual(await town.may(ada), ["tickets:*"], "what has ended is given again");
  }),
);

Deno.test(
  "nobody grants or takes what they do not have, and no key that does not exist",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    await refused(give(town, clerk, ada, "settings:update"), "forbidden", /settings:update/);
    await refused(give(town, clerk, ada, "*"), "forbidden", /"\*"/);
    await refused(give(town, clerk, ada, "people:*"), "forbidden", /people:\*/);
    await refused(
      give(town, clerk, ada, "tickets:reed"),
      "validation_error",
      /key: is no permission that exists.*tickets:read/,
    );
    await refused(give(town, staff("tickets:*"), ada, "tickets:read"), "forbidden", /users:manage/);
    const strong = await give(town, admin, ada, "settings:update");
    await refused(town.as(clerk, (tx) => revoke_permission(tx, ada, strong.id)), "forbidden", /settings:update/);
    await give(town, clerk, ada, "portal:tickets:read");
    assert.deepEqual(await town.platform.read(house, (tx) => audiences_of(tx, ada)), ["admin", "portal"]);
    assert.deepEqual(await town.may(ada, "portal"), ["portal:tickets:read"]);
  }),
);

Deno.test(
  "what is typed wrong is said by field: reason, end, person",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    await refused(
      give(town, admin, ada, "tickets:read", { reason: " because " }),
      "validation_error",
      /reason: must have at least 10/,
    );
    await refused(give(town, admin, ada, "tickets:read", { reason: "nul \u0000 in here" }), "validation_error", /NUL/);
    await refused(
      give(town, admin, ada, "tickets:read", { expires_at: "2020-01-01T00:00:00Z" }),
      "validation_error",
      /expires_at: is in the past/,
    );
    await refused(give(town, admin, ada, "tickets:read", { expires_at: "soon" }), "validation_error", /expires_at/);
    await refused(give(town, admin, crypto.randomUUID(), "tickets:read"), "not_found", /person/);
    await refused(give(town, admin, "ada", "tickets:read"), "not_found", /person/);
    await refused(town.as(admin, (tx) => grant_role(tx, crypto.randomUUID(), "agent")), "not_found", /person/);
    await refused(
      town.as(admin, (tx) => grant_role(tx, ada, "agent", "2020-01-01T00:00:00Z")),
      "validation_error",
      /in the past/,
    );
    await refused(town.as(admin, (tx) => revoke_permission(tx, ada, crypto.randomUUID())), "not_found", /grant/);
    const other = await town.person("Kemi Ekpo");
    const grant = await town.give(other, "tickets:read");
    await refused(town.as(admin, (tx) => revoke_permission(tx, ada, grant)), "not_found", /grant/);
  }),
);

Deno.test(
  "nobody turns a right that ends into one that lasts longer, by grant or by role",
  with_town(async (town) => {
    const end = town.later({ hours: 24 });
    const guest = await town.actor("Guest", "users:manage", "users:read");
    const me: Actor = {
      ...guest,
      permissions: permission_set([
        ...guest.permissions.keys,
        "tickets:*",
        "work-orders:execute",
        "work-orders:note",
        "notifications:read",
      ]),
    };
    for (const key of ["tickets:*", "work-orders:*", "notifications:read"]) {
      await town.give(me.person_id ?? "", key, end);
    }
    const ada = await town.person("Ada Ojo");
    await refused(give(town, me, me.person_id ?? "", "tickets:*"), "validation_error", /own right to tickets:\*/);
    await refused(give(town, me, ada, "tickets:read"), "validation_error", /own right to tickets:read/);
    await refused(
      give(town, me, ada, "tickets:read", { expires_at: town.later({ hours: 25 }) }),
      "validation_error",
      /own right/,
    );
    await refused(town.as(me, (tx) => grant_role(tx, ada, "technician")), "validation_error", /own right/);
    await give(town, me, ada, "tickets:read", { expires_at: end });
    await town.as(me, (tx) => grant_role(tx, ada, "technician", end));
    await give(town, me, ada, "users:read"); // held without an end
  }),
);

Deno.test(
  "an expired role is given again, a lasting one is not shortened by chance, and a new end is an entry in the trail",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    await town.as(admin, (tx) => grant_role(tx, ada, "agent", town.later({ hours: 1 })));
    town.clock.advance({ hours: 2 });
    assert.deepEqual(await town.may(ada), []);
    await town.as(admin, (tx) => grant_role(tx, ada, "agent"));
    assert.ok((await town.may(ada)).includes("tickets:*"));
    const end = town.later({ hours: 5 });
    await town.as(admin, (tx) => grant_role(tx, ada, "agent", end));
    await town.as(admin, (tx) => grant_role(tx, ada, "agent")); // no end is named: as it is
    const held = async () =>
      (await town.platform.read(admin, (tx) => list_users(tx, { q: "ada" }))).items[0]?.roles.map((role) =>
        role.expires_at && Date.parse(role.expires_at)
      );
    assert.deepEqual(await held(), [Date.parse(end)]);
    await town.as(admin, (tx) => grant_role(tx, ada, "agent", null));
    assert.deepEqual(await held(), [null]);
    const ends = await town.it.sql`
      select changes -> 'expires_at' ->> 'to' as end from audit_events where entity_id = ${ada} and action = 'person.role_granted' order by occurred_at`;
    assert.equal(ends.length, 4);
  }),
);

Deno.test(
  "direct grants count where it is judged who is above whom, and who is staff",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    await town.as(clerk, (tx) => demand_not_above(tx, ada));
    await town.give(ada, "settings:update", town.later({ hours: 1 }));
    await refused(town.as(clerk, (tx) => demand_not_above(tx, ada)), "forbidden", /settings:update/);
    assert.deepEqual((await town.platform.read(admin, staff_people)).map((each) => each.id), [ada]);
    town.clock.advance({ hours: 1 });
    await town.as(clerk, (tx) => demand_not_above(tx, ada));
    assert.equal((await town.platform.read(admin, staff_people)).length, 0);
  }),
);

Deno.test(
  "every gift and taking asks for a fresh proof, writes the trail with its reason, and is told",
  with_town(async (town) => {
    const boss = await town.person("Boss", "administrator");
    const ada = await town.person("Ada Ojo");
    const opened = await town.as(house, (tx) => open_session(tx, boss, "admin", ["password"]));
    const me: Actor = { ...staff("*"), person_id: boss, session_id: opened.session_id };
    const own = await town.give(ada, "people:read");
    town.clock.advance({ minutes: 11 });
    const works = [
      () => give(town, me, ada, "tickets:read"),
      () => town.as(me, (tx) => revoke_permission(tx, ada, own)),
      () => town.as(me, (tx) => grant_role(tx, ada, "agent")),
      () => town.as(me, (tx) => revoke_role(tx, boss, "administrator")),
    ];
    for (const work of works) await refused(work(), "forbidden", /proof of the last 10 minutes/);
    await town.it
      .sql`update sessions set stepped_up_at = ${town.clock.now().toString()}::text::timestamptz where id = ${opened.session_id}`;
    const given = await give(town, me, ada, "tickets:read");
    assert.equal(given.granted_by_id, boss);
    await town.as(me, (tx) => revoke_permission(tx, ada, given.id));
    const trail = await town.it.sql`
      select action, actor_id, changes from audit_events where entity_id = ${ada} and entity_label = 'tickets:read' order by occurred_at`;
    assert.deepEqual(trail.map((row) => [row.action, row.actor_id]), [
      ["person.permission_granted", boss],
      ["person.permission_revoked", boss],
    ]);
    assert.equal(trail[0]?.changes.reason.to, reason);
    const told = await town.it
      .sql`select type, audience from event_store where subject_id = ${ada} and type like 'person.permission_%' and payload ->> 'permission' = 'tickets:read' order by id`;
    assert.deepEqual(told.map((row) => [row.type, row.audience]), [["person.permission_granted", "staff"], [
      "person.permission_revoked",
      "staff",
    ]]);
  }),
);
