import assert from "node:assert/strict";
import { connect } from "~/domain/kernel/db/connect.ts";
import { classify_error } from "~/domain/kernel/db/errors.ts";
import { private_cluster } from "~/tests/support/cluster.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

Deno.test("after a restart of PostgreSQL queries and listeners work again by themselves; in between they fail as unavailable", async () => {
  await using server = await private_cluster();
  const db = connect({ address: server.url, max: 3 });
  const got: string[] = [];
  let gaps = 0;
  await db.bus.listen("news", (payload) => void got.push(payload), () => void gaps++);
  const cut = db.sql.begin(async (tx) => {
    await tx`select 1`;
    await server.stop();
    await tx`select 1`;
  });
  assert.equal(classify_error(await cut.catch((error: unknown) => error)).kind, "unavailable");
  for (let i = 0; i < 3; i++) {
    assert.equal(classify_error(await db.sql`select 1`.catch((error: unknown) => error)).kind, "unavailable");
  }
  await server.start();
  const back = performance.now();
  await wait_for("queries after the restart", async () => (await db.sql`select 1`).length);
  await wait_for("the listener's gap", () => gaps === 1);
  assert.ok(performance.now() - back < 8000, "the driver's own back-off would take up to 20 s");
  await db.bus.notify("news", "hello");
  await wait_for("a message after the restart", () => got.includes("hello"));
  await db.close();
});
