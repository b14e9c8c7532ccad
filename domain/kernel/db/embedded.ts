/** PostgreSQL with PostGIS inside the process: nothing to install, one process, data in a directory. */
import type { Duplex } from "node:stream";
import { connect, type Database, type OnQuery } from "./connect.ts";
import type { FromWorker, ToWorker } from "./embedded_worker.ts";
import { worker_socket } from "./worker_socket.ts";

export interface EmbeddedOptions {
  /** Created when missing. Holds the data (`pg/`) and a lock; readable by this user alone. */
  directory: string;
  on_query?: OnQuery;
}

interface Opened {
  lock: Deno.FsFile;
  engine: Engine;
}

/** By directory: engines that were asked for before their database is. */
const begun = new Map<string, Promise<Opened>>();

/** Starts the engine, on a thread of its own, for a start_embedded() to come: it takes as long as loading the product does. */
export function begin_embedded(directory: string): void {
  const opened = open(directory);
  opened.catch(() => {}); // start_embedded() tells
  begun.set(directory, opened);
}

async function open(directory: string): Promise<Opened> {
  await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await lock_directory(directory);
  try {
    return { lock, engine: await start_engine(`${directory}/pg`) };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Starts, or continues, the database in a directory. There is no port and no socket file: nobody else can connect.
 * Exactly one connection, because PGlite is one session; queries queue in the driver, as in PGlite they would anyway. (pglite-socket
 * passes on single messages, so those of two connections could interleave in that one session.) So a
 * transaction that waits for a query outside itself waits for ever: always query through its own `sql`.
 *
 * What was committed survives the end of the process, kill -9 included. A power cut it may not survive: PGlite cannot
 * fsync; what must, belongs on a PostgreSQL server. Should the engine's thread fail, the next query starts another.
 * statement_timeout has no effect: the engine has no timers.
 * @throws Error when another process has the directory open.
 */
export async function start_embedded({ directory, on_query }: EmbeddedOptions): Promise<Database> {
  const opened = begun.get(directory) ?? open(directory);
  begun.delete(directory);
  const { lock, engine: first } = await opened;
  let engine = first;
  let closed = false;

  async function socket(): Promise<Duplex> {
    if (closed) throw new Error("The embedded database is closed");
    if (engine.dead()) engine = await start_engine(`${directory}/pg`);
    return engine.connect();
  }

  const database = connect({
    address: { socket },
    kind: "embedded",
    max: 1,
    idle_timeout: 0,
    connect_timeout: 30,
    on_query,
  });
  return {
    ...database,
    async close() {
      if (closed) return;
      await database.close();
      closed = true;
      await engine.close();
      lock.close();
    },
  };
}

/** The lock is the kernel's and ends with the process, however it ends: it cannot go stale as a pid file can. */
async function lock_directory(directory: string): Promise<Deno.FsFile> {
  const file = await Deno.open(`${directory}/lock`, { create: true, write: true, mode: 0o600 });
  for (let attempt = 0; attempt < 30; attempt++) {
    if (await file.tryLock(true)) return file;
    await new Promise((resolve) => setTimeout(resolve, 100)); // a killed process lets go only when its memory is freed
  }
  file.close();
  throw new Error(
    `The data directory '${directory}' is in use by another Omni process. Stop that one, give this one another directory, ` +
      `or set DATABASE_URL to a PostgreSQL server that both can use.`,
  );
}

interface Engine {
  connect(): Duplex;
  dead(): boolean;
  close(): Promise<void>;
}

async function start_engine(data: string): Promise<Engine> {
  const worker = new Worker(new URL("./embedded_worker.ts", import.meta.url), { type: "module" });
  const sockets = new Set<Duplex>();
  let failure: Error | undefined;
  let waiting: PromiseWithResolvers<void> | undefined;

  function say(message: ToWorker, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  function ask(message: ToWorker): Promise<void> {
    waiting = Promise.withResolvers();
    say(message);
    return waiting.promise;
  }

  function fail(reason: string): void {
    failure = Object.assign(new Error(`The embedded database stopped: ${reason}`), { code: "CONNECTION_CLOSED" });
    waiting?.reject(failure);
    for (const socket of sockets) socket.destroy(failure); // with the error: the driver tries again for ever without one
    worker.terminate();
  }

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => "failed" in data ? fail(data.failed) : waiting?.resolve();
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message);
  };

  await ask({ open: data });
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      say({ connect: port2 }, [port2]);
      const socket = worker_socket(port1);
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      return socket;
    },
    dead: () => failure !== undefined,
    async close() {
      if (!failure) await ask({ close: true });
      worker.terminate();
    },
  };
}
