import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { Icon, type IconName } from "../icon.tsx";
import { t } from "../text.ts";
import { Time } from "../time.tsx";

export type TimelineKind = "comment" | "reply" | "note" | "event" | "message" | "visit";

const looks: Record<TimelineKind, { icon: IconName; dot: string; bubble: string }> = {
  comment: { icon: "message-square", dot: cx("text-rose"), bubble: "" }, // what comes from outside
  message: { icon: "mail", dot: cx("text-rose"), bubble: "" },
  reply: { icon: "send", dot: cx("text-primary"), bubble: cx("bubble-out") }, // what goes out
  note: { icon: "lock", dot: cx("text-warn"), bubble: cx("bubble-note") }, // what must stay inside
  event: { icon: "history", dot: cx("text-ink-3"), bubble: "" },
  visit: { icon: "truck", dot: cx("text-ok"), bubble: "" },
};

/** One stream of everything that happened. */
export function Timeline({ children, label = t("Timeline") }: { children: ComponentChildren; label?: string }) {
  return <ol class="events" aria-label={label}>{children}</ol>;
}

export interface TimelineItemProps {
  kind: TimelineKind;
  /** Who or what acted. */
  by: string;
  /** What was done, in words: "replied by e-mail and portal". */
  did?: ComponentChildren;
  at: string;
  now: string;
  zone?: string;
  icon?: IconName;
  tone?: string;
  /** The words themselves; an event has none. */
  children?: ComponentChildren;
  attachments?: ComponentChildren;
  actions?: ComponentChildren;
  id?: string;
}

export function TimelineItem(
  { kind, by, did, at, now, zone, icon, tone, children, attachments, actions, id }: TimelineItemProps,
) {
  const look = looks[kind];
  return (
    <li class="event" {...(id ? { id } : {})}>
      <span class={cx("event-dot", tone ?? look.dot)}>
        <Icon name={icon ?? look.icon} />
      </span>
      <div class="flex-1 min-w-0">
        <div class="event-head">
          <b class="font-semibold">{by}</b>
          <span class={kind === "note" ? "event-did font-semibold text-warn" : "event-did text-ink-3"}>
            {kind === "note" ? did ?? t("internal note") : did}
          </span>
          <Time at={at} now={now} {...(zone ? { zone } : {})} class="ml-auto text-ink-3 fig whitespace-nowrap" />
        </div>
        {children && <div class={cx("bubble prose", look.bubble)}>{children}</div>}
        {attachments && <div class="flex flex-wrap gap-2 mt-2">{attachments}</div>}
        {actions && <div class="flex gap-3 mt-1 text-xs">{actions}</div>}
      </div>
    </li>
  );
}

/** A file hung on a message. */
export function AttachmentLink(
  { href, name, size, image }: { href: string; name: string; size: string; image?: boolean },
) {
  return (
    <a
      href={href}
      class="inline-flex items-center gap-2 h-8 px-2.5 rounded-md border border-line bg-panel text-xs font-medium hover:border-control max-w-full"
    >
      <Icon name={image ? "image" : "file"} class="text-ink-3" />
      <span class="truncate">{name}</span>
      <span class="text-ink-3 whitespace-nowrap">{size}</span>
    </a>
  );
}
