/** A field's value for people: the same in a list's cell and among a record's facts. */
import type { ComponentChildren } from "preact";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { date_writer } from "~/components/formatters.ts";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { type Priority, PriorityMark } from "~/components/priority_mark.tsx";
import { number_text } from "~/components/number_text.ts";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { absolute_time } from "~/components/time_text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { referenced } from "~/domain/kernel/entity.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import { paths } from "../paths.ts";
import { type AnyColumn, choice_label, choice_tone, is_field, is_priority_field, is_state_field } from "./labels.ts";
import { is_point, point_text } from "./point_text.ts";

export interface Reading {
  actor: Actor;
  zone: string;
  /** When the page was made, for relative times. */
  now: string;
}

/**
 * Who reads, where and when, as text: what a cell shows beside its row. The list's clock goes in steps (`clock_step`), so
 * that rows are drawn again three times a minute and not at every request.
 */
export const reading_key = ({ actor, zone, now }: Reading, more: readonly string[]): string =>
  [now, zone, actor.kind, actor.permissions.keys.join(","), ...more].join(" ");

const step_ms = 20_000;

/** The time of a list: the end of the step that it falls in. Never before what just happened, which would be "in 1 min". */
export const clock_step = (now: Temporal.Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.ceil(now.epochMilliseconds / step_ms) * step_ms).toString();

type Row = Readonly<Record<string, unknown>>;

/** Nothing is told by a dash for the eye and by a word for the ear. */
export const Nothing = () => (
  <span class="text-ink-3">
    <span aria-hidden="true">–</span>
    <span class="sr-only">{t("none")}</span>
  </span>
);

const priorities: readonly Priority[] = ["low", "normal", "high", "urgent"];

export function Value(
  { column, row, read, links = true, brief = false }: {
    column: AnyColumn;
    row: Row;
    read: Reading;
    links?: boolean;
    brief?: boolean;
  },
): ComponentChildren {
  const value = row[column.name];
  if (value === null || value === undefined || value === "") return <Nothing />;
  const text = String(value);
  switch (column.kind) {
    case "timestamp":
      // What the system stamped is told by its age, what people planned by the calendar and the clock.
      return !is_field(column) || column.readonly
        ? Time({ at: text, now: read.now, zone: read.zone })
        : Moment({ at: text, read });
    case "date":
      return <time datetime={text} class="whitespace-nowrap">{day_text(text)}</time>;
    case "choice":
      return ChoiceValue({ column, value: text });
    case "boolean":
      return <>{value === true ? t("Yes") : t("No")}</>;
    case "ref":
      return RefValue({ column, row, read, links });
    case "email":
      return links ? <EmailLink email={text} /> : <>{text}</>;
    case "phone":
      return links ? <PhoneLink e164={text} /> : <>{text}</>;
    case "url":
      return links
        ? (
          <a class="link break-words" href={text} rel="noreferrer noopener" target="_blank">
            {text.replace(/^https?:\/\//, "")}
          </a>
        )
        : <>{text}</>;
    case "integer":
    case "decimal":
      return <span class="fig">{column.kind === "integer" ? number_text(Number(value)) : text}</span>;
    case "tags":
      return Array.isArray(value) && value.length
        ? <span class="flex flex-wrap gap-1">{value.map((tag) => <Badge key={String(tag)}>{String(tag)}</Badge>)}</span>
        : <Nothing />;
    case "point":
      return is_point(value) ? <span class="fig whitespace-nowrap">{point_text(value)}</span> : <Nothing />;
    case "json":
      return brief ? <BriefJson value={value} /> : <JsonValue value={value} />;
    default:
      return <span class="break-words">{text}</span>;
  }
}

function Moment({ at, read }: { at: string; read: Reading }) {
  const moment = new Date(at);
  const same_year = year(moment, "en-GB", read.zone) === year(new Date(read.now), "en-GB", read.zone);
  return (
    <time datetime={at} title={absolute_time(moment, read.zone)} class="whitespace-nowrap fig">
      {(same_year ? day_and_clock : day_year_and_clock)(moment, "en-GB", read.zone)}
    </time>
  );
}

const year = date_writer({ year: "numeric" });
const day_and_clock = date_writer({
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const day_year_and_clock = date_writer({
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function ChoiceValue({ column, value }: { column: AnyColumn; value: string }) {
  const priority = is_field(column) && is_priority_field(column)
    ? priorities.find((each) => each === value)
    : undefined;
  if (priority) return PriorityMark({ priority });
  if (is_field(column) && is_state_field(column)) {
    return StatusBadge({ tone: choice_tone(value), label: choice_label(value) });
  }
  return <>{choice_label(value)}</>;
}

/** Leads to the record where it has a page and the reader may open it. */
function RefValue({ column, row, read, links }: { column: AnyColumn; row: Row; read: Reading; links: boolean }) {
  const id = String(row[column.name]);
  const label = String(row[`${column.name.replace(/_id$/, "")}_label`] ?? t("unnamed"));
  if (!is_field(column)) return <>{label}</>;
  const target = referenced(column);
  const open = links && !target.hidden && can(read.actor, `${target.permission}:read`);
  return open ? <a class="link" href={paths.admin.record(target, id)}>{label}</a> : <>{label}</>;
}

function JsonValue({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  if (text === "{}" || text === "[]") return <Nothing />;
  return (
    <code
      class="block text-xs whitespace-pre-wrap break-words max-h-[320px] overflow-auto"
      {...(text.length > 400 || text.split("\n").length > 12 ? { tabIndex: 0 } : {})}
    >
      {text}
    </code>
  );
}

/** In a table the names of what is in there say enough: the record has all of it. */
function BriefJson({ value }: { value: unknown }) {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return names.length
    ? (
      <span class="block text-xs text-ink-2 md:max-w-[260px] truncate">
        {names.map((name) => humanise(name)).join(", ")}
      </span>
    )
    : <Nothing />;
}

const day_of_year = date_writer({ day: "numeric", month: "short", year: "numeric" });
const medium = date_writer({ dateStyle: "medium", timeStyle: "short" });

export const day_text = (date: string): string => day_of_year(new Date(`${date}T00:00:00Z`), "en-GB", "UTC");

/** The value as plain words: chips, history, files. References come with their label. */
export function value_text(column: AnyColumn | undefined, value: unknown, zone: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (column?.kind === "choice") return choice_label(String(value));
  if (typeof value === "boolean") return value ? t("Yes") : t("No");
  if (is_point(value)) return point_text(value);
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  if (column?.kind === "timestamp" && !Number.isNaN(Date.parse(String(value)))) {
    return medium(new Date(String(value)), "en-GB", zone);
  }
  return String(value);
}
