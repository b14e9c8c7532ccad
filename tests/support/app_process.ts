/** `start.ts` in a process of its own on a given database: to be measured, doubled, killed and started again. */
import { wait_for } from "./wait_for.ts";

export interface AppProcess extends AsyncDisposable {
  url: string;
  pid: number;
  /** Milliseconds from the start to the first 200 of /readyz. */
  started_in: number;
  output(): string;
  /** SIGKILL unless told otherwise; back when the process is gone. */
  kill(signal?: Deno.Signal): Promise<void>;
}

export interface AppOptions {
  /** Without it the database is embedded. */
  database_url?: string;
  /** DATA_DIR. Replicas share one, as they would share a bucket. */
  folder: string;
  env?: Record<string, string>;
  /** Milliseconds until the start counts as failed. */
  within?: number;
}

const root = new URL("../../", import.meta.url);

function free_port(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

export async function start_app({ database_url, folder, env = {}, within = 60_000 }: AppOptions): Promise<AppProcess> {
  const port = free_port();
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "start.ts"],
    cwd: root,
    env: {
      PORT: String(port),
      // Two replicas stand behind one address; a token of one is good at the other.
      PUBLIC_URL: "http://omni.test",
      ...(database_url
        ? {
          DATABASE_URL: database_url,
          SECRET_KEY: btoa("0123456789abcdef0123456789abcdef"),
          ENCRYPTION_KEYS: `k1:${btoa("abcdef0123456789abcdef0123456789")}`,
          DEMO: "false",
        }
        : {}),
      DATA_DIR: folder,
      LOG_LEVEL: "warn",
      LOG_FORMAT: "json",
      ALLOW_PRIVATE_WEBHOOKS: "true",
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipeThrough(new TextDecoderStream()).pipeTo(
      new WritableStream({ write: (text) => void (output = (output + text).slice(-200_000)) }),
    ).catch(() => {});
  }
  let gone = false;
  const ended = child.status.then(() => void (gone = true));
  const kill = async (signal: Deno.Signal = "SIGKILL") => {
    if (!gone) child.kill(signal);
    await ended;
  };
  try {
    await wait_for(
      "the server answers",
      async () =>
        gone ||
        (await fetch(`${url}/readyz`).then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false)),
      { within, every: 20 },
    );
    if (gone) throw new Error(`The server ended:\n${output}`);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    url,
    pid: child.pid,
    started_in: performance.now() - start,
    output: () => output,
    kill,
    [Symbol.asyncDispose]: () => kill("SIGTERM"),
  };
}

/** Resident memory in bytes. Linux. */
export async function resident(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
