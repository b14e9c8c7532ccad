import assert from "node:assert/strict";
import { organizations } from "~/domain/organizations/mod.ts";
import { people } from "~/domain/people/mod.ts";
import { offers } from "~/domain/kernel/transitions.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import {
  link_person,
  primary_subscriber_of,
  subscriber,
  subscriber_people,
  subscribers,
} from "~/domain/subscribers/mod.ts";
import { fixed_clock } from "~/tests/support/clock.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";

const desk = staff("subscribers:*", "people:*", "organizations:*");

Deno.test(
  "a subscriber's state moves along its table only, with stamps and events",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T09:00:00Z");
    const platform = platform_on(db, { now: clock.now });
    const set = (id: string, status: "pending" | "active" | "suspended" | "terminated") =>
      platform.transaction(desk, (tx) => subscribers.update(tx, id, { status }));
    const { id, status, activated_at } = await platform.transaction(
      desk,
      (tx) => subscribers.create(tx, { name: "Ada Eze", status: "pending" }),
    );
    assert.deepEqual([status, activated_at], ["pending", null]);
    await assert.rejects(set(id, "suspended"), /From "pending" it can go to active, terminated/);
    assert.equal((await set(id, "active")).activated_at, "2026-03-01T09:00:00+00:00");
    clock.advance({ hours: 1 });
    assert.equal((await set(id, "suspended")).suspended_at, "2026-03-01T10:00:00+00:00");
    assert.equal((await set(id, "active")).suspended_at, null);
    await set(id, "suspended");
    assert.ok((await set(id, "terminated")).terminated_at);
    await assert.rejects(set(id, "pending"), /From "terminated" it can go to active/);
    const back = await set(id, "active");
    assert.deepEqual([back.suspended_at, back.terminated_at], [null, null]);
    const events =
      await sql`select type from event_store where type ~ 'ated$|ended$' and type not in ('subscriber.created', 'subscriber.updated') order by id`;
    assert.deepEqual(events.map(({ type }) => type.split(".")[1]), [
      "activated",
      "suspended",
      "activated",
      "suspended",
      "terminated",
      "activated",
    ]);
    assert.deepEqual(offers(desk, subscriber as unknown as Entity, back).map(({ to }) => to), [
      "suspended",
      "terminated",
    ]);
  }),
);

Deno.test(
  "the external key is whole or absent, and belongs to one subscriber",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const create = (more: object) =>
      platform.transaction(desk, (tx) => subscribers.create(tx, { name: "Ada", ...more }));
    await create({ external_system: "splynx", external_id: "7" });
    await assert.rejects(
      create({ external_system: "splynx", external_id: "7" }),
      /external_id: belongs to another subscriber of that system/,
    );
    await assert.rejects(create({ external_id: "8" }), /external_system: is required where the other half/);
    await create({ external_system: "ucrm", external_id: "7" });
  }),
);

Deno.test(
  "a person leads to a subscriber by the designated primary alone",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await platform.transaction(desk, async (tx) => {
      const organization = await organizations.create(tx, { name: "Eze Estates" });
      const ada = await people.create(tx, { display_name: "Ada Eze", organization_id: organization.id });
      const [home, office] = [
        await subscribers.create(tx, { name: "Home", person_id: ada.id }),
        await subscribers.create(tx, { name: "Office", organization_id: organization.id }),
      ];
      assert.equal(await primary_subscriber_of(tx, ada.id), null);
      const first = await link_person(tx, home.id, { person_id: ada.id });
      assert.equal(await primary_subscriber_of(tx, ada.id), null, "a single link is no designation");
      await link_person(tx, home.id, { person_id: ada.id, is_primary: true });
      assert.equal((await primary_subscriber_of(tx, ada.id))?.id, home.id);
      const second = await link_person(tx, office.id, { person_id: ada.id, role: "technical", is_primary: true });
      assert.equal((await primary_subscriber_of(tx, ada.id))?.id, office.id);
      assert.equal((await subscriber_people.fetch(tx, first.id)).is_primary, false);
      assert.deepEqual([second.role, (await link_person(tx, office.id, { person_id: ada.id, role: "owner" })).id], [
        "technical",
        second.id,
      ]);
      await subscribers.remove(tx, office.id);
      assert.equal(await primary_subscriber_of(tx, ada.id), null, "a deleted subscriber stands for nobody");
    });
    await assert.rejects(
      platform.transaction(
        staff("subscribers:read"),
        (tx) =>
          link_person(tx, "01890000-0000-7000-8000-000000000000", {
            person_id: "01890000-0000-7000-8000-000000000000",
          }),
      ),
      /subscribers:update/,
    );
  }),
);
