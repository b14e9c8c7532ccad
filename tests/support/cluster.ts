/** A PostgreSQL cluster in a directory: on a free port of the loopback, made for tests. */
import postgres from "postgres";
import { is_root, need_postgres, run } from "./debian_packages.ts";

export interface Cluster {
  port: number;
  password: string;
}

export interface PrivateCluster extends Cluster, AsyncDisposable {
  url: string;
  /** As an operator would: open connections are ended, then it starts on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export function cluster_url({ port, password }: Cluster, role: "omni" | "postgres", database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** Takes a second or two. Without PostGIS in its databases; for tests that stop and start the server, which the shared one must not suffer. */
export async function private_cluster(): Promise<PrivateCluster> {
  const home = await Deno.makeTempDir({ prefix: "omni_cluster_" });
  await Deno.chmod(home, 0o711);
  const cluster = await create_cluster(home);
  const stop = () => pg_ctl(home, ["-m", "fast", "stop"]);
  return {
    ...cluster,
    url: cluster_url(cluster, "postgres", "postgres"),
    stop,
    start: () => pg_ctl(home, ["-l", `${home}/data/server.log`, "start"]),
    async [Symbol.asyncDispose]() {
      await stop().catch(() => {}); // the test may have stopped it itself
      await Deno.remove(home, { recursive: true });
    },
  };
}

/** Makes `home/data` and starts it. */
export async function create_cluster(home: string): Promise<Cluster> {
  const bin = await need_postgres();
  const cluster = { port: free_port(), password: crypto.randomUUID() };
  const data = `${home}/data`;
  const password_file = `${home}/password`;
  await Deno.mkdir(data, { mode: 0o700 });
  await Deno.writeTextFile(password_file, cluster.password, { mode: 0o600 });
  if (is_root()) await must("chown", ["postgres", data, password_file]);
  const flags = [
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${password_file}`,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ];
  await as_postgres(`${bin}/initdb`, ["-D", data, ...flags]);
  await Deno.writeTextFile(`${data}/postgresql.conf`, settings(cluster.port, data), { append: true });
  await pg_ctl(home, ["-l", `${data}/server.log`, "start"]);
  return cluster;
}

export async function pg_ctl(home: string, args: string[]): Promise<void> {
  await as_postgres(`${await need_postgres()}/pg_ctl`, ["-D", `${home}/data`, "-w", ...args]);
}

/** The role as production has it, and PostGIS put in place by the superuser, as an administrator does. */
export async function prepare_template(cluster: Cluster): Promise<void> {
  const sql = postgres(cluster_url(cluster, "postgres", "template1"), { max: 1, onnotice: () => {} });
  await sql.unsafe(
    `create role omni login createdb createrole password '${cluster.password}'; create extension postgis;`,
  );
  await sql.end();
}

/** Durability is of no use here, and costs most where databases are made and dropped all the time. */
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

function free_port(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** PostgreSQL refuses to run as root. */
async function as_postgres(program: string, args: string[]): Promise<void> {
  if (is_root()) await must("runuser", ["-u", "postgres", "--", program, ...args]);
  else await must(program, args);
}

async function must(program: string, args: string[]): Promise<void> {
  const result = await run(program, args);
  if (!result.ok) throw new Error(`${program} ${args.join(" ")} failed:\n${result.out.slice(-2000)}`);
}
