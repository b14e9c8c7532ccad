import type { Visit } from "~/domain/work_orders/mod.ts";
import { Avatar } from "../avatar.tsx";
import { StatusBadge } from "../badge.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { absolute_time } from "../time_text.ts";
import { Time } from "../time.tsx";
import { first_name } from "./first_name.ts";
import { is_late, visit_badge, who_comes } from "./visit_words.ts";
import { window_words } from "./when.ts";

/** Who comes when, and what was written for the customer about it. */
export function VisitPanel(
  { visit, now, zone, ticket_href, notes = true, level = 3 }: {
    visit: Visit;
    now: string;
    zone: string;
    ticket_href?: string;
    notes?: boolean;
    level?: 2 | 3;
  },
) {
  const name = visit.technician_first_name;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <article class="panel p-4">
      <div class="flex items-start gap-3">
        {name
          ? <Avatar name={name} size="lg" />
          : (
            <span class="grid place-items-center size-11 flex-none rounded-full bg-sunken text-ink-2">
              <Icon name="truck" />
            </span>
          )}
        <div class="flex-1 min-w-0">
          <Heading class="text-base font-semibold">{who_comes(visit, name, now)}</Heading>
          {visit.scheduled_start && (
            <p class="text-sm text-ink-2 first-letter:uppercase">
              <time datetime={visit.scheduled_start} title={absolute_time(new Date(visit.scheduled_start), zone)}>
                {window_words(visit.scheduled_start, visit.scheduled_end, now, zone)}
              </time>
            </p>
          )}
          <p class="text-xs text-ink-3 break-words">{visit.title} · {visit.number}</p>
        </div>
        <StatusBadge {...visit_badge(visit, now)} />
      </div>
      {is_late(visit, now) && (
        <p class="mt-3 text-sm text-ink-2">
          {t("The time we named has gone by. We are sorry; write to us on the ticket if you cannot wait.")}
        </p>
      )}
      {notes && visit.notes.length > 0 && (
        <ul class="mt-3 grid gap-2 border-t border-line pt-3" aria-label={t("Notes for you")}>
          {visit.notes.map((note) => (
            <li key={note.created_at} class="text-sm">
              <p class="whitespace-pre-wrap break-words">{note.body}</p>
              <p class="text-xs text-ink-3">
                {first_name(note.author_name)} · <Time at={note.created_at} now={now} zone={zone} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {ticket_href && (
        <a class="btn btn-lg w-full mt-3" href={ticket_href}>
          <Icon name="ticket" />
          {t("Open the ticket")}
        </a>
      )}
    </article>
  );
}
