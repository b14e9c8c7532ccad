/** Words for fields and their values, the same in lists, details, forms, filters and files. */
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import type { BaseColumn } from "~/domain/kernel/list_query.ts";
import { format_in_zone } from "~/domain/kernel/time/zones.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import { t } from "~/components/text.ts";
import type { Tone } from "~/components/badge.tsx";

export type AnyColumn = Field | BaseColumn;
export const is_field = (column: AnyColumn): column is Field => "has_default" in column;

const base_labels: Record<string, string> = {
  created_at: "Created",
  updated_at: "Changed",
  number: "Number",
  id: "ID",
  is_active: "State",
};

/** "Assigned to", "SLA due": the declared label, else the humanised name. */
export const field_label = (column: AnyColumn): string =>
  t((is_field(column) ? column.label : undefined) ?? base_labels[column.name] ?? humanise(column.name));

/** A field's label by its name, for audit entries and error details that may name fields of an older shape. */
export function name_label(entity: Entity, name: string): string {
  const column = entity.column(name);
  return column ? field_label(column) : t(base_labels[name] ?? humanise(name));
}

const humanised = new Map<string, string>();

/** Kept, because a list says the same few words hundreds of times; bounded, because addresses bring words of their own. */
export function choice_label(value: string): string {
  const known = humanised.get(value);
  if (known !== undefined) return t(known);
  const words = humanise(value);
  if (humanised.size < 1_000) humanised.set(value, words);
  return t(words);
}

/** Colour of a state by its word: the same word has the same colour in every domain. It never stands without the word. */
const tones: readonly (readonly [Tone, readonly string[]])[] = [
  ["ok", [
    "active",
    "resolved",
    "completed",
    "delivered",
    "sent",
    "succeeded",
    "verified",
    "passed",
    "paid",
    "approved",
    "won",
  ]],
  ["primary", ["open", "in_progress", "dispatched", "running", "processing", "importing"]],
  ["info", ["new", "scheduled", "queued", "checking", "uploaded", "submitted"]],
  ["warn", ["pending", "on_hold", "paused", "suspended", "waiting", "checked", "expired", "retrying"]],
  ["bad", ["failed", "terminated", "abandoned", "rejected", "refused", "dead", "blocked", "lost", "disabled"]],
];
const tone_of_word = new Map(tones.flatMap(([tone, words]) => words.map((word) => [word, tone] as const)));
export const choice_tone = (value: string): Tone => tone_of_word.get(value) ?? "neutral";

/** The column that says in which state a row is, by the names that states have. */
export const is_state_field = (column: Field): boolean =>
  column.kind === "choice" && /(^|_)(status|state)$/.test(column.name);
export const is_priority_field = (column: Field): boolean => column.kind === "choice" && column.name === "priority";

/** What stands for a row: its label, the time it is about, its number, or the end of its id. @param zone for a label that is a time */
export function row_label(entity: Entity, row: Readonly<Record<string, unknown>>, zone = "UTC"): string {
  const label = row[entity.label_field];
  if (entity.column(entity.label_field)?.kind === "ref") {
    return String(row[`${entity.label_field.replace(/_id$/, "")}_label`] ?? entity.label);
  }
  if (entity.column(entity.label_field)?.kind === "timestamp" && typeof label === "string") {
    return t("{thing} of {time}", { thing: t(entity.label), time: format_in_zone(label, zone, "date_time") });
  }
  if (typeof label === "string" && label !== "") return label;
  return typeof row.number === "string" ? row.number : `${entity.label} ${String(row.id).slice(-6)}`;
}
