import assert from "node:assert/strict";
import "~/domain/all.ts";
import { organizations } from "~/domain/organizations/mod.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { record_labels, search_everything, search_kind } from "~/domain/reports/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { with_database } from "../../support/database.ts";
import { platform_on, staff } from "../../support/fixtures.ts";

async function fill(platform: Platform) {
  return await platform.transaction(job_actor("test"), async (tx) => {
    const person = await people.create(tx, { display_name: "Hassan Eze" });
    await person_channels.create(tx, { person_id: person.id, channel_type: "phone", address: "+2348031234567" });
    const subscriber = await subscribers.create(tx, {
      name: "Eze Bakery",
      account_number: "10023",
      phone: "+2348099998888",
    });
    const ticket = await tickets.create(tx, { subject: "No light on the router", subscriber_id: subscriber.id });
    const organization = await organizations.create(tx, { name: "Müller & Söhne" });
    return { person, subscriber, ticket, organization };
  });
}
const found = async (platform: Platform, words: string, ...keys: string[]) => {
  const groups = await platform.read(staff(...(keys.length ? keys : ["*"])), (tx) => search_everything(tx, words));
  return groups.flatMap((group) => group.hits.map((hit) => `${hit.kind}: ${hit.label}`));
};

Deno.test(
  "search_everything() finds across kinds, those first that people look for most, and reads no accents",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await fill(platform);
    assert.deepEqual(await found(platform, "eze"), ["subscriber: Eze Bakery", "person: Hassan Eze"]);
    assert.deepEqual(await found(platform, "muller sohne"), ["organization: Müller & Söhne"]);
    assert.deepEqual(await found(platform, "100%"), []);
  }),
);

Deno.test(
  "search_everything() reads a number however it is written",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const { ticket } = await fill(platform);
    const digits = String(Number(ticket.number.replace(/\D/g, "")));
    for (const words of [ticket.number, `tkt-${digits}`, `TKT${digits}`, `tkt-00${digits}`]) {
      assert.deepEqual(await found(platform, words), ["ticket: No light on the router"], words);
    }
    assert.ok((await found(platform, digits)).includes("ticket: No light on the router"));
    assert.deepEqual(await found(platform, "10023"), ["subscriber: Eze Bakery"]);
  }),
);

Deno.test(
  "search_everything() finds people and accounts by a phone number in any spelling",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await fill(platform);
    assert.deepEqual(await found(platform, "0803 123 4567"), ["person: Hassan Eze"]);
    assert.deepEqual(await found(platform, "+234 (0) 809 999 8888"), ["subscriber: Eze Bakery"]);
  }),
);

Deno.test(
  "search_everything() shows no kind that the reader may not read, and nothing that was deleted",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const { subscriber } = await fill(platform);
    assert.deepEqual(await found(platform, "eze", "people:read"), ["person: Hassan Eze"]);
    assert.deepEqual(await found(platform, "eze", "tickets:create"), []);
    await platform.transaction(staff("*"), (tx) => subscribers.remove(tx, subscriber.id));
    assert.deepEqual(await found(platform, "bakery"), []);
  }),
);

Deno.test(
  "search_everything() says where there is more than it shows",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await platform.transaction(job_actor("test"), async (tx) => {
      for (let n = 0; n < 7; n++) await organizations.create(tx, { name: `Hotel ${n}` });
    });
    const [group] = await platform.read(staff("*"), (tx) => search_everything(tx, "hotel", 5));
    assert.deepEqual([group?.hits.length, group?.more], [5, true]);
  }),
);

Deno.test(
  "record_labels() names records of several kinds at once and leaves out what is not there",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const { person, organization } = await fill(platform);
    const labels = await platform.read(staff("*"), (tx) =>
      record_labels(tx, [
        { entity: "person", id: person.id },
        { entity: "organization", id: organization.id },
        { entity: "organization", id: person.id },
        { entity: "nothing", id: person.id },
        { entity: "person", id: "no uuid" },
      ]));
    assert.deepEqual([...labels].sort(), [[person.id, "Hassan Eze"], [organization.id, "Müller & Söhne"]].sort());
  }),
);

Deno.test(
  "search_kind() answers a typeahead: the newest without words, by number, with what tells two of a name apart",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const { person, ticket } = await fill(platform);
    const ask = (name: string, words: string, ...keys: string[]) => {
      const entity = find_entity(name);
      assert.ok(entity);
      return platform.read(staff(...keys), (tx) => search_kind(tx, entity, words));
    };
    assert.deepEqual((await ask("person", "", "people:read")).map((hit) => [hit.id, hit.hint]), [[
      person.id,
      "+2348031234567",
    ]]);
    assert.deepEqual((await ask("ticket", ticket.number, "tickets:read")).map((hit) => hit.id), [ticket.id]);
    await assert.rejects(ask("person", "eze", "tickets:read"), /people:read/);
  }),
);
