import assert from "node:assert/strict";
import {
  find_person_by_address,
  mark_channel_verified,
  people,
  person_channels,
  primary_address,
} from "~/domain/people/mod.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";

const desk = staff("people:*");

Deno.test(
  "addresses are kept in one spelling and found in any; a number is one across calls, SMS and WhatsApp",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await platform.transaction(desk, async (tx) => {
      const ada = await people.create(tx, { display_name: "Ada van Eze" });
      assert.deepEqual([ada.first_name, ada.last_name], ["Ada", "van Eze"]);
      const add = (channel_type: "email" | "phone" | "whatsapp" | "telegram", address: string) =>
        person_channels.create(tx, { person_id: ada.id, channel_type, address });
      assert.equal((await add("email", " Ada@Example.ORG ")).address, "ada@example.org");
      assert.equal((await add("whatsapp", "0803 123 4567")).address, "+2348031234567");
      await add("telegram", "ada_eze");
      await assert.rejects(add("phone", "call me"), /address: contains letters \(got "call me"\)/);
      for (
        const [type, written] of [
          ["email", "ADA@example.org"],
          ["phone", "+234 803 123 4567"],
          ["sms", "08031234567"],
          ["telegram", "ada_eze"],
        ] as const
      ) {
        assert.equal((await find_person_by_address(tx, type, written))?.id, ada.id, `${type} ${written}`);
      }
      assert.equal(await find_person_by_address(tx, "email", "nobody@example.org"), null);
      assert.equal(await find_person_by_address(tx, "email", "no address"), null);
    });
    await assert.rejects(
      platform.transaction(desk, async (tx) => {
        const { person_id } = (await person_channels.list(tx)).items[0] ?? { person_id: "" };
        await person_channels.create(tx, { person_id, channel_type: "email", address: "ADA@EXAMPLE.ORG" });
      }),
      /address: is on this person already/,
    );
  }),
);

Deno.test(
  "one address a type is primary: the first by itself, another by choice, which frees the one before",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await platform.transaction(desk, async (tx) => {
      const ada = await people.create(tx, { display_name: "Ada" });
      const add = (address: string, is_primary?: boolean) =>
        person_channels.create(tx, { person_id: ada.id, channel_type: "email", address, is_primary });
      const first = await add("a@example.org");
      const second = await add("b@example.org");
      assert.deepEqual([first.is_primary, second.is_primary], [true, false]);
      await person_channels.update(tx, second.id, { is_primary: true });
      assert.equal((await person_channels.fetch(tx, first.id)).is_primary, false);
      assert.equal(await primary_address(tx, ada.id, "email"), "b@example.org");
      const third = await add("c@example.org", true);
      assert.equal(await primary_address(tx, ada.id, "email"), "c@example.org");
      await person_channels.remove(tx, third.id);
      assert.equal(await primary_address(tx, ada.id, "email"), "a@example.org", "without a primary the oldest serves");
      assert.equal(await primary_address(tx, ada.id, "sms"), null);
    });
  }),
);

Deno.test(
  "a verified address has one owner; a changed one has to be verified again; two unverified owners are nobody's",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const [ada, obi] = await platform.transaction(desk, async (tx) => {
      const both = [
        await people.create(tx, { display_name: "Ada" }),
        await people.create(tx, { display_name: "Obi" }),
      ] as const;
      return [
        await person_channels.create(tx, {
          person_id: both[0].id,
          channel_type: "email",
          address: "shared@example.org",
        }),
        await person_channels.create(tx, {
          person_id: both[1].id,
          channel_type: "email",
          address: "shared@example.org",
        }),
      ] as const;
    });
    const found = () => platform.read(desk, (tx) => find_person_by_address(tx, "email", "shared@example.org"));
    assert.equal(await found(), null);
    await platform.transaction(desk, (tx) => mark_channel_verified(tx, ada.id));
    assert.equal((await found())?.id, ada.person_id);
    await assert.rejects(
      platform.transaction(desk, (tx) => mark_channel_verified(tx, obi.id)),
      /belongs to another person, who has verified it/,
    );
    const moved = await platform.transaction(
      desk,
      (tx) => person_channels.update(tx, ada.id, { address: "ada@example.org" }),
    );
    assert.equal(moved.verified_at, null);
    assert.equal((await found())?.id, obi.person_id);
  }),
);

Deno.test(
  "a person's time zone and language are real ones",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const create = (more: object) =>
      platform.transaction(desk, (tx) => people.create(tx, { display_name: "Ada", ...more }));
    await assert.rejects(create({ timezone: "Mars/Olympus" }), /timezone: is no IANA time zone/);
    await assert.rejects(create({ locale: "not a language" }), /locale: is no language tag/);
    assert.equal((await create({ timezone: "Africa/Lagos", locale: "fr-CI" })).timezone, "Africa/Lagos");
  }),
);
