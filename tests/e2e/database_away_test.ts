/** The database goes away under the real server: requests say so and when to come back, the process rests, and all heals by itself. */
import assert from "node:assert/strict";
import { start_app } from "../support/app_process.ts";
import { private_cluster } from "../support/cluster.ts";
import { wait_for } from "../support/wait_for.ts";

/** Share of one processor that a process takes over some seconds. Linux: 100 ticks a second. */
async function processor_share(pid: number, seconds: number): Promise<number> {
  const ticks = async () => {
    const [, , , , , , , , , , , , , user = "0", system = "0"] = (await Deno.readTextFile(`/proc/${pid}/stat`)).split(
      " ",
    );
    return Number(user) + Number(system);
  };
  const before = await ticks();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return (await ticks() - before) / (seconds * 100);
}

const sign_in = (url: string) =>
  fetch(`${url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "nobody@omni.example", password: "not a password" }),
  });

Deno.test("while the database is away answers are 503 with Retry-After, and the process does not spin; then all goes on", async () => {
  await using cluster = await private_cluster();
  const folder = await Deno.makeTempDir({ prefix: "omni_away_" });
  await using app = await start_app({ database_url: cluster.url, folder });
  await cluster.stop();

  const refused = await sign_in(app.url);
  const envelope: { code: string; message: string } = await refused.json();
  assert.deepEqual([refused.status, envelope.code], [503, "unavailable"], JSON.stringify(envelope));
  assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
  const ready = await fetch(`${app.url}/readyz`);
  assert.equal(ready.status, 503);
  await ready.body?.cancel();
  assert.equal((await fetch(`${app.url}/healthz`).then((answer) => answer.json())).status, "ok");
  const share = await processor_share(app.pid, 4);
  assert.ok(share < 0.5, `the process takes ${Math.round(share * 100)} % of a processor while it waits`);

  await cluster.start();
  await wait_for("it answers as before", async () => {
    const answer = await sign_in(app.url);
    await answer.body?.cancel();
    return answer.status === 401;
  }, { within: 20_000, every: 200 });
});
