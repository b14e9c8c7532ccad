import { deepEqual, equal, rejects } from "node:assert/strict";
import { connect } from "~/domain/kernel/db/connect.ts";
import { coalesced, type Topic } from "~/jobs/bell.ts";
import { kv_bell } from "~/jobs/bell_kv.ts";
import { postgres_bell } from "~/jobs/bell_postgres.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

Deno.test("kv_bell() carries topics, also delayed ones, and refuses a second listener in the process", async () => {
  const bell = await kv_bell(":memory:");
  const second = await kv_bell(":memory:");
  try {
    const heard: Topic[] = [];
    await bell.listen((topic) => void heard.push(topic));
    await rejects(async () => await second.listen(() => {}), /second queue listener/);
    await bell.ring("webhooks", { delay_ms: 50 });
    await bell.ring("events");
    await wait_for("both topics", () => heard.length === 2);
    deepEqual(heard, ["events", "webhooks"]);
  } finally {
    await bell.close();
    await second.close();
  }
});

Deno.test("the tree calls listenQueue in one place alone", async () => {
  const found: string[] = [];
  async function walk(folder: string): Promise<void> {
    for await (const entry of Deno.readDir(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory && !["node_modules", ".git", "_fresh", "tests", "data", "static"].includes(entry.name)) {
        await walk(path);
      }
      if (!entry.isFile || !/\.tsx?$/.test(entry.name)) continue;
      if (/\.listenQueue\s*\(/.test(await Deno.readTextFile(path))) found.push(path.slice(path.indexOf("/jobs/")));
    }
  }
  await walk(new URL("../..", import.meta.url).pathname.replace(/\/$/, ""));
  deepEqual(found, ["/jobs/bell_kv.ts"]);
});

Deno.test(
  "postgres_bell() reaches another replica, and coalesced() makes one message of many",
  with_database(async ({ db, url }) => {
    const other_db = connect({ address: url, max: 2 });
    const here = coalesced(postgres_bell({ bus: db.bus, poll_ms: 3_600_000 }));
    const there = postgres_bell({ bus: other_db.bus, poll_ms: 3_600_000 });
    try {
      const heard: Topic[] = [];
      await there.listen((topic) => void heard.push(topic));
      for (let i = 0; i < 100; i++) void here.ring("notifications");
      await wait_for("the topic", () => heard.length > 0);
      await here.ring("events");
      await wait_for("the next topic", () => heard.includes("events"));
      equal(heard.filter((topic) => topic === "notifications").length, 1);
    } finally {
      await here.close();
      await there.close();
      await other_db.close();
    }
  }),
);
