import assert from "node:assert/strict";
import { start_embedded } from "~/domain/kernel/db/embedded.ts";
import { classify_error } from "~/domain/kernel/db/errors.ts";
import { migrate, pending } from "~/domain/kernel/db/migrate.ts";
import { with_embedded } from "~/tests/support/embedded.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

/** Opens the directory, commits a row, says so, leaves a transaction open, and waits to be killed. */
const victim = `
  import { start_embedded } from "~/domain/kernel/db/embedded.ts";
  const { sql } = await start_embedded({ directory: Deno.args[0] });
  await sql\`insert into kept values ('committed')\`;
  await sql.begin(async (tx) => {
    await tx\`insert into kept values ('open')\`;
    console.log("ready");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });`;

Deno.test(
  "the embedded database migrates, keeps transactions and sessions apart, and heals",
  with_embedded(async ({ db }) => {
    const { sql, bus } = db;
    await migrate(sql);
    assert.deepEqual(await pending(sql), []);
    const [row] =
      await sql`select st_astext(st_makepoint(1, 2)) as point, normalise_search('Müller') as search, current_setting('TimeZone') as zone,
                                 '2026-11-23 19:06:08.123456+00'::timestamptz as at, array[1, 2] as list`;
    assert.deepEqual({ ...row }, {
      point: "POINT(1 2)",
      search: "muller",
      zone: "UTC",
      at: "2026-11-23T19:06:08.123456+00:00",
      list: [1, 2],
    });

    await sql`create table counts (n int)`;
    await Promise.all(Array.from({ length: 30 }, (_, i) =>
      sql.begin(async (tx) => {
        await tx`insert into counts values (${i})`;
        if (i % 3 === 0) throw new Error("rolled back");
        await tx`select set_config('role', 'omni_customer', true)`;
      }).catch(() => {})));
    const answers = await Promise.all(
      Array.from(
        { length: 30 },
        (_, i) => i % 5 === 0 ? sql`select nonsense`.catch(classify_error) : sql`select ${i}::int as i`,
      ),
    );
    answers.forEach((answer, i) =>
      "kind" in answer ? assert.equal(answer.kind, "other") : assert.equal(answer[0]?.i, i)
    );
    assert.deepEqual({ ...(await sql`select count(*)::int as n, current_user::text as who from counts`)[0] }, {
      n: 20,
      who: "postgres",
    });

    const got: string[] = [];
    await bus.listen("news", (payload) => void got.push(payload));
    await bus.notify("news", "x");
    await wait_for("the message", () => got.length);
  }),
);

Deno.test("what was committed survives kill -9, what was not is gone; a second process is refused meanwhile", async () => {
  const directory = await Deno.makeTempDir({ prefix: "omni_embedded_" });
  const first = await start_embedded({ directory });
  await first.sql`create table kept (what text)`;
  await first.close();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--ext=ts", "-", directory],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(victim));
  await input.close();
  const output = child.stdout.getReader();
  try {
    assert.match(new TextDecoder().decode((await output.read()).value), /ready/);
    await assert.rejects(start_embedded({ directory }), /in use by another Omni process.*DATABASE_URL/);
  } finally {
    child.kill("SIGKILL");
    await child.status;
    await output.cancel();
  }
  const second = await start_embedded({ directory });
  assert.deepEqual((await second.sql`select what from kept`).map((row) => row.what), ["committed"]);
  await second.close();
  await Deno.remove(directory, { recursive: true });
});
