/** One stream out of three tables: what changed, what was noted, which files came. Oldest first. */
import type { Attachment } from "~/domain/kernel/attachments.ts";
import type { WorkOrder, WorkOrderNote } from "~/domain/work_orders/mod.ts";
import type { History, HistoryEntry } from "../../../(_web)/records/history.ts";

export type Step = "scheduled" | "rescheduled" | "unscheduled" | "dispatched" | "started" | "completed" | "canceled";

export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

export type StreamItem =
  & { id: string; at: string; by: string }
  & (
    | { kind: "created" }
    | { kind: "step"; step: Step; window: { start: string; end: string | null } | null; reason: string | null }
    | { kind: "changes"; changes: FieldChange[] }
    | { kind: "note"; body: string; visibility: WorkOrderNote["visibility"]; files: Attachment[] }
    | { kind: "files"; visibility: Attachment["visibility"]; files: Attachment[] }
  );

const steps: Partial<Record<WorkOrder["status"], Step>> = {
  scheduled: "scheduled",
  draft: "unscheduled",
  dispatched: "dispatched",
  in_progress: "started",
  completed: "completed",
  canceled: "canceled",
};

/** Fields that a step tells in its own words, or that say nothing to people. */
const told_by_steps = new Set([
  "status",
  "scheduled_start",
  "scheduled_end",
  "started_at",
  "completed_at",
  "completion_notes",
  "cancel_reason",
  "search_text",
  "created_by_id",
]);

export function order_stream(
  history: History,
  notes: readonly WorkOrderNote[],
  files: readonly Attachment[],
): StreamItem[] {
  const items = [
    // Newest first in the trail; of one moment, what was written first comes first.
    ...history.found.items.toReversed().flatMap((entry) => told(entry, history.labels)),
    ...notes.map((note): StreamItem => ({
      kind: "note",
      id: note.id,
      at: note.created_at,
      by: note.author_name,
      body: note.body,
      visibility: note.visibility,
      files: files.filter((file) => file.part_id === note.id),
    })),
    ...arrived(files),
  ];
  return items.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || rank(a) - rank(b));
}

const rank = (item: StreamItem): number => item.kind === "created" ? 0 : item.kind === "step" ? 2 : 1;

function told(entry: HistoryEntry, labels: History["labels"]): StreamItem[] {
  const base = { id: entry.id, at: entry.occurred_at, by: entry.actor_label };
  if (entry.action.endsWith(".created")) return [{ ...base, kind: "created" }];
  const changes = changes_of(entry.changes);
  const step = step_of(changes);
  const others = changes.filter(({ field }) => !told_by_steps.has(field)).map(({ field, from, to }) => ({
    field,
    from: named(from, labels),
    to: named(to, labels),
  }));
  return [
    ...(step ? [{ ...base, kind: "step" as const, ...step }] : []),
    ...(others.length ? [{ ...base, id: `${entry.id}-fields`, kind: "changes" as const, changes: others }] : []),
  ];
}

/** Old entries may have any shape: what is no change is left out. */
const changes_of = (changes: Readonly<Record<string, unknown>>): FieldChange[] =>
  Object.entries(changes).flatMap(([field, change]): FieldChange[] =>
    typeof change === "object" && change !== null
      ? [{ field, from: "from" in change ? change.from : null, to: "to" in change ? change.to : null }]
      : []
  );

const named = (value: unknown, labels: History["labels"]): unknown =>
  typeof value === "string" ? labels.get(value) ?? value : value;
const text_or_null = (value: unknown): string | null => typeof value === "string" ? value : null;

function step_of(changes: readonly FieldChange[]) {
  const of = (field: string) => changes.find((change) => change.field === field);
  const start = of("scheduled_start");
  const status = of("status")?.to;
  const name = start?.from && start.to ? "rescheduled" : Object.entries(steps).find(([state]) => state === status)?.[1];
  if (!name) return null;
  const begins = text_or_null(start?.to);
  const planned = name === "scheduled" || name === "rescheduled";
  return {
    step: name,
    window: begins && planned ? { start: begins, end: text_or_null(of("scheduled_end")?.to) } : null,
    reason: text_or_null(of("cancel_reason")?.to),
  };
}

/** Files that came without a note, those of one moment together. */
function arrived(files: readonly Attachment[]): StreamItem[] {
  const groups = Map.groupBy(files.filter((file) => !file.part_id), (file) => `${file.created_at} ${file.visibility}`);
  return [...groups.values()].flatMap((group): StreamItem[] => {
    const [first] = group;
    return first
      ? [{
        kind: "files",
        id: first.id,
        at: first.created_at,
        by: first.uploaded_by_name,
        visibility: first.visibility,
        files: group,
      }]
      : [];
  });
}
