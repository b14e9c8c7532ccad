/** The embedded PostgreSQL, in a thread of its own so that a long query does not hold up the pages. Speaks the wire protocol on message ports. */
/// <reference lib="deno.worker" />
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { postgis } from "@electric-sql/pglite-postgis";
import { is_startup, join, one_ready, split_requests } from "./protocol.ts";

export type ToWorker = { open: string } | { connect: MessagePort } | { close: true };
export type FromWorker = { ready: true } | { closed: true } | { failed: string };

let db: PGlite | undefined;
let queue: Promise<unknown> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ("open" in data) in_turn(() => open(data.open));
  if ("connect" in data) serve(data.connect);
  if ("close" in data) in_turn(close);
};

function tell(message: FromWorker): void {
  self.postMessage(message);
}

/** One thing at a time, in the order asked. */
function in_turn(run: () => Promise<void>): void {
  queue = queue.then(run).catch((error: unknown) =>
    tell({ failed: error instanceof Error ? error.message : String(error) })
  );
}

async function open(directory: string): Promise<void> {
  db = await PGlite.create(directory, {
    extensions: { postgis, pg_trgm, btree_gist, unaccent },
    relaxedDurability: false,
  });
  tell({ ready: true });
}

/** Writes a checkpoint, so that the next start has nothing to recover. */
async function close(): Promise<void> {
  await db?.close();
  tell({ closed: true });
}

function serve(port: MessagePort): void {
  port.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | null>) => in_turn(() => answer(port, data));
}

/** Null is the end of a connection. */
async function answer(port: MessagePort, bytes: Uint8Array<ArrayBuffer> | null): Promise<void> {
  if (!db) throw new Error("The embedded database is not open");
  if (bytes === null || is_startup(bytes)) await reset(db);
  else if (bytes[0] === 0) return port.postMessage(null); // a cancel request: the engine cannot be interrupted
  if (bytes === null) return port.close();
  for (const request of split_requests(bytes)) {
    const parts: Uint8Array[] = [];
    await db.execProtocolRawStream(request.bytes, {
      onRawData: (part) => void parts.push(part.slice()), // the original is a view into the memory of the engine, which goes on using it
    });
    const answer = one_ready(join(parts), request.asks_ready);
    if (answer.length > 0) port.postMessage(answer, [answer.buffer]);
  }
}

/** PGlite is one session for ever: what a connection left behind must not meet the next one. */
async function reset(db: PGlite): Promise<void> {
  if (db.isInTransaction()) await db.exec("rollback");
  await db.exec("discard all"); // alone: together with another statement it would be a transaction, which it refuses
  await db.exec("set time zone 'UTC'");
}
