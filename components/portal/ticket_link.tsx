import type { ComponentChildren } from "preact";
import type { Ticket } from "~/domain/tickets/mod.ts";
import { StatusBadge } from "../badge.tsx";
import { ticket_badge } from "./ticket_words.ts";

/** One of one's own tickets in a list, as a big target. `children` says what happened last. */
export function TicketLink(
  { row, href, children }: {
    row: Pick<Ticket, "id" | "number" | "subject" | "status">;
    href: string;
    children?: ComponentChildren;
  },
) {
  return (
    <li>
      <a href={href} class="panel lift block px-4 py-3">
        <span class="flex items-start gap-2">
          <span class="font-semibold flex-1 min-w-0 break-words">{row.subject}</span>
          <StatusBadge {...ticket_badge(row.status)} />
        </span>
        <span class="block mt-0.5 text-xs text-ink-3">
          {row.number}
          {children && <>{" · "}{children}</>}
        </span>
      </a>
    </li>
  );
}
