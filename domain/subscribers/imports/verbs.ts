/** What a person does with an import: check it, run it, cancel it. The work itself is a job's (run.ts). */
import { demand } from "~/domain/kernel/actor.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { imports, type SubscriberImport } from "./import.ts";
import { checked_mapping, remember_mapping } from "./mapping.ts";
import { report_of } from "./report.ts";

export interface Instructions {
  mapping?: Record<string, string | null> | undefined;
  external_system?: string | undefined;
}

const startable: readonly string[] = ["uploaded", "checked", "failed", "canceled"];

/** A dry run: reads and judges every row, writes no subscriber. @throws DomainError 409 while it is running, 422 for a mapping that does not fit */
export const check_import = (tx: Tx, id: string, instructions: Instructions = {}): Promise<SubscriberImport> =>
  start(tx, id, "checking", instructions);

/** Imports the rows. A canceled or failed import goes on where it stopped. */
export const run_import = (tx: Tx, id: string, instructions: Instructions = {}): Promise<SubscriberImport> =>
  start(tx, id, "queued", instructions);

async function start(
  tx: Tx,
  id: string,
  status: "checking" | "queued",
  instructions: Instructions,
): Promise<SubscriberImport> {
  demand(tx.actor, "subscribers:import");
  const before = await imports.lock(tx, id);
  if (!startable.includes(before.status)) {
    const remedy = before.status === "completed"
      ? "Upload the file again to import it again."
      : "Wait until it is done, or cancel it.";
    throw conflict(
      "status",
      before.status,
      status === "checking" ? "an import cannot be checked in this state" : "an import cannot be run in this state",
      remedy,
    );
  }
  const external_system = instructions.external_system ?? before.external_system;
  const given: Record<string, string | null> = instructions.mapping ?? texts_of(before.mapping);
  const mapping = checked_mapping(given, before.header);
  const reread = external_system !== before.external_system || sorted(mapping) !== sorted(before.mapping);
  if (reread || status === "checking") await forget_rows(tx, id, reread);
  await remember_mapping(tx, before.header, mapping, external_system);
  const row = await imports.patch(tx, before, {
    status,
    mapping,
    external_system,
    error: null,
    report: null,
    cancel_requested: false,
    finished_at: null,
    rows_done: 0,
    ...(reread ? { rows_total: null, rows_read: 0 } : {}),
  });
  tx.emit("import.progressed", { id, subscriber_id: null, status }, "staff"); // rings the worker
  return row;
}

const texts_of = (mapping: Record<string, unknown>): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(mapping).map(([name, column]) => [name, typeof column === "string" ? column : null]),
  );

const sorted = (mapping: object): string =>
  JSON.stringify(Object.entries(mapping).sort(([a], [b]) => a.localeCompare(b)));

/** Rows that were read with another mapping say nothing any more; what a former run wrote stays written. */
async function forget_rows(tx: Tx, id: string, all: boolean): Promise<void> {
  if (!all) {
    return void await tx
      .sql`update import_rows set expected = null where import_id = ${id}::text::uuid and expected is not null`;
  }
  await tx.sql`delete from import_rows where import_id = ${id}::text::uuid`;
  await tx.sql`delete from import_problems where import_id = ${id}::text::uuid`;
}

/** Stops before the next chunk. What is imported by then stays and is counted. @throws DomainError 409 where nothing runs */
export async function cancel_import(tx: Tx, id: string): Promise<SubscriberImport> {
  demand(tx.actor, "subscribers:import");
  // Not locked: a running chunk stands guard over the row, and two of them in turn would keep this waiting to the end.
  const before = await imports.fetch(tx, id);
  if (["completed", "failed", "canceled"].includes(before.status)) {
    throw conflict("status", before.status, "the import is over already", "There is nothing to cancel.");
  }
  const [running] = await tx.sql`
    update imports
       set cancel_requested = true
     where id = ${id}::text::uuid and locked_until > clock_timestamp() and status in ('checking', 'importing')
    returning id`;
  if (running) return await imports.fetch(tx, id);
  const waiting = await imports.lock(tx, id);
  const report = await report_of(tx, id, waiting.status === "checking" ? "expected" : "outcome");
  tx.emit("import.canceled", { id, subscriber_id: null }, "staff");
  return await imports.patch(tx, waiting, {
    status: "canceled",
    cancel_requested: false,
    report: { ...report },
    finished_at: tx.now().toString(),
  });
}
