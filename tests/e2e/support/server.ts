/** The product as it is shipped: `start.ts` in a process of its own, on a database of its own. */
import { load_people } from "~/demo/load.ts";
import { seed_roles } from "~/domain/access/mod.ts";
import "~/domain/all.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { test_database, type TestDatabase } from "../../support/database.ts";
import { platform_on, test_config } from "../../support/fixtures.ts";
import { wait_for } from "../../support/wait_for.ts";

export interface TestServer extends AsyncDisposable {
  url: string;
  database: TestDatabase;
  /** Person ids and technician ids by user name. */
  accounts: Map<string, string>;
  technicians: Map<string, string>;
  /** What the process wrote, for a failed test's report. */
  output(): string;
  kill(signal: Deno.Signal): Promise<void>;
}

const root = new URL("../../../", import.meta.url);

/** A free port of the machine's own choosing. */
function free_port(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** @param host as browsers type it: passkeys need a name, not an address */
export async function start_server(env: Record<string, string> = {}, host = "127.0.0.1"): Promise<TestServer> {
  const database = await test_database();
  const folder = await Deno.makeTempDir({ prefix: "omni_e2e_" });
  const platform = platform_on(database.db, { config: test_config({ DATA_DIR: folder }) });
  await platform.transaction(job_actor("test"), (tx) => seed_roles(tx));
  const { accounts, technicians } = await load_people(platform);
  close_password_pool();

  const port = free_port();
  const url = `http://${host}:${port}`;
  let output = "";
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "start.ts"],
    cwd: root,
    env: {
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      SECRET_KEY: btoa("0123456789abcdef0123456789abcdef"),
      ENCRYPTION_KEYS: `k1:${btoa("abcdef0123456789abcdef0123456789")}`,
      DEMO: "false",
      LOG_LEVEL: "warn",
      LOG_FORMAT: "json",
      ALLOW_PRIVATE_WEBHOOKS: "true",
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (text) => void (output += text) }))
      .catch(() => {});
  }
  const ended = child.status.then(() => true);
  await wait_for("the server answers", async () => {
    if (await Promise.race([ended, Promise.resolve(false)])) throw new Error(`The server ended:\n${output}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }, { within: 150_000, every: 100 });

  return {
    url,
    database,
    accounts,
    technicians,
    output: () => output,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGTERM");
      } catch {
        // a test has ended it already
      }
      await ended;
      await database.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
