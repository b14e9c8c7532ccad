import assert from "node:assert/strict";
import "~/domain/all.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { subscriber, subscribers } from "~/domain/subscribers/mod.ts";
import { with_database } from "~/tests/support/database.ts";
import { customer, platform_on } from "~/tests/support/fixtures.ts";

Deno.test(
  "a customer's search finds own rows by what a customer sees, never by what staff alone know",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const [own] = await platform.transaction(job_actor("test"), async (tx) => [
      await subscribers.create(tx, {
        name: "Müller Hotel",
        account_number: "C100",
        external_system: "billing",
        external_id: "ext777",
      }),
      await subscribers.create(tx, { name: "Müller Farms" }),
    ]);
    assert.ok(own);
    const found = async (q: string) => {
      const page = await platform.read(
        customer([own.id]),
        (tx) => subscribers.list_json(tx, parse_list(subscriber, new URLSearchParams({ q }))),
      );
      const { items, count }: { items: { id: string }[]; count: number } = JSON.parse(page);
      assert.equal(items.length, count);
      return items.map((item) => item.id);
    };
    assert.deepEqual(await found("muller"), [own.id]);
    assert.deepEqual(await found("hotel c100"), [own.id]);
    assert.deepEqual(await found(own.number), [own.id]);
    assert.deepEqual(await found("ext777"), []);
    assert.deepEqual(await found("%"), []);
  }),
);
