import { createHash } from "node:crypto";
import { too_large } from "~/domain/kernel/errors.ts";

export type StoredFile = { key: string; size: number; sha256: string };
/** Both ends belong to it, as in HTTP. */
export type ByteRange = { start: number; end: number };
export type FileSource = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** Where bytes live. Keys are made by the storage and mean nothing; names, types and owners are rows in the database. */
export type Storage = {
  /** Stores everything or nothing. Throws `too_large` past `max_bytes`. @param type the sniffed type; only a note for who looks into the bucket */
  put(source: FileSource, options: { max_bytes: number; type?: string }): Promise<StoredFile>;
  /** The bytes; throws `not_found` when there are none under the key. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Does nothing when the file is gone already, so that a clean-up can run twice. */
  remove(key: string): Promise<void>;
  exists(key: string): Promise<boolean>;
};

/** Keys are ours, but they come back from the database and from restored backups: nothing that could climb out of the folder passes. */
export function checked_key(key: string): string {
  if (/^[a-z0-9][a-z0-9-]{7,63}$/.test(key)) return key;
  throw new Error(`"${key.slice(0, 40)}" is no storage key.`);
}

/** Passes bytes on while counting and hashing them; throws `too_large` as soon as the limit is passed, not at the end. */
export async function* measured(
  source: FileSource,
  max_bytes: number,
  done: (size: number, sha256: string) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    size += chunk.length;
    if (size > max_bytes) throw too_large("file", megabytes(size), megabytes(max_bytes));
    hash.update(chunk);
    yield chunk;
  }
  done(size, hash.digest("hex"));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 2)} MB`;
}
