import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { Section } from "~/components/portal/section.tsx";
import { TicketLink } from "~/components/portal/ticket_link.tsx";
import { date_words } from "~/components/portal/when.ts";
import { RatingMark } from "~/components/form/rating.tsx";
import { t } from "~/components/text.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { Time } from "~/components/time.tsx";
import { reads } from "../pages.ts";
import { type Place, place_of } from "./place.ts";
import { PortalPage } from "../portal_page.tsx";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";
import { finished_tickets, open_tickets } from "./lists.ts";
import { More } from "./more.tsx";

const page_size = 20;

type Data = Awaited<ReturnType<typeof read_tickets>>;

/** One's own tickets: what is open first, what is over below, by pages. */
export function TicketsPage({ data: { open, finished, now }, state, url }: PageProps<Data, State>) {
  const place = place_of(url);
  const zone = zone_of(state);
  const none = open.items.length === 0 && finished.count === 0;
  return (
    <PortalPage state={state} url={url} title={t("Tickets")} live={["tickets"]}>
      <header class="flex flex-wrap items-center gap-3">
        <h1 class="text-2xl font-semibold flex-1">{t("Your tickets")}</h1>
        {!none && (
          <LinkButton variant="primary" size="lg" icon="plus" href={place.report}>
            {t("Report a problem")}
          </LinkButton>
        )}
      </header>
      {none && (
        <Panel class="mt-4">
          <EmptyState
            icon="ticket"
            title={t("Nothing reported yet")}
            actions={<LinkButton variant="primary" size="lg" href={place.report}>{t("Report a problem")}</LinkButton>}
          >
            {t("What you report, and what we answer, stands here.")}
          </EmptyState>
        </Panel>
      )}
      {finished.offset === 0 && open.items.length > 0 && (
        <Section title={t("Open")}>
          <ul class="grid gap-2.5">
            {open.items.map((row) => (
              <TicketLink key={row.id} row={row} href={place.ticket(row.id)}>
                <For row={row} place={place} />
                {t("last change")} <Time at={row.updated_at} now={now} zone={zone} />
              </TicketLink>
            ))}
          </ul>
        </Section>
      )}
      {(finished.items.length > 0 || finished.offset > 0) && (
        <Section title={t("Finished")}>
          <ul class="grid gap-2.5">
            {finished.items.map((row) => (
              <TicketLink key={row.id} row={row} href={place.ticket(row.id)}>
                <For row={row} place={place} />
                {date_words(row.created_at, zone)}
                {row.rating
                  ? (
                    <>
                      {" · "}
                      <RatingMark value={row.rating} />
                    </>
                  )
                  : null}
              </TicketLink>
            ))}
          </ul>
          <More url={url} page={finished} limit={page_size} />
        </Section>
      )}
    </PortalPage>
  );
}

async function read_tickets(tx: Tx, offset: string) {
  const finished = await finished_tickets(tx, page_size, offset);
  return { open: await open_tickets(tx), finished, now: tx.now().toString() };
}

export const tickets_handlers = {
  GET: reads("tickets:read", async (tx, ctx) => {
    ctx.state.title = t("Your tickets");
    return page(await read_tickets(tx, ctx.url.searchParams.get("offset") ?? "0"));
  }),
};

/** Whose ticket it is, where the reader has many customers. */
function For({ row, place }: { row: Data["open"]["items"][number]; place: Place }) {
  return place.portal === "reseller" && typeof row.subscriber_label === "string"
    ? <>{row.subscriber_label} · {" "}</>
    : null;
}
