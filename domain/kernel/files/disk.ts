import { not_found } from "~/domain/kernel/errors.ts";
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { type ByteRange, checked_key, measured, type Storage } from "~/domain/kernel/files/storage.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";

/** Files in a folder, spread over 65,536 subfolders by the key's hash: v7 keys of one day share their beginning, and folders of a million entries are slow. */
export function disk_storage(folder: string): Storage {
  const root = folder.replace(/\/+$/, "");
  const place = (key: string) => {
    const hash = token_hash(checked_key(key));
    return {
      dir: `${root}/${hash.slice(0, 2)}/${hash.slice(2, 4)}`,
      path: `${root}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${key}`,
    };
  };

  return {
    async put(source, { max_bytes }) {
      const key = new_id();
      const { dir, path } = place(key);
      const unfinished = `${root}/unfinished/${key}`; // same file system: the rename is atomic, no reader ever sees half a file
      await Deno.mkdir(`${root}/unfinished`, { recursive: true });
      await Deno.mkdir(dir, { recursive: true });
      const stored = { key, size: 0, sha256: "" };
      try {
        using file = await Deno.open(unfinished, { write: true, createNew: true, mode: 0o600 });
        for await (
          const chunk of measured(source, max_bytes, (size, sha256) => Object.assign(stored, { size, sha256 }))
        ) {
          await write_all(file, chunk);
        }
        await file.sync(); // before the row commits: a power cut must not leave a row without its file
        await Deno.rename(unfinished, path);
        return stored;
      } catch (error) {
        await Deno.remove(unfinished).catch(() => {});
        throw error;
      }
    },

    async get(key, range) {
      const file = await Deno.open(place(key).path).catch((error) => {
        throw error instanceof Deno.errors.NotFound ? not_found("file", key) : error;
      });
      if (range === undefined) return file.readable;
      await file.seek(range.start, Deno.SeekMode.Start);
      return file.readable.pipeThrough(first_bytes(range));
    },

    async remove(key) {
      await Deno.remove(place(key).path).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    },

    async exists(key) {
      try {
        return (await Deno.stat(place(key).path)).isFile;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw error;
      }
    },
  };
}

async function write_all(file: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += await file.write(chunk.subarray(written));
}

/** Ends after the range's length; terminate() also closes the file behind it. */
function first_bytes({ start, end }: ByteRange): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = end - start + 1;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.length > left ? chunk.subarray(0, left) : chunk);
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}
