/** Files and imports for the tests beside this. */
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { type Instructions, run_import, type SubscriberImport, upload_import } from "~/domain/subscribers/mod.ts";
import { check_import, imports } from "~/domain/subscribers/mod.ts";
import { run_imports } from "~/jobs/tasks/run_imports.ts";
import { staff } from "~/tests/support/fixtures.ts";

export const importer: Actor = staff("subscribers:*", "people:*", "sites:*");

export const customers_csv = (): Promise<Uint8Array<ArrayBuffer>> =>
  Deno.readFile(new URL("../../../demo/data/customers.csv", import.meta.url));
export const csv = (...lines: string[]): Uint8Array<ArrayBuffer> => new TextEncoder().encode(lines.join("\n"));

export async function upload(
  platform: Platform,
  source: Uint8Array<ArrayBuffer>,
  external_system: string | null = "splynx",
): Promise<SubscriberImport> {
  const uploaded = await platform.transaction(
    importer,
    (tx) => upload_import(tx, { source, file_name: "customers.csv", external_system }),
  );
  return uploaded.import;
}

export const read_import = (platform: Platform, id: string): Promise<SubscriberImport> =>
  platform.read(importer, (tx) => imports.fetch(tx, id));

/** Uploads, runs to the end, and tells how it stands. */
export async function imported(
  platform: Platform,
  source: Uint8Array<ArrayBuffer>,
  instructions: Instructions = {},
): Promise<SubscriberImport> {
  const { id } = await upload(platform, source);
  await platform.transaction(importer, (tx) => run_import(tx, id, instructions));
  await run_imports(platform);
  return await read_import(platform, id);
}

export async function checked(platform: Platform, source: Uint8Array<ArrayBuffer>): Promise<SubscriberImport> {
  const { id } = await upload(platform, source);
  await platform.transaction(importer, (tx) => check_import(tx, id));
  await run_imports(platform);
  return await read_import(platform, id);
}
