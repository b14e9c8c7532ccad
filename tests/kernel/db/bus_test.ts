import assert from "node:assert/strict";
import { in_process_bus } from "~/domain/kernel/db/bus.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { test_database, with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

Deno.test(
  "a message from one process reaches the listeners of another, until they stop listening",
  with_database(async ({ db, url }) => {
    const other = connect({ address: url });
    const got: string[] = [];
    const stop = await other.bus.listen("tickets", (payload) => void got.push(payload));
    await db.bus.notify("tickets", "one");
    await wait_for("the message", () => got.length === 1);
    await stop();
    const rest: string[] = [];
    await other.bus.listen("tickets_too", (payload) => void rest.push(payload));
    await db.bus.notify("tickets", "two");
    await db.bus.notify("tickets_too", "three");
    await wait_for("the message on the other channel", () => rest.length === 1);
    assert.deepEqual(got, ["one"]);
    await other.close();
  }),
);

Deno.test("a listener whose connection is cut listens again and is told of the gap", async () => {
  await using it = await test_database();
  const got: string[] = [];
  let gaps = 0;
  await it.db.bus.listen("tickets", (payload) => void got.push(payload), () => void gaps++);
  await it
    .sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
  await wait_for("the gap", () => gaps === 1);
  await it.db.bus.notify("tickets", "after");
  await wait_for("the message after the gap", () => got.includes("after"));
  assert.equal(gaps, 1);
});

Deno.test("the bus of one process delivers after the sender's turn, and a listener that throws harms no other", async () => {
  const bus = in_process_bus();
  const got: string[] = [];
  const complain = console.error;
  console.error = () => {};
  try {
    await bus.listen("a", () => {
      throw new Error("broken listener");
    });
    await bus.listen("a", (payload) => void got.push(payload));
    const sent = bus.notify("a", "x");
    assert.deepEqual(got, []);
    await sent;
    await wait_for("delivery", () => got.length === 1);
  } finally {
    console.error = complain;
  }
});

Deno.test("notify() refuses what PostgreSQL would refuse, and says what to send instead", () => {
  assert.throws(() => in_process_bus().notify("a", "é".repeat(4000)), /8000 bytes.*send ids/);
  assert.throws(() => in_process_bus().notify("a; drop", ""), /Channel 'a; drop'/);
});
