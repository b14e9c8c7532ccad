import { deepEqual, equal, ok } from "node:assert/strict";
import { connect, type Sql } from "~/domain/kernel/db/connect.ts";
import { deliver_webhooks, fan_out } from "~/domain/webhooks/mod.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { worker } from "~/jobs/worker.ts";
import { endpoint, receiver } from "~/tests/domain/webhooks/support.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { counting_handler, emit, prepare_effects, test_platform } from "./support.ts";

/** Starts the worker, waits until `moment` has come, and kills it without a word of warning. */
async function kill_at(url: string, what: "events" | "webhooks", moment: () => Promise<boolean>): Promise<void> {
  const script = new URL("./doomed_worker.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, url, what],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  try {
    await wait_for("the moment to kill", moment, { within: 30_000, every: 2 });
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
}

const count = async (sql: Sql, table: string) =>
  (await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;

Deno.test(
  "a worker killed in the middle of its events loses none and applies none twice",
  with_database(async ({ db, sql, url }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    await emit(platform, 3_000);
    const steps: number[] = [];
    for (const at_least of [1, 400, 1_200]) {
      await kill_at(url, "events", async () => await count(sql, "probe_effects") >= at_least);
      // The server notices the dead client and rolls back: what is counted from here on stays.
      await wait_for(
        "the end of its session",
        async () =>
          (await sql`select from pg_stat_activity where datname = current_database() and application_name = 'omni' and pid <> pg_backend_pid() and state <> 'idle'`)
            .length === 0,
      );
      steps.push(await count(sql, "probe_effects"));
    }
    ok((steps.at(-1) ?? 0) < 6_000, `killed while work was left (${steps.join(", ")} of 6000 effects)`);
    const handlers = [counting_handler("probe.first"), counting_handler("probe.second")];
    while ((await dispatch_events(platform, { handlers })).events > 0);
    const [effects] =
      await sql`select count(*)::int as all, count(distinct (handler, subject_id))::int as different from probe_effects`;
    deepEqual({ ...effects }, { all: 6_000, different: 6_000 });
    equal(await count(sql, "event_outcomes where status = 'completed'"), 6_000);
  }),
);

Deno.test(
  "a worker killed in mid-delivery loses no webhook; what it had sent and not recorded comes again under its own id",
  with_database(async ({ db, sql, url }) => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await using hook = receiver(async (_, n) => (n > 20 && n <= 30 ? await held : null, new Response("")));
    const platform = test_platform(db, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    await endpoint(platform, hook.url);
    await emit(platform, 60);
    while ((await dispatch_events(platform, { handlers: [fan_out] })).events > 0);
    await kill_at(url, "webhooks", () => Promise.resolve(hook.received.length >= 30));
    release();
    const recorded = await count(sql, "webhook_deliveries where status = 'delivered'");
    ok(recorded < 30, `${recorded} recorded`);
    equal((await sql`select from webhook_deliveries where locked_until > now()`).length > 0, true, "its leases stand");
    // The server may take a moment to notice that the killed worker's connection is gone: its row locks go with it.
    await wait_for("every delivery is made", async () => {
      await sql`update webhook_deliveries set locked_until = now() - interval '1 second' where locked_until is not null`;
      await deliver_webhooks(platform);
      return await count(sql, "webhook_deliveries where status = 'delivered'") === 60;
    }, { within: 15_000, every: 100 });
    equal(
      new Set(hook.received.map((it) => it.headers["webhook-id"])).size,
      60,
      "none is lost, repeats carry the same id",
    );
  }),
);

Deno.test(
  "workers go on by themselves after the database cut every connection, and nothing is doubled",
  with_database(async ({ db, sql, url }) => {
    await prepare_effects(db);
    const working_db = connect({ address: url, max: 5, application_name: "omni_victim" });
    const platform = test_platform(db);
    const handlers = [counting_handler("probe.first")];
    const victim = test_platform(working_db);
    const dispatcher = worker("events", async () => (await dispatch_events(victim, { handlers, batch: 20 })).events);
    try {
      await emit(platform, 2_000);
      dispatcher.wake();
      for (const at_least of [100, 500, 1_000]) {
        await wait_for("some progress", async () => await count(sql, "probe_effects") >= at_least, {
          within: 20_000,
          every: 2,
        });
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'omni_victim'`;
      }
      await wait_for("all effects", async () => await count(sql, "probe_effects") >= 2_000, { within: 30_000 });
    } finally {
      await dispatcher.stop();
      await working_db.close();
    }
    equal(await count(sql, "event_outcomes where status = 'failed'"), 0, "a cut is no fault of an event");
    const [effects] =
      await sql`select count(*)::int as all, count(distinct subject_id)::int as different from probe_effects`;
    deepEqual({ ...effects }, { all: 2_000, different: 2_000 });
  }),
);
