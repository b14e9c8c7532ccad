/** A ticket's stream for staff and customers: the same words, and each sees what the domain gave. */
import { is_customers_side } from "../portal/conversation.tsx";
import type { FieldChange, TimelineFile, TimelineItem as Item, VisitStep } from "~/domain/tickets/mod.ts";
import { Timeline, TimelineItem } from "../detail/timeline.tsx";
import type { IconName } from "../icon_names.ts";
import { t } from "../text.ts";
import { Time } from "../time.tsx";
import { FileStrip } from "./files.tsx";

export interface StreamProps {
  items: readonly Item[];
  /** The report itself, which stands at the beginning of the stream. */
  description: string | null;
  now: string;
  zone: string;
  file_href: (id: string) => string;
  /** Page of a visit; customers have none. */
  visit_href?: (id: string) => string;
  /** A change as words: "Priority: Normal → High". */
  say_change: (change: FieldChange) => string;
  /** What stands for the house's own machinery, such as "System". */
  system: string;
  channel: (value: string) => string;
}

/** Where a redirect after an answer leads. */
export const latest_id = "latest";

export function TicketTimeline(props: StreamProps) {
  const items = joined(props.items);
  return (
    <Timeline>
      {items.map((item, at) => (
        <StreamItem key={item.id} item={item} props={props} {...(at === items.length - 1 ? { id: latest_id } : {})} />
      ))}
    </Timeline>
  );
}

type Joined = Item & { with_files?: TimelineFile[] };

/** Files that came with the report belong to it. */
function joined(items: readonly Item[]): Joined[] {
  const created = items.find((item) => item.kind === "created");
  const came_along = (item: Item) =>
    item.kind === "files" && created !== undefined && item.at === created.at && item.visibility === "public";
  const files = items.flatMap((item) => item.kind === "files" && came_along(item) ? item.files : []);
  return items.filter((item) => !came_along(item)).map((item) =>
    item === created ? { ...item, with_files: files } : item
  );
}

function StreamItem({ item, props, id }: { item: Joined; props: StreamProps; id?: string }) {
  const { now, zone, file_href } = props;
  const common = { by: item.by ?? props.system, at: item.at, now, zone, ...(id ? { id } : {}) };
  const strip = (files: readonly TimelineFile[]) =>
    files.length ? { attachments: <FileStrip files={files} href={file_href} /> } : {};
  switch (item.kind) {
    case "created":
      return (
        <TimelineItem
          {...common}
          kind="comment"
          did={t("reported, {channel}", { channel: props.channel(item.channel) })}
          {...strip(item.with_files ?? [])}
        >
          {words(props.description)}
        </TimelineItem>
      );
    case "comment": {
      const kind = item.visibility === "internal" ? "note" : is_customers_side(item) ? "comment" : "reply";
      const did = { note: t("internal note, only your team sees it"), comment: t("wrote"), reply: t("replied") }[kind];
      return <TimelineItem {...common} kind={kind} did={did} {...strip(item.files)}>{words(item.body)}</TimelineItem>;
    }
    case "files":
      return (
        <TimelineItem
          {...common}
          kind={item.visibility === "internal" ? "note" : "event"}
          icon={item.visibility === "internal" ? "lock" : "paperclip"}
          did={item.visibility === "internal" ? t("added internal files") : t("added files")}
          {...strip(item.files)}
        />
      );
    case "change":
      return (
        <TimelineItem
          {...common}
          kind="event"
          icon={icon_of(item.changes)}
          did={<span class="break-words">{item.changes.map(props.say_change).join(" · ")}</span>}
        />
      );
    case "visit":
      return <TimelineItem {...common} kind="visit" did={<VisitWords item={item} props={props} />} />;
  }
}

/** Line breaks are the writer's own. */
const words = (text: string | null) => text ? <p class="whitespace-pre-wrap break-words">{text}</p> : null;

const change_icons: Record<string, IconName> = {
  status: "circle-dot",
  priority: "flag",
  assigned_to_id: "user-check",
  due_at: "clock",
  tags: "tag",
  rating: "star",
  subject: "pencil",
};
const icon_of = (changes: readonly FieldChange[]): IconName => change_icons[changes[0]?.field ?? ""] ?? "history";

const steps: Record<VisitStep, () => string> = {
  scheduled: () => t("planned a visit"),
  rescheduled: () => t("moved the visit"),
  unscheduled: () => t("took the visit off the schedule"),
  dispatched: () => t("sent the technician"),
  started: () => t("began the visit"),
  completed: () => t("completed the visit"),
  canceled: () => t("canceled the visit"),
};

function VisitWords(
  { item, props: { now, zone, visit_href } }: { item: Extract<Item, { kind: "visit" }>; props: StreamProps },
) {
  return (
    <>
      {steps[item.step]()}{" "}
      {visit_href ? <a class="link" href={visit_href(item.work_order_id)}>{item.number}</a> : item.number}
      {item.scheduled_start && (
        <>
          , <Time at={item.scheduled_start} now={now} zone={zone} show="absolute" class="" />
        </>
      )}
      {item.technician && <>, {item.technician}</>}
    </>
  );
}
