/**
 * The PostgreSQL that all test files share while they run, gone half a minute after the last of them. TEST_DATABASE_URL
 * names another server instead (its role must be allowed to create databases).
 */
import { createHash } from "node:crypto";
import postgres from "postgres";
import { type Cluster, cluster_url, create_cluster, pg_ctl, prepare_template } from "./cluster.ts";
import { exists, is_root, need_postgres } from "./debian_packages.ts";

export interface TestServer {
  /** Signs in as a role that may create databases. Not a superuser on our own server, as in production: row-level security binds it. */
  url(database: string): string;
  /** Null on a server that is not ours. */
  superuser_url: string | null;
}

const key = createHash("sha256").update(`${import.meta.url} ${Deno.uid()}`).digest("hex").slice(0, 10);

/** One a checkout and user, so that two checkouts never share a server. */
const home = `${Deno.env.get("TMPDIR") ?? "/tmp"}/omni-tests-${key}`;

let server: Promise<TestServer> | undefined;

export function test_server(): Promise<TestServer> {
  return server ??= find_or_start();
}

/** At the end of a whole run. Waits for nobody: a server that another process still uses goes on. */
export async function stop_test_server(): Promise<void> {
  await Deno.remove(`${home}/users/${Deno.pid}`).catch(() => {}); // there is none when TEST_DATABASE_URL is set
  await Deno.writeTextFile(`${home}/hurry`, "").catch(() => {});
}

async function find_or_start(): Promise<TestServer> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given) return { url: (database) => named(given, database), superuser_url: null };
  await Deno.mkdir(`${home}/users`, { recursive: true, mode: 0o711 });
  using lock = await Deno.open(`${home}/lock`, { create: true, write: true });
  await lock.lock(true); // test files run in parallel isolates and processes: the first one starts, the others wait here
  await Deno.writeTextFile(`${home}/users/${Deno.pid}`, "");
  const cluster = await running() ?? await start();
  return {
    url: (database) => cluster_url(cluster, "omni", database),
    superuser_url: cluster_url(cluster, "postgres", "postgres"),
  };
}

async function running(): Promise<Cluster | undefined> {
  if (!await exists(`${home}/state.json`)) return undefined;
  const cluster: Cluster = JSON.parse(await Deno.readTextFile(`${home}/state.json`));
  const sql = postgres(cluster_url(cluster, "postgres", "postgres"), {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
  });
  const alive = await sql`select 1`.then(() => true, () => false);
  await sql.end();
  return alive ? cluster : undefined;
}

async function start(): Promise<Cluster> {
  if (await exists(`${home}/data/postmaster.pid`)) await pg_ctl(home, ["-m", "immediate", "stop"]).catch(() => {});
  for (const left of ["data", "state.json", "hurry"]) {
    await Deno.remove(`${home}/${left}`, { recursive: true }).catch(() => {});
  }
  const cluster = await create_cluster(home);
  await prepare_template(cluster);
  await Deno.writeTextFile(`${home}/state.json`, JSON.stringify(cluster), { mode: 0o600 });
  watch(await need_postgres());
  return cluster;
}

/** A process of its own stops the server when no test process lives any more, however they ended. It takes the same lock. */
function watch(bin: string): void {
  const stop = `${is_root() ? "runuser -u postgres -- " : ""}${bin}/pg_ctl -D ${home}/data -m immediate stop`;
  const script = `cd ${home} || exit
    idle=0
    while sleep 1 && [ -e data/postmaster.pid ]; do
      idle=$((idle + 1)); [ -e hurry ] && idle=30
      for pid in $(ls users); do if kill -0 "$pid" 2>/dev/null; then idle=0; else rm -f "users/$pid"; fi; done
      rm -f hurry
      [ $idle -ge 30 ] || continue
      exec 9>lock; flock 9
      for pid in $(ls users); do kill -0 "$pid" 2>/dev/null && idle=0; done
      [ $idle -ge 30 ] && { ${stop}; rm -rf data state.json password; }
      exec 9>&-
    done`;
  new Deno.Command("setsid", {
    args: ["sh", "-c", script],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn().unref();
}

function named(url: string, database: string): string {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.href;
}
