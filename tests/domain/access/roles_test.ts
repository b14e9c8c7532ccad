import assert from "node:assert/strict";
import { copy_role, grant_role, retire_role, roles, seed_roles } from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { DomainError, type ErrorCode } from "~/domain/kernel/errors.ts";
import { staff } from "../../support/fixtures.ts";
import { house, type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");
const clerk = staff("roles:*", "users:manage", "users:read", "tickets:*", "people:read");

const refused = (work: Promise<unknown>, code: ErrorCode, says: RegExp) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, says);
    return true;
  });

const make = (town: Town, name: string, permissions: string[], actor: Actor = admin) =>
  town.as(actor, (tx) => roles.create(tx, { name, permissions }));
const role_id = async ({ it }: Town, key: string): Promise<string> =>
  (await it.sql<{ id: string }[]>`select id from roles where key = ${key}`)[0]?.id ?? "";

Deno.test(
  "a role is made within one's own rights, gets a key of its name, and keeps no key twice",
  with_town(async (town) => {
    const made = await make(town, "Night shift", ["tickets:read", "tickets:*", "people:read", "people:read"], clerk);
    assert.equal(made.key, "night-shift");
    assert.deepEqual(made.permissions, ["people:read", "tickets:*"]);
    assert.equal(made.is_builtin, false);
    await refused(make(town, "night SHIFT", ["tickets:read"], clerk), "conflict", /name: .*another role/);
    const second = await town.as(admin, (tx) => roles.create(tx, { name: "Night Shift", audience: "portal" }));
    assert.equal(second.key, "night-shift-2", "another portal may use the name, the key is one of its own");
  }),
);

Deno.test(
  "nobody makes a role beyond themselves, not by a key, not by a wildcard and not by changing one",
  with_town(async (town) => {
    await refused(make(town, "A", ["settings:update"], clerk), "forbidden", /"settings:update"/);
    await refused(make(town, "B", ["*"], clerk), "forbidden", /"\*"/);
    await refused(make(town, "C", ["people:*"], clerk), "forbidden", /"people:\*"/);
    const mine = await make(town, "Mine", ["tickets:read"], clerk);
    await refused(
      town.as(clerk, (tx) => roles.update(tx, mine.id, { permissions: ["tickets:read", "jobs:run"] })),
      "forbidden",
      /jobs:run/,
    );
    const above = await make(town, "Above", ["settings:update", "tickets:read"]);
    for (const change of [{ permissions: ["tickets:read"] }, { name: "Lower" }, { permissions: [] }]) {
      await refused(town.as(clerk, (tx) => roles.update(tx, above.id, change)), "forbidden", /settings:update/);
    }
    await refused(town.as(clerk, (tx) => roles.remove(tx, above.id)), "forbidden", /settings:update/);
    await refused(town.as(clerk, (tx) => copy_role(tx, above.id, { name: "Copy" })), "forbidden", /settings:update/);
    await refused(
      town.as(clerk, (tx) => roles.bulk_update(tx, [mine.id, above.id], { description: "both" })),
      "forbidden",
      /./,
    );
    assert.equal((await town.as(admin, (tx) => roles.fetch(tx, mine.id))).description, null, "all or nothing");
  }),
);

Deno.test(
  "a right that ends cannot be made into a role that stays",
  with_town(async (town) => {
    const guest = await town.actor("Guest", "roles:create", "roles:read");
    await town.give(guest.person_id ?? "", "tickets:*", town.later({ hours: 48 }));
    const now: Actor = {
      ...guest,
      permissions: permission_set(["roles:*", "tickets:*"]),
    };
    await refused(
      make(town, "For ever", ["tickets:read"], now),
      "validation_error",
      /expires_at: .*your own right to tickets:read/,
    );
    await make(town, "Portal only", [], now);
  }),
);

Deno.test(
  "a key must exist and belong to the role's portal, and the refusal says what to write",
  with_town(async (town) => {
    await refused(make(town, "A", ["tickets:reed"]), "validation_error", /"tickets:reed".*There are .*tickets:read/);
    await refused(make(town, "A", ["nothing:*"]), "validation_error", /covers no permission that exists/);
    await refused(make(town, "A", ["tickets"]), "validation_error", /is no permission key.*tickets:read/);
    await refused(make(town, "A", ["portal:tickets:read"]), "validation_error", /right of customers/);
    const portal = (permissions: string[]) =>
      town.as(admin, (tx) => roles.create(tx, { name: "Reader", audience: "portal", permissions }));
    await refused(portal(["*"]), "validation_error", /portal:\*/);
    await refused(portal(["tickets:read"]), "validation_error", /begin with portal:/);
    assert.deepEqual((await portal(["portal:tickets:*"])).permissions, ["portal:tickets:*"]);
  }),
);

Deno.test(
  "a key of another portal that stands in a role by mistake opens nothing",
  with_town(async (town) => {
    const id = await town.person("Hassan Eze", "customer");
    await town.it
      .sql`update roles set permissions = array['*', 'tickets:*', 'portal:account:read'] where key = 'customer'`;
    assert.deepEqual(await town.may(id, "portal"), ["portal:account:read"]);
    assert.deepEqual(await town.may(id, "admin"), []);
  }),
);

Deno.test(
  "the built-in roles are copied and never changed or retired",
  with_town(async (town) => {
    const id = await role_id(town, "agent");
    await refused(town.as(admin, (tx) => roles.update(tx, id, { name: "Mine" })), "conflict", /Copy it/);
    await refused(town.as(admin, (tx) => roles.remove(tx, id)), "conflict", /Copy it/);
    await refused(town.as(admin, (tx) => retire_role(tx, id, null)), "conflict", /Copy it/);
    const copy = await town.as(admin, (tx) => copy_role(tx, id, { name: "Agent of the night" }));
    assert.ok(copy.permissions.includes("tickets:*") && !copy.is_builtin);
    const changed = await town.as(admin, (tx) => roles.update(tx, copy.id, { permissions: ["tickets:read"] }));
    assert.deepEqual(changed.permissions, ["tickets:read"]);
  }),
);

Deno.test(
  "a role that somebody holds is not retired but moved, with each holder's own end",
  with_town(async (town) => {
    const made = await make(town, "Night shift", ["tickets:read"]);
    const [ada, kemi, gone] = [
      await town.person("Ada Ojo"),
      await town.person("Kemi Ekpo"),
      await town.person("Tunde Bello"),
    ];
    const end = town.later({ hours: 24 });
    await town.as(admin, (tx) => grant_role(tx, ada, made.key));
    await town.as(admin, (tx) => grant_role(tx, kemi, made.key, end));
    await town.as(admin, (tx) => grant_role(tx, gone, made.key, town.later({ minutes: 1 })));
    town.clock.advance({ minutes: 2 });
    await refused(town.as(admin, (tx) => roles.remove(tx, made.id)), "conflict", /held by 2 people.*Move them/);
    await refused(
      town.as(admin, (tx) => roles.update(tx, made.id, { is_active: false })),
      "conflict",
      /held by 2 people/,
    );
    await refused(town.as(admin, (tx) => retire_role(tx, made.id, "customer")), "validation_error", /another portal/);
    await refused(town.as(admin, (tx) => retire_role(tx, made.id, made.key)), "validation_error", /itself/);
    await refused(town.as(clerk, (tx) => retire_role(tx, made.id, "agent")), "forbidden", /./);
    assert.deepEqual(await town.as(admin, (tx) => retire_role(tx, made.id, "technician")), { moved: 2 });
    const held = await town.it.sql<{ person_id: string; key: string; expires_at: string | null }[]>`
      select pr.person_id, r.key, pr.expires_at from person_roles pr join roles r on r.id = pr.role_id where pr.is_active order by pr.expires_at nulls first`;
    assert.deepEqual(
      held.filter((row) => row.key === "technician").map((
        row,
      ) => [row.person_id, row.expires_at && Date.parse(row.expires_at)]),
      [
        [ada, null],
        [kemi, Date.parse(end)],
      ],
    );
    assert.deepEqual(await town.may(gone), []);
    await refused(town.as(admin, (tx) => grant_role(tx, gone, made.key)), "not_found", /night-shift/);
  }),
);

Deno.test(
  "two editors who began from the same version: the second is told, and nothing is overwritten",
  with_town(async (town) => {
    const made = await make(town, "Night shift", ["tickets:read"]);
    await town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["tickets:*"] }, made.updated_at));
    await refused(
      town.as(admin, (tx) => roles.update(tx, made.id, { permissions: [] }, made.updated_at)),
      "stale",
      /changed meanwhile/,
    );
    await refused(
      town.as(admin, (tx) => retire_role(tx, made.id, null, made.updated_at)),
      "stale",
      /changed meanwhile/,
    );
  }),
);

Deno.test(
  "each change of a role is in the trail with the keys before and after, and in an event that empties what gates remember",
  with_town(async (town) => {
    const made = await make(town, "Night shift", ["tickets:read"]);
    await town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["people:read"] }));
    await town.as(admin, (tx) => roles.remove(tx, made.id));
    const audit = await town.it
      .sql`select action, changes from audit_events where entity_id = ${made.id} order by occurred_at`;
    assert.deepEqual(audit.map((row) => row.action), ["role.created", "role.updated", "role.deleted"]);
    assert.deepEqual(audit[1]?.changes.permissions, { from: ["tickets:read"], to: ["people:read"] });
    const events = await town.it.sql`select type from event_store where subject_id = ${made.id} order by id`;
    assert.deepEqual(events.map((row) => row.type), ["role.created", "role.updated", "role.deleted"]);
  }),
);

Deno.test(
  "a role of one's own under a key that the product takes up keeps its people and its rights",
  with_town(async (town) => {
    const id = await town.person("Ada Ojo");
    await town.it.sql`update roles set is_builtin = false, permissions = array['people:read'] where key = 'dispatcher'`;
    await town.as(house, (tx) => grant_role(tx, id, "dispatcher"));
    await town.as(job_actor("start"), seed_roles);
    assert.deepEqual(await town.may(id), ["people:read"]);
    const [row] = await town.it.sql`select permissions from roles where key = 'dispatcher' and is_builtin`;
    assert.ok(row?.permissions.includes("work-orders:*"));
  }),
);
