/** A ticket's stream as the customer follows it: words, visits, files and turns of the state. The trail of fields is the house's own. */
import type { ComponentChildren } from "preact";
import type { FieldChange, TimelineFile, TimelineItem as Item, VisitStep } from "~/domain/tickets/mod.ts";
import { Timeline, TimelineItem } from "../detail/timeline.tsx";
import { RatingMark } from "../form/rating.tsx";
import type { IconName } from "../icon_names.ts";
import { t } from "../text.ts";
import { FileStrip } from "../tickets/files.tsx";
import { first_name } from "./first_name.ts";
import { window_words } from "./when.ts";

export interface ConversationProps {
  items: readonly Item[];
  description: string | null;
  /** The reader's own name: what the reader wrote is "You". */
  reader: string;
  now: string;
  zone: string;
  file_href: (id: string) => string;
}

/** Where the page opens after an answer. */
export const latest_id = "latest";

export function Conversation(props: ConversationProps) {
  const seen = props.items.filter((item) => item.visibility === "public");
  const created = seen.find((item) => item.kind === "created");
  const came_along = (item: Item) => item.kind === "files" && item.at === created?.at;
  const lines = seen.filter((item) => !came_along(item)).flatMap((item) => line_of(item, props));
  const first_files = seen.flatMap((item) => item.kind === "files" && came_along(item) ? item.files : []);
  return (
    <Timeline label={t("What happened so far")}>
      {lines.map((line, at) => (
        <Line
          key={line.item.id}
          line={line}
          props={props}
          more={line.item === created ? first_files : []}
          last={at === lines.length - 1}
        />
      ))}
    </Timeline>
  );
}

interface ShownLine {
  item: Item;
  did: ComponentChildren;
  look: "own" | "house" | "event" | "visit";
  icon?: IconName;
  words?: string | null;
}

/** @param more files that were sent with the report: they belong to its words */
function Line(
  { line: { item, did, look, icon, words }, props, more, last }: {
    line: ShownLine;
    props: ConversationProps;
    more: readonly TimelineFile[];
    last: boolean;
  },
) {
  const kinds = { own: "reply", house: "comment", event: "event", visit: "visit" } as const;
  const files = [...more, ...("files" in item ? item.files : [])].filter((file) => file.visibility === "public");
  return (
    <TimelineItem
      kind={kinds[look]}
      by={said_by(item, props.reader)}
      did={did}
      at={item.at}
      now={props.now}
      zone={props.zone}
      {...(last ? { id: latest_id } : {})}
      {...(icon ? { icon } : {})}
      {...(look === "house" ? { tone: "text-primary" } : {})}
      {...(files.length ? { attachments: <FileStrip files={files} href={props.file_href} /> } : {})}
    >
      {words ? <p class="whitespace-pre-wrap break-words">{words}</p> : null}
    </TimelineItem>
  );
}

export function said_by(item: Pick<Item, "by" | "by_kind">, reader: string): string {
  if (item.by === null || item.by_kind === "system") return t("Our service desk");
  if (is_customers_side(item)) return item.by === reader ? t("You") : item.by;
  return first_name(item.by);
}

/** The customer, and the reseller who speaks for them. */
export const is_customers_side = (item: Pick<Item, "by_kind">): boolean =>
  item.by_kind === "customer" || item.by_kind === "reseller";

function line_of(item: Item, props: ConversationProps): ShownLine[] {
  const own = is_customers_side(item);
  const look = own ? "own" as const : "house" as const;
  switch (item.kind) {
    case "created":
      return [{
        item,
        look: "own",
        did: own ? t("reported this") : t("wrote down your report"),
        words: props.description,
      }];
    case "comment":
      return [{
        item,
        look,
        did: own ? t("wrote") : t("answered"),
        words: item.body,
        ...(own ? {} : { icon: "headset" as const }),
      }];
    case "files":
      return [{ item, look: "event", did: t("added files"), icon: "paperclip" }];
    case "visit":
      return [{ item, look: "visit", did: visit_words(item, props) }];
    case "change":
      return item.changes.flatMap((change) => {
        const turn = turn_of(change, own);
        return turn ? [{ item, look: "event" as const, ...turn }] : [];
      }).slice(0, 1); // one change of many fields is one thing that happened
  }
}

/** The turns that concern whoever waits. An answer that wakes a waiting ticket stands in the stream already. */
function turn_of({ field, from, to }: FieldChange, own: boolean): { did: ComponentChildren; icon: IconName } | null {
  if (field === "rating" && typeof to === "number") {
    return {
      did: (
        <>
          {t("rated it")} <RatingMark value={to} />
        </>
      ),
      icon: "star",
    };
  }
  if (field === "subject") return { did: t("renamed it to “{subject}”", { subject: String(to) }), icon: "pencil" };
  if (field !== "status") return null;
  if (to === "open" && (from === "resolved" || from === "closed")) {
    return { did: t("opened it again"), icon: "rotate-ccw" };
  }
  if (own) return null;
  return turns[String(to)]?.() ?? null;
}

const turns: Record<string, () => { did: string; icon: IconName }> = {
  open: () => ({ did: t("took it up"), icon: "wrench" }),
  pending: () => ({ did: t("waits for your answer"), icon: "message-square" }),
  on_hold: () => ({ did: t("put it on hold"), icon: "circle-pause" }),
  resolved: () => ({ did: t("marked it as fixed"), icon: "circle-check" }),
  closed: () => ({ did: t("closed it"), icon: "circle-check" }),
  canceled: () => ({ did: t("called it off"), icon: "circle-x" }),
};

const steps: Record<VisitStep, () => string> = {
  scheduled: () => t("planned a visit"),
  rescheduled: () => t("moved the visit"),
  unscheduled: () => t("took the visit off the calendar"),
  dispatched: () => t("confirmed the visit"),
  started: () => t("began the visit"),
  completed: () => t("finished the visit"),
  canceled: () => t("called the visit off"),
};

function visit_words(item: Extract<Item, { kind: "visit" }>, { now, zone }: ConversationProps): string {
  const when = item.scheduled_start ? window_words(item.scheduled_start, item.scheduled_end, now, zone) : null;
  const who = item.technician && item.step !== "started" && item.step !== "completed"
    ? t("with {name}", { name: first_name(item.technician) })
    : null;
  return [steps[item.step](), when, who].filter((part) => part !== null).join(", ");
}
