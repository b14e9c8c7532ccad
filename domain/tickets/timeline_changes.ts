/** The audit trail of a ticket as a person reads it: fields by their labels, people and places by their names. */
import { portal_of } from "~/domain/kernel/actor.ts";
import { author_kinds } from "~/domain/kernel/attachments.ts";
import type { Changes } from "~/domain/kernel/audit.ts";
import { referenced, visible_columns } from "~/domain/kernel/entity.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { ticket } from "./ticket.ts";
import type { FieldChange, TimelineItem } from "./timeline_item.ts";
import type { Ticket } from "./tickets.ts";

/** Follow from other changes; a line for each would bury what happened. */
const implied = new Set(["first_response_at", "resolved_at", "closed_at", "rated_at"]);

export interface TrailRow {
  id: string;
  occurred_at: string;
  action: string;
  entity_id: string;
  changes: Changes;
  actor_kind: string;
  actor_label: string;
}

/** The newest 500 entries of these rows' trail, with the house's own rights: whoever calls narrows what comes back. */
export async function trail(tx: Tx, entity_type: string, ids: readonly string[]): Promise<TrailRow[]> {
  if (ids.length === 0) return [];
  return await tx.elevated(async (inner) =>
    await inner.sql<TrailRow[]>`
      select id, occurred_at, action, entity_id::text as entity_id, changes, actor_kind, actor_label
        from audit_events
       where entity_id::text in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
         and entity_type = ${entity_type}
       order by occurred_at desc, id desc
       limit 500`
  );
}

/** A colleague and the customer have names; a job or a key is "the system" to an outsider. */
export function who(tx: Tx, row: { actor_kind: string; actor_label: string }): Pick<TimelineItem, "by" | "by_kind"> {
  const by_kind = author_kinds.find((kind) => kind === row.actor_kind) ?? "system";
  return { by: by_kind === "system" && portal_of(tx.actor) ? null : row.actor_label, by_kind };
}

export async function ticket_changes(tx: Tx, row: Ticket): Promise<TimelineItem[]> {
  const rows = await trail(tx, "ticket", [row.id]);
  const names = await names_of(tx, rows);
  return rows.flatMap((entry): TimelineItem[] => {
    const common = { id: entry.id, at: entry.occurred_at, visibility: "public" as const, ...who(tx, entry) };
    if (entry.action === "ticket.created") return [{ ...common, kind: "created", channel: row.channel }];
    const seen = shown_fields(tx).filter((column) => column.name in entry.changes);
    const changes = seen.map((column) => changed(column, entry.changes, names));
    return changes.length
      ? [{
        ...common,
        visibility: seen.every((column) => column.staff_only) ? "internal" : "public",
        kind: "change",
        changes,
      }]
      : [];
  });
}

function shown_fields(tx: Tx): Field[] {
  return visible_columns(ticket, portal_of(tx.actor)).filter((column) => !implied.has(column.name));
}

function changed(column: Field, changes: Changes, names: Map<string, string>): FieldChange {
  const { from, to } = changes[column.name] ?? { from: null, to: null };
  const named = (value: unknown) =>
    column.kind === "ref" && typeof value === "string" ? names.get(value) ?? value : value;
  return { field: column.name, label: column.label ?? null, from: named(from), to: named(to) };
}

/** Names of everything that the shown changes point at, one query a table, with the reader's own rights. */
async function names_of(tx: Tx, rows: readonly TrailRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const column of shown_fields(tx).filter((each) => each.kind === "ref")) {
    const ids = new Set(
      rows.flatMap(({ changes }) => [changes[column.name]?.from, changes[column.name]?.to]).filter(is_uuid),
    );
    if (ids.size === 0) continue;
    const { table, label_field } = referenced(column);
    const found = await tx.sql<{ id: string; name: string }[]>`
      select id, ${tx.sql(label_field)}::text as name from ${tx.sql(table)}
       where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify([...ids])}::text::jsonb))`;
    for (const row of found) names.set(row.id, row.name);
  }
  return names;
}
