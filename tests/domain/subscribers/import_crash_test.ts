import assert from "node:assert/strict";
import { cancel_import, check_import, run_import, run_import_now } from "~/domain/subscribers/mod.ts";
import { run_imports } from "~/jobs/tasks/run_imports.ts";
import { platform_on, test_config } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { csv, importer, read_import, upload } from "./import_support.ts";

const rows = 12_000;
/** Every tenth row is told again at the end, every hundredth is refused. */
const large = () => {
  const line = (at: number, plan: string) =>
    `${at},Ada ${at},${at % 100 === 7 ? "zombie" : "active"},${at % 90} Eze Street,${plan}`;
  const all = Array.from({ length: rows }, (_, at) => line(at, "Home 25"));
  const again = Array.from({ length: rows / 10 }, (_, at) => line(at * 10, "Home 100"));
  return csv("id,name,status,street,tariff", ...all, ...again);
};
const expected = {
  rows: rows + rows / 10,
  created: rows - rows / 100,
  updated: 0,
  unchanged: 0,
  repeated: rows / 10,
  refused: rows / 100,
};

/** A runner in a process of its own, to be killed. */
function runner(url: string, folder: string): Deno.ChildProcess {
  const script = `
    import { connect } from "~/domain/kernel/db/connect.ts";
    import { platform_on, test_config } from "~/tests/support/fixtures.ts";
    import { run_imports } from "~/jobs/tasks/run_imports.ts";
    const platform = platform_on(connect({ address: ${JSON.stringify(url)} }), { config: test_config({ DATA_DIR: ${
    JSON.stringify(folder)
  } }) });
    console.log(JSON.stringify(await run_imports(platform, { lease_seconds: 2 })));
    Deno.exit(0);`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: new URL("../../..", import.meta.url),
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

Deno.test(
  "an import whose process is killed while it reads and again while it writes is completed with exact counts, nothing doubled",
  with_database(async ({ db, sql, url }) => {
    const folder = Deno.makeTempDirSync({ prefix: "omni_test_" });
    const platform = platform_on(db, { config: test_config({ DATA_DIR: folder }) });
    const { id } = await upload(platform, large());
    await platform.transaction(importer, (tx) => run_import(tx, id));
    const kill_when = async (what: string, look: () => Promise<boolean>) => {
      const child = runner(url, folder);
      try {
        await wait_for(what, look, { within: 60_000, every: 3 });
      } finally {
        child.kill("SIGKILL");
        await child.output();
      }
    };
    await kill_when("some rows are read", async () => (await read_import(platform, id)).rows_read > 0);
    const reading = await read_import(platform, id);
    assert.ok(reading.rows_read > 0 && reading.rows_total === null, `killed while reading: ${reading.rows_read}`);

    await sql`update imports set locked_until = now() - interval '1 second'`; // the lease would run out in two seconds; not the test's time
    await kill_when("some rows are written", async () => (await sql`select from subscribers limit 1`).length > 0);
    const [written] = await sql<{ count: number }[]>`select count(*)::int as count from subscribers`;
    assert.ok(
      written && written.count > 0 && written.count < expected.created,
      `killed while writing: ${written?.count}`,
    );
    assert.equal((await read_import(platform, id)).status, "importing");

    await wait_for(
      "the lease of the dead runs out and another takes over",
      async () => (await run_imports(platform)).some((one) => one.ending === "completed"),
      { within: 60_000, every: 200 },
    );
    const done = await read_import(platform, id);
    assert.deepEqual([done.status, done.report, done.rows_done], ["completed", expected, expected.rows]);
    const [totals] = await sql`
      select (select count(*)::int from subscribers) as subscribers, (select count(distinct external_id)::int from subscribers) as ids,
             (select count(*)::int from sites) as sites, (select count(*)::int from event_store where type = 'subscriber.created') as events,
             (select count(*)::int from audit_events where action = 'subscriber.created') as audit,
             (select count(*)::int from subscribers where service_plan = 'Home 100') as later_rows`;
    const all = expected.created;
    assert.deepEqual({ ...totals }, {
      subscribers: all,
      ids: all,
      sites: all,
      events: all,
      audit: all,
      later_rows: rows / 10,
    });
  }),
);

Deno.test(
  "two runners never share an import, and one that lost its lease writes no more",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const { id } = await upload(platform, large());
    await platform.transaction(importer, (tx) => run_import(tx, id));
    const both = await Promise.all([run_imports(platform), run_imports(platform)]);
    assert.deepEqual(both.flat(), [{ id, ending: "completed" }]);

    const second = await upload(platform, large());
    await platform.transaction(importer, (tx) => run_import(tx, second.id));
    const silent = run_imports(platform); // taken from it below, as if it had been silent for a minute
    await wait_for("it has begun", async () => (await read_import(platform, second.id)).rows_read > 0, { every: 2 });
    const of_next = await wait_for("another takes it over", async () => {
      await sql`update imports set locked_until = now() - interval '1 second' where id = ${second.id}::text::uuid and status = 'importing'`;
      const endings = await run_imports(platform); // finds nothing in the very moment of a chunk
      return endings.length > 0 && endings;
    }, { within: 30_000, every: 5 });
    assert.deepEqual([await silent, of_next], [[{ id: second.id, ending: "lost" }], [{
      id: second.id,
      ending: "completed",
    }]]);
    const done = await read_import(platform, second.id);
    assert.deepEqual(done.report, { ...expected, created: 0, unchanged: expected.created });
  }),
);

Deno.test(
  "a canceled import says what is in, goes on when it is run again, and ends with the sum of both",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const { id } = await upload(platform, large());
    await platform.transaction(importer, (tx) => run_import(tx, id));
    const running = run_imports(platform);
    await wait_for(
      "some rows are written",
      async () => (await read_import(platform, id)).rows_done > rows / 10 + rows / 100 + 500,
      { within: 30_000, every: 2 },
    );
    await platform.transaction(importer, (tx) => cancel_import(tx, id));
    assert.deepEqual(await running, [{ id, ending: "canceled" }]);
    const stopped = await read_import(platform, id);
    const [written] = await sql`select count(*)::int as count from subscribers`;
    assert.equal(stopped.status, "canceled");
    assert.equal(stopped.report?.created, written?.count);
    assert.ok(written?.count > 0 && written?.count < expected.created);
    await assert.rejects(platform.transaction(importer, (tx) => cancel_import(tx, id)), /is over already/);

    await platform.transaction(importer, (tx) => run_import(tx, id));
    await run_imports(platform);
    assert.deepEqual((await read_import(platform, id)).report, expected);
    await assert.rejects(platform.transaction(importer, (tx) => run_import(tx, id)), /Upload the file again/);
  }),
);

Deno.test(
  "an import that nobody has begun is canceled at once, and a dry run in between is forgotten by the run",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const { id } = await upload(platform, csv("id,name", "1,Ada", "2,Obi"));
    await platform.transaction(importer, (tx) => check_import(tx, id));
    await platform.transaction(importer, (tx) => cancel_import(tx, id));
    assert.equal((await read_import(platform, id)).status, "canceled");
    assert.deepEqual(await run_imports(platform), []);
    await platform.transaction(importer, (tx) => check_import(tx, id));
    await run_imports(platform);
    assert.deepEqual([(await read_import(platform, id)).status, (await sql`select from subscribers`).length], [
      "checked",
      0,
    ]);
    await platform.transaction(importer, (tx) => run_import(tx, id));
    assert.equal(await run_import_now(platform, id, 5_000), "completed");
    assert.equal((await read_import(platform, id)).report?.created, 2);
  }),
);

Deno.test(
  "a file with more rows than a caller waits for is left to the job, with what is read kept",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const { id } = await upload(platform, large());
    await platform.transaction(importer, (tx) => run_import(tx, id));
    assert.equal(await run_import_now(platform, id, 5_000), "released");
    const waiting = await read_import(platform, id);
    assert.deepEqual([waiting.status, waiting.rows_read, waiting.rows_total, waiting.report], [
      "importing",
      5_000,
      null,
      null,
    ]);
    assert.deepEqual(await run_imports(platform), [{ id, ending: "completed" }]);
    assert.deepEqual((await read_import(platform, id)).report, expected);
  }),
);
