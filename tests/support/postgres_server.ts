/**
 * A PostgreSQL of the tests' own: in a temporary directory, on a port of its own, shared by all test files that run at the
 * time, gone shortly after the last of them. TEST_DATABASE_URL names another server instead.
 */
import { createHash } from "node:crypto";
import postgres from "postgres";
import { exists, is_root, need_postgres, run } from "./debian_packages.ts";

export interface TestServer {
  /** May create databases. Not a superuser on our own server, as it is not in production: row-level security binds it. */
  url(database: string): string;
  /** May also restart and inspect the server. Null on a server that is not ours. */
  own: OwnServer | null;
}

export interface OwnServer {
  superuser_url: string;
  pid: number;
  restart(): Promise<void>;
}

interface State {
  port: number;
  password: string;
}

/** One a checkout and user, so that two checkouts never share a server. */
const home = `${Deno.env.get("TMPDIR") ?? "/tmp"}/omni-tests-${
  createHash("sha256").update(`${import.meta.url} ${Deno.uid()}`).digest("hex").slice(0, 10)
}`;

let mine: Promise<TestServer> | undefined;

export function test_server(): Promise<TestServer> {
  return mine ??= find_or_start();
}

/** For the end of a whole run; a single `deno test file` leaves it to the watchdog, half a minute after the last user. */
export async function stop_test_server(): Promise<void> {
  if (await exists(`${home}/state.json`)) await Deno.writeTextFile(`${home}/stop`, "");
}

async function find_or_start(): Promise<TestServer> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given) return { url: (database) => with_database_name(given, database), own: null };
  const bin = await need_postgres();
  await Deno.mkdir(home, { recursive: true, mode: 0o711 });
  await Deno.mkdir(`${home}/users`, { recursive: true });
  using lock = await Deno.open(`${home}/lock`, { create: true, write: true });
  await lock.lock(true); // test files run in parallel isolates and processes: the first one starts, the others wait here
  await Deno.writeTextFile(`${home}/users/${Deno.pid}`, "");
  const state = await running() ?? await start(bin);
  return describe(bin, state);
}

function describe(bin: string, state: State): TestServer {
  const url = (role: string, database: string) =>
    `postgres://${role}:${state.password}@127.0.0.1:${state.port}/${database}`;
  return {
    url: (database) => url("omni", database),
    own: {
      superuser_url: url("postgres", "postgres"),
      get pid() {
        return Number(Deno.readTextFileSync(`${home}/data/postmaster.pid`).split("\n")[0]);
      },
      restart: () =>
        as_postgres(`${bin}/pg_ctl`, [
          "-D",
          `${home}/data`,
          "-w",
          "-m",
          "fast",
          "-l",
          `${home}/data/server.log`,
          "restart",
        ]),
    },
  };
}

async function running(): Promise<State | undefined> {
  if (!await exists(`${home}/state.json`) || await exists(`${home}/stop`)) return undefined;
  const state: State = JSON.parse(await Deno.readTextFile(`${home}/state.json`));
  const sql = postgres(`postgres://postgres:${state.password}@127.0.0.1:${state.port}/postgres`, {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
  });
  const alive = await sql`select 1`.then(() => true, () => false);
  await sql.end();
  return alive ? state : undefined;
}

async function start(bin: string): Promise<State> {
  await clear(bin);
  const state = { port: free_port(), password: crypto.randomUUID() };
  const data = `${home}/data`;
  await Deno.mkdir(data, { mode: 0o700 });
  await Deno.writeTextFile(`${home}/password`, state.password, { mode: 0o600 });
  if (is_root()) await must("chown", ["postgres", data, `${home}/password`]);
  await as_postgres(`${bin}/initdb`, [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${home}/password`,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ]);
  await Deno.writeTextFile(`${data}/postgresql.conf`, settings(state.port, data), { append: true });
  await as_postgres(`${bin}/pg_ctl`, ["-D", data, "-w", "-l", `${data}/server.log`, "start"]);
  await prepare(state);
  await Deno.writeTextFile(`${home}/state.json`, JSON.stringify(state), { mode: 0o600 });
  watch(bin);
  return state;
}

/** Durability is of no use here: each of the first three saves a third of the time of a run or more. */
function settings(port: number, data: string): string {
  return [
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `unix_socket_directories = '${data}'`,
    "max_connections = 200",
    "shared_buffers = 128MB",
    "timezone = 'Pacific/Auckland'", // code that trusts the server's zone fails here and not at the customer's
    "",
  ].join("\n");
}

/** The role as production has it, and PostGIS put in place by the superuser, as an administrator does. */
async function prepare(state: State): Promise<void> {
  const sql = postgres(`postgres://postgres:${state.password}@127.0.0.1:${state.port}/template1`, {
    max: 1,
    onnotice: () => {},
  });
  await sql.unsafe(
    `create role omni login createdb createrole password '${state.password}'; create extension postgis;`,
  );
  await sql.end();
}

/** A process of its own stops the server when no test process lives any more, however they ended. */
function watch(bin: string): void {
  const stop = is_root() ? `runuser -u postgres -- ${bin}/pg_ctl` : `${bin}/pg_ctl`;
  const script = `cd ${home} || exit; idle=0
    while sleep 1 && [ ! -e stop ] && [ $idle -lt 30 ] && [ -e data/postmaster.pid ]; do
      idle=$((idle + 1))
      for pid in $(ls users); do if kill -0 "$pid" 2>/dev/null; then idle=0; else rm -f "users/$pid"; fi; done
    done
    ${stop} -D data -m immediate stop; cd /; rm -rf ${home}/data ${home}/state.json ${home}/stop`;
  const child = new Deno.Command("setsid", {
    args: ["sh", "-c", script],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
}

async function clear(bin: string): Promise<void> {
  if (await exists(`${home}/data/postmaster.pid`)) {
    await run_as_postgres(`${bin}/pg_ctl`, ["-D", `${home}/data`, "-m", "immediate", "stop"]);
  }
  for (const name of ["data", "state.json", "stop"]) {
    await Deno.remove(`${home}/${name}`, { recursive: true }).catch(() => {});
  }
}

function free_port(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** PostgreSQL refuses to run as root. */
function run_as_postgres(program: string, args: string[]) {
  return is_root() ? run("runuser", ["-u", "postgres", "--", program, ...args]) : run(program, args);
}

async function as_postgres(program: string, args: string[]): Promise<void> {
  const result = await run_as_postgres(program, args);
  if (!result.ok) throw new Error(`${program} failed:\n${result.out.slice(-2000)}`);
}

async function must(program: string, args: string[]): Promise<void> {
  const result = await run(program, args);
  if (!result.ok) throw new Error(`${program} ${args.join(" ")} failed:\n${result.out}`);
}

function with_database_name(url: string, database: string): string {
  const named = new URL(url);
  named.pathname = `/${database}`;
  return named.href;
}
