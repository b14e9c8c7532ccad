/** Audit: who changed what, field by field, in the same commit as the change. */
import type { Entity } from "./entity.ts";

export type Changes = Record<string, { from: unknown; to: unknown }>;

export interface AuditEntry {
  action: string;
  entity_type: string;
  entity_id: string;
  entity_label: string | null;
  subscriber_id: string | null;
  changes: Changes;
}

const untracked = new Set(["created_at", "updated_at"]);
const masked = "(secret)";
const longest = 2_000;

/** Per-field difference of two rows. Secrets show that they changed, never what they are. */
export function difference(entity: Entity, before: Record<string, unknown>, after: Record<string, unknown>): Changes {
  const changes: Changes = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (untracked.has(name) || name.endsWith("_label")) continue;
    const [from, to] = [before[name] ?? null, after[name] ?? null];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    changes[name] = entity.column(name)?.secret
      ? { from: masked, to: masked }
      : { from: shortened(from), to: shortened(to) };
  }
  return changes;
}

const shortened = (value: unknown) =>
  typeof value === "string" && value.length > longest ? `${value.slice(0, longest)}…` : value;
