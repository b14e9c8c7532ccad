import assert from "node:assert/strict";
import { stage_files } from "~/domain/kernel/attachments.ts";
import { clamd } from "~/domain/kernel/files/scan.ts";
import { platform_on, test_config } from "../../support/fixtures.ts";
import { with_database } from "../../support/database.ts";
import { png, refused } from "../../domain/tickets/world.ts";

interface Daemon extends AsyncDisposable {
  url: string;
  /** Bytes of each scan. */
  scanned: Uint8Array[];
}

/** Speaks clamd's protocol as clamd(8) describes it: a command ended by NUL, chunks after their length, an empty one at the end. */
function daemon(answer: (bytes: Uint8Array) => string): Daemon {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const scanned: Uint8Array[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      const received: number[] = [];
      for await (const part of connection.readable.values({ preventCancel: true })) {
        received.push(...part);
        const bytes = chunks(Uint8Array.from(received));
        if (bytes) {
          scanned.push(bytes);
          await connection.write(new TextEncoder().encode(`${answer(bytes)}\0`));
          break;
        }
      }
      connection.close();
    }
  })();
  return {
    url: `tcp://127.0.0.1:${listener.addr.port}`,
    scanned,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving.catch(() => {});
    },
  };
}

/** The stream's bytes once its end has come. */
function chunks(received: Uint8Array): Uint8Array | null {
  const command = new TextEncoder().encode("zINSTREAM\0");
  if (received.length < command.length) return null;
  assert.deepEqual(received.subarray(0, command.length), command);
  const view = new DataView(received.buffer);
  const parts: number[] = [];
  for (let at = command.length; at + 4 <= received.length;) {
    const size = view.getUint32(at);
    if (size === 0) return Uint8Array.from(parts);
    parts.push(...received.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return null;
}
const stream = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();

Deno.test("scan() sends every byte once and reads the verdict", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536)).slice(0, 65_536);
  const long = new Uint8Array([...bytes, ...bytes, 1, 2, 3]);
  await using clean = daemon(() => "stream: OK");
  assert.equal(await clamd(clean.url).scan(stream(long)), null);
  assert.deepEqual(clean.scanned[0], long);
  await using dirty = daemon(() => "stream: Eicar-Signature FOUND");
  assert.equal(await clamd(dirty.url).scan(stream(bytes)), "Eicar-Signature");
});

Deno.test("scan() lets nothing in that was not judged: no daemon, no verdict, a closed line", async () => {
  await using limit = daemon(() => "INSTREAM size limit exceeded. ERROR");
  await using silent = daemon(() => "");
  for (const url of [limit.url, silent.url, "tcp://127.0.0.1:1"]) {
    await assert.rejects(clamd(url).scan(stream(new Uint8Array([1]))), { code: "unavailable", retry_after: 30 }, url);
  }
});

Deno.test(
  "an infected upload is refused by name, and none of its message's files is kept",
  with_database(async ({ db }) => {
    await using scanner = daemon((bytes) => bytes.length === png.length ? "stream: OK" : "stream: Test.Virus FOUND");
    const config = test_config({ CLAMD_URL: scanner.url });
    const platform = platform_on(db, { config });
    const files = (...sources: Uint8Array<ArrayBuffer>[]) =>
      sources.map((source) => ({ name: "photo.png", claimed_type: "image/png", source }));
    const error = await refused(
      stage_files(platform, files(png, new Uint8Array([...png, 0]))),
      "validation_error",
    );
    assert.match(error.message, /files\.1: holds malware \(Test\.Virus\)/);
    assert.equal(count(`${config.DATA_DIR}/files`), 0);
    assert.equal((await stage_files(platform, files(png))).length, 1);
    assert.equal(count(`${config.DATA_DIR}/files`), 1);
  }),
);

function count(folder: string): number {
  return [...Deno.readDirSync(folder)].reduce(
    (sum, entry) => sum + (entry.isDirectory ? count(`${folder}/${entry.name}`) : 1),
    0,
  );
}
