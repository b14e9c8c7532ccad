import assert from "node:assert/strict";
import "~/domain/all.ts";
import { type Entity, find_entity } from "~/domain/kernel/entity.ts";
import { write_cursor } from "~/domain/kernel/list_query.ts";
import {
  canonical,
  is_filtered,
  kept,
  next_href,
  previous_href,
  read_list_state,
  sort_of,
  with_changes,
} from "~/routes/(_web)/records/list_state.ts";

const zone = "Africa/Lagos"; // UTC+1 all year
const cursor = (n: number) =>
  write_cursor({ value: `2026-01-0${n}T00:00:00Z`, id: `00000000-0000-7000-8000-00000000000${n}` });

function entity(name: string): Entity {
  const found = find_entity(name);
  assert.ok(found);
  return found;
}
const state_of = (path: string, name = "subscriber") =>
  read_list_state(entity(name), new URL(path, "http://omni.test"), zone);

Deno.test("canonical() drops what an empty form control and a typeahead send, and joins repeated boxes", () => {
  const sent = new URLSearchParams(
    "q=&status=active&status=suspended&reseller_id=&reseller_id_text=&reseller_id_was=&city= Abuja ",
  );
  assert.equal(canonical(sent).toString(), "status=active%2Csuspended&city=Abuja");
});

Deno.test("read_list_state() takes dates as whole days of the reader's zone", () => {
  const { query } = state_of("/admin/subscribers?created_at_gte=2026-03-01&created_at_lte=2026-03-01");
  assert.deepEqual(
    query.filters.map(({ comparison, values }) => [comparison, values[0]]),
    [["gte", "2026-02-28T23:00:00Z"], ["lt", "2026-03-01T23:00:00Z"]],
  );
});

Deno.test("read_list_state() keeps an exact time as it is", () => {
  const { query } = state_of("/admin/subscribers?created_at_lte=2026-03-01T10:00:00Z");
  assert.deepEqual(query.filters.map(({ comparison, values }) => [comparison, values[0]]), [[
    "lte",
    "2026-03-01T10:00:00Z",
  ]]);
});

Deno.test("read_list_state() names a parameter that the list does not have", () => {
  assert.throws(() => state_of("/admin/subscribers?colour=red"), /colour.*is no parameter/);
});

Deno.test("read_list_state() ignores a column that does not exist or is gone", () => {
  assert.deepEqual(state_of("/admin/subscribers?columns=email,shoe_size,created_at").columns, ["email", "created_at"]);
  assert.equal(state_of("/admin/subscribers?columns=shoe_size").columns, null);
});

Deno.test("with_changes() starts the list over: a new filter has no place in the old pages", () => {
  const state = state_of(`/admin/subscribers?status=active&cursor=${cursor(1)}&before=0&at=50`);
  assert.equal(with_changes(state, { status: "suspended" }), "/admin/subscribers?status=suspended");
  assert.equal(with_changes(state, { status: null }), "/admin/subscribers");
});

Deno.test("next_href() and previous_href() lead on and back the same way", () => {
  const pages = [state_of("/admin/subscribers?status=active")];
  for (const n of [1, 2, 3]) {
    const last = pages.at(-1);
    assert.ok(last);
    pages.push(state_of(next_href(last, cursor(n), 50) ?? ""));
  }
  assert.deepEqual(pages.map((each) => each.at), [0, 50, 100, 150]);
  for (const n of [3, 2, 1]) {
    const [here, before] = [pages[n], pages[n - 1]];
    assert.ok(here && before);
    const back = state_of(previous_href(here) ?? "");
    assert.deepEqual([back.search.get("cursor"), back.at], [before.search.get("cursor"), before.at]);
  }
  assert.ok(pages[0]);
  assert.equal(previous_href(pages[0]), undefined);
});

Deno.test("previous_href() forgets the oldest pages first, so that an address stays short", () => {
  let state = state_of("/admin/subscribers");
  for (let n = 0; n < 40; n++) state = state_of(next_href(state, cursor(1 + n % 9), 50) ?? "");
  assert.equal(state.search.get("before")?.split(".").length, 12);
  assert.equal(state.at, 2000);
});

Deno.test("sort_of() turns the order round, begins times with the newest, and offers no column that cannot be sorted", () => {
  const subscriber = entity("subscriber");
  const state = state_of("/admin/subscribers?order_by=name&order_dir=asc");
  const column = (name: string) => {
    const found = subscriber.column(name);
    assert.ok(found);
    return found;
  };
  assert.deepEqual(sort_of(subscriber, state, column("name")), {
    href: "/admin/subscribers?order_by=name&order_dir=desc",
    direction: "ascending",
  });
  assert.equal(sort_of(subscriber, state, column("phone")), undefined);
  const created = sort_of(subscriber, state, { name: "created_at", kind: "timestamp", nullable: false });
  assert.deepEqual(created, { href: "/admin/subscribers?order_by=created_at&order_dir=desc", direction: "none" });
});

Deno.test("kept() carries order and columns along with a filter form, but neither its own fields nor the page", () => {
  const state = state_of(
    `/admin/subscribers?q=eze&status=active&order_by=name&columns=email&cursor=${cursor(1)}&at=50&view=1`,
  );
  assert.deepEqual(kept(state, (name) => name === "q" || name === "status"), { order_by: "name", columns: "email" });
});

Deno.test("is_filtered() counts filters and words, not order and columns", () => {
  const subscriber = entity("subscriber");
  assert.equal(is_filtered(subscriber, state_of("/admin/subscribers?order_by=name&columns=email")), false);
  assert.equal(is_filtered(subscriber, state_of("/admin/subscribers?q=eze")), true);
  assert.equal(is_filtered(subscriber, state_of("/admin/subscribers?is_active=all")), true);
});
