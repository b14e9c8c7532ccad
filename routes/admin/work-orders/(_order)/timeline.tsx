/** The stream of a job as people read it. */
import { Timeline, TimelineItem } from "~/components/detail/timeline.tsx";
import type { IconName } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { FileStrip } from "~/components/tickets/files.tsx";
import { window_text } from "~/components/work/window_text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { NoteVisibility } from "~/domain/work_orders/mod.ts";
import { paths } from "../../../(_web)/paths.ts";
import { field_label, name_label } from "../../../(_web)/records/labels.ts";
import { type Reading, value_text } from "../../../(_web)/records/value.tsx";
import type { FieldChange, Step, StreamItem } from "./stream.ts";

const steps: Record<Step, { icon: IconName; words: () => string }> = {
  scheduled: { icon: "calendar-clock", words: () => t("planned the visit") },
  rescheduled: { icon: "calendar-clock", words: () => t("moved the visit") },
  unscheduled: { icon: "calendar", words: () => t("took the visit off the schedule") },
  dispatched: { icon: "send", words: () => t("sent it to the technician") },
  started: { icon: "play", words: () => t("began the work") },
  completed: { icon: "circle-check", words: () => t("completed the work") },
  canceled: { icon: "ban", words: () => t("canceled it") },
};

const note_words: Record<NoteVisibility, () => string> = {
  internal: () => t("internal note, only your team sees it"),
  public: () => t("wrote for the customer"),
  vendor: () => t("note between your team and the contractor"),
};

/** Where a redirect after a note leads. */
export const latest_id = "latest";

export function OrderTimeline(
  { items, entity, read }: { items: readonly StreamItem[]; entity: Entity; read: Reading },
) {
  return (
    <Timeline>
      {items.map((item, at) => (
        <Item key={item.id} item={item} entity={entity} read={read} last={at === items.length - 1} />
      ))}
    </Timeline>
  );
}

function Item({ item, entity, read, last }: { item: StreamItem; entity: Entity; read: Reading; last: boolean }) {
  const common = { by: item.by, at: item.at, now: read.now, zone: read.zone, ...(last ? { id: latest_id } : {}) };
  switch (item.kind) {
    case "created":
      return <TimelineItem {...common} kind="event" icon="plus" did={t("created the work order")} />;
    case "step": {
      const { icon, words } = steps[item.step];
      const when = item.window ? `: ${window_text(item.window.start, item.window.end, read.now, read.zone)}` : "";
      return (
        <TimelineItem
          {...common}
          kind="visit"
          icon={icon}
          did={<span class="break-words">{words()}{when}{item.reason && `: ${item.reason}`}</span>}
        />
      );
    }
    case "changes":
      return (
        <TimelineItem
          {...common}
          kind="event"
          icon="pencil"
          did={
            <span class="break-words">
              {item.changes.map((change) => change_words(entity, change, read.zone)).join(" · ")}
            </span>
          }
        />
      );
    case "note": {
      const attachments = item.files.length
        ? { attachments: <FileStrip files={item.files} href={paths.admin.attachment} /> }
        : {};
      const kind = item.visibility === "internal" ? "note" : "reply";
      return (
        <TimelineItem
          {...common}
          kind={kind}
          did={note_words[item.visibility]()}
          {...attachments}
        >
          <p class="whitespace-pre-wrap break-words">{item.body}</p>
        </TimelineItem>
      );
    }
    case "files": {
      const internal = item.visibility === "internal";
      return (
        <TimelineItem
          {...common}
          kind={internal ? "note" : "event"}
          icon={internal ? "lock" : "paperclip"}
          did={internal ? t("added internal files") : t("added files that the customer sees")}
          attachments={<FileStrip files={item.files} href={paths.admin.attachment} />}
        />
      );
    }
  }
}

/** "Priority: Normal → High". */
export function change_words(entity: Entity, { field, from, to }: FieldChange, zone: string): string {
  const column = entity.column(field);
  const label = column ? field_label(column) : name_label(entity, field);
  if (column?.kind === "long_text") return t("{field} changed", { field: label });
  const [before, after] = [value_text(column, from, zone), value_text(column, to, zone)];
  if (!before) return `${label}: ${after}`;
  return after ? `${label}: ${before} → ${after}` : t("{field} taken away ({was})", { field: label, was: before });
}
