/**
 * `deno task bench [--quick]`: measures the bars on this machine and prints them as one table. Ratios are taken side by
 * side in one run; nothing here is a timed test. Without --quick the database holds 1,000,000 subscribers and 200,000 tickets.
 */
import { load_config } from "~/config.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import "~/domain/all.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { plain_list } from "~/domain/kernel/list_query.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { create_platform } from "~/domain/kernel/platform.ts";
import { open_storage } from "~/domain/kernel/files/open_storage.ts";
import { subscriber, subscribers } from "~/domain/subscribers/mod.ts";
import { ticket, tickets } from "~/domain/tickets/mod.ts";
import { resident, start_app } from "../support/app_process.ts";
import { stop_test_server } from "../support/postgres_server.ts";
import { run_load } from "./load.ts";
import { measure_sign_ins } from "./sign_ins.ts";
import { bench_world, token_of } from "./world.ts";
import { script_bytes } from "./scripts.ts";

interface Row {
  what: string;
  measured: string;
  bar: string;
  met: boolean | null;
}

const quick = Deno.args.includes("--quick");
const sizes = quick ? { subscribers: 20_000, tickets: 20_000 } : { subscribers: 1_000_000, tickets: 200_000 };
const seconds = quick ? 3 : 6;
const rounds = 3;
const table: Row[] = [];
const row = (what: string, measured: string, bar: string, met: boolean | null = null) =>
  void table.push({ what, measured, bar, met });
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
const tell = (line: string) => console.error(line);

const database_url = await bench_world(sizes, tell);
const folder = await Deno.makeTempDir({ prefix: "omni_bench_" });
try {
  await lists();
  await search();
  await starts();
  await own_benches();
} finally {
  await Deno.remove(folder, { recursive: true });
  await stop_test_server();
}
print();

/** The ticket list as API and as page, in turn with a bare handler that returns the same rows. */
async function lists(): Promise<void> {
  const port = free_port();
  const bare = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("bare_server.ts", import.meta.url).pathname, database_url, String(port)],
    stdout: "null",
  }).spawn();
  await using app = await start_app({ database_url, folder });
  row("start with PostgreSQL", `${(app.started_in / 1000).toFixed(1)} s`, "2 s", app.started_in <= 2_000);
  try {
    const token = await token_of(app.url, "ada@omni.example", "admin");
    const customer = await token_of(app.url, "hassan@example.net", "portal");
    const headers = { authorization: `Bearer ${token}` };
    const targets = {
      bare: { url: `http://127.0.0.1:${port}/tickets?status=open`, headers: {} },
      api: { url: `${app.url}/api/v1/tickets?status=open&order_by=created_at&order_dir=desc`, headers },
      page: { url: `${app.url}/admin/tickets?status=open&order_by=created_at&order_dir=desc`, headers },
    };
    const seen = { bare: [] as number[], api: [] as number[], page: [] as number[] };
    let bytes = 0;
    for (let round = 0; round <= rounds; round++) {
      for (const name of ["bare", "api", "page"] as const) {
        const { per_second, statuses, bytes: size } = await run_load({
          ...targets[name],
          connections: 16,
          seconds: round === 0 ? 1 : seconds,
        });
        if (Object.keys(statuses).some((status) => status !== "200")) {
          throw new Error(`${name} answered ${JSON.stringify(statuses)}`);
        }
        if (round > 0) seen[name].push(per_second); // the first warms up
        if (name === "page") bytes = size;
      }
    }
    const against = (name: "api" | "page") =>
      median(seen[name].map((value, at) => value / (seen.bare[at] ?? Number.NaN)));
    row(
      `ticket list, 50 of ${sizes.tickets} rows, against a bare handler (${Math.round(median(seen.bare))}/s)`,
      `${Math.round(against("api") * 100)} % (${Math.round(median(seen.api))}/s)`,
      "60 %",
      against("api") >= 0.6,
    );
    row(
      "the same as an admin page",
      `${Math.round(against("page") * 100)} % (${Math.round(median(seen.page))}/s)`,
      "25 %",
      against("page") >= 0.25,
    );
    const packed = await packed_bytes(targets.page.url, headers);
    row(
      "its HTML",
      `${Math.round(bytes / 1024)} KB, ${Math.round(packed / 1024)} KB compressed`,
      "60 KB",
      bytes < 60 * 1024,
    );
    const memory = await resident(app.pid);
    row("resident memory after that load", `${Math.round(memory / 2 ** 20)} MB`, "400 MB", memory < 400 * 2 ** 20);
    const signs = await measure_sign_ins(app.url, token);
    row(
      "sign-ins with argon2id, 20 begun a second",
      `${signs.per_second.toFixed(1)}/s, p95 ${Math.round(signs.p95)} ms`,
      "20/s",
      signs.per_second >= 19,
    );
    row(
      "a list beside them, p95",
      `${Math.round(signs.others_p95)} ms (${Math.round(signs.others_alone_p95)} ms without)`,
      "100 ms",
      signs.others_p95 <= 100,
    );
    const script = await script_bytes(`${app.url}/portal`, { authorization: `Bearer ${customer}` });
    row(
      "JavaScript of the customer's first page, compressed",
      `${Math.round(script / 1024)} KB`,
      "90 KB",
      script < 90 * 1024,
    );
  } finally {
    bare.kill("SIGTERM");
    await bare.status;
  }
}

async function packed_bytes(url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, { headers });
  const packed = new Blob([await answer.arrayBuffer()]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

/** Words that many have and words that few have, as an agent types them. */
async function search(): Promise<void> {
  let queries = 0;
  const db = connect({ address: database_url, max: 2, on_query: () => void queries++ });
  const config = load_config({ DATA_DIR: folder });
  const platform = create_platform({ config, db, files: open_storage(config.FILES_URL) });
  const actor = job_actor("bench");
  const names = await db.sql<{ name: string }[]>`select name from subscribers tablesample system (1) limit 60`;
  const words = [...names.map(({ name }) => name), "street", "ada", "eze", "hotel", "+23480", "zzzz", "c1000"];
  const times: number[] = [];
  for (const q of [...words, ...words]) {
    const start = performance.now();
    await platform.read(
      actor,
      (tx) => subscribers.list(tx, plain_list(subscriber as unknown as Entity, { q, limit: 20 })),
    );
    times.push(performance.now() - start);
  }
  const p95 = percentile(times.slice(words.length), 0.95);
  row(
    `search over ${sizes.subscribers} subscribers, p95 of ${words.length} words`,
    `${Math.round(p95)} ms`,
    "50 ms",
    p95 <= 50,
  );
  queries = 0;
  await platform.read(actor, (tx) => tickets.list_json(tx, plain_list(ticket as unknown as Entity)));
  row("queries of the ticket list", String(queries), "2", queries <= 2);
  await db.close();
}

async function starts(): Promise<void> {
  const embedded = `${folder}/embedded`;
  for (
    const [what, bar] of [["first start, embedded, demo data included", 20], ["the next start, embedded", 4]] as const
  ) {
    await using app = await start_app({ folder: embedded });
    row(what, `${(app.started_in / 1000).toFixed(1)} s`, `${bar} s`, app.started_in <= bar * 1000);
    await app.kill("SIGTERM");
  }
}

/** Benches that stand in files of their own and print what they measured. */
async function own_benches(): Promise<void> {
  for (
    const [name, bar] of [
      ["events_bench.ts", "2,000 events/s"],
      [
        "webhooks_bench.ts",
        "200 deliveries/s, lag under 5 s",
      ],
      ["import_bench.ts", "100,000 rows in 15 s"],
      ["rls_bench.ts", "under 5 %"],
    ] as const
  ) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        new URL(name, import.meta.url).pathname,
        ...(name === "rls_bench.ts" ? [database_url] : []),
      ],
      stderr: "null",
    }).output();
    for (const line of new TextDecoder().decode(stdout).split("\n").map((each) => each.trim()).filter(Boolean)) {
      row(name.replace("_bench.ts", ""), line, bar);
    }
  }
}

function free_port(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function print(): void {
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, ${navigator.hardwareConcurrency} cores, load average ${
      Deno.loadavg().map((value) => value.toFixed(1)).join(" ")
    }\n`,
  );
  console.log("| what | measured | bar | met |\n|---|---|---|---|");
  for (const { what, measured, bar, met } of table) {
    console.log(`| ${what} | ${measured} | ${bar} | ${met === null ? "see figure" : met ? "yes" : "no"} |`);
  }
}
