import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { RatingMark } from "~/components/form/rating.tsx";
import { TextArea } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Panel } from "~/components/panel.tsx";
import { Conversation, latest_id } from "~/components/portal/conversation.tsx";
import { PhotoInputs } from "~/components/portal/photo_inputs.tsx";
import { steps_of } from "~/components/portal/progress.ts";
import { RatingForm } from "~/components/portal/rating_form.tsx";
import { Section } from "~/components/portal/section.tsx";
import { is_open, meaning_of, next_words, ticket_badge } from "~/components/portal/ticket_words.ts";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { coming_statuses } from "~/components/portal/visit_words.ts";
import { date_words } from "~/components/portal/when.ts";
import { Stepper } from "~/components/stepper.tsx";
import { t } from "~/components/text.ts";
import { customer_reply, rate, type Replied, tickets, timeline } from "~/domain/tickets/mod.ts";
import DraftGuard from "~/islands/DraftGuard.tsx";
import { Csrf } from "../admin_page.tsx";
import type { Toast } from "../flash.ts";
import { text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { type Ctx, go, reads } from "../pages.ts";
import { paths } from "../paths.ts";
import { type Place, place_of } from "./place.ts";
import { PortalPage } from "../portal_page.tsx";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";
import { limits_text, upload_action, upload_actions, upload_limits } from "../uploads.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { telling_visit, visits_of_ticket } from "./lists.ts";
import { answer_reopens, rating_state, read_terms } from "./rating.ts";
import { failed_form, refusals } from "./refused.ts";

type Data = Awaited<ReturnType<typeof read_ticket>>;

/** A ticket as its customer follows it: where it stands, what happened, what comes next, and a place to answer. */
export function TicketPage({ data, state, url }: PageProps<Data, State>) {
  const place = place_of(url);
  const { row, items, visits, now } = data;
  const zone = zone_of(state);
  const coming = visits.filter((visit) => coming_statuses.some((status) => status === visit.status)).reverse();
  return (
    <PortalPage state={state} url={url} title={row.number} live={["work-orders", `ticket:${row.id}`]}>
      <a class="link inline-flex items-center gap-1 text-sm min-h-[28px]" href={place.tickets}>
        <Icon name="chevron-left" />
        {t("Your tickets")}
      </a>
      <header class="mt-1">
        <div class="flex items-start gap-3">
          <h1 class="text-2xl font-semibold flex-1 min-w-0 break-words">{row.subject}</h1>
          <span class="mt-1">
            <StatusBadge {...ticket_badge(row.status)} />
          </span>
        </div>
        <p class="text-sm text-ink-3">
          {[
            row.number,
            place.portal === "reseller" ? data.customer : null,
            data.service,
            t("reported {day}", { day: date_words(row.created_at, zone) }),
          ].filter(Boolean)
            .join(" · ")}
        </p>
      </header>
      {row.previous_ticket_id && (
        <div class="mt-3">
          <Banner
            tone="info"
            action={<a class="link" href={place.ticket(row.previous_ticket_id)}>{t("Open the earlier ticket")}</a>}
          >
            {t(
              "This goes on where an earlier ticket ended. That one was over when you answered, so your words opened this one.",
            )}
          </Banner>
        </div>
      )}
      <Panel class="p-4 mt-3" label={t("Where it stands")}>
        <p class="font-semibold">{meaning_of(row.status)}</p>
        <p class="text-sm text-ink-2 mb-4">{next_words(row.status, data.reopens, data.terms.reopen_days)}</p>
        <Stepper
          label={t("How far it is")}
          steps={steps_of({ ticket: row, items, visit: telling_visit(visits), now, zone })}
        />
      </Panel>
      {coming.map((visit) => (
        <div key={visit.id} class="mt-3">
          <VisitPanel visit={visit} now={now} zone={zone} level={2} />
        </div>
      ))}
      {place.portal === "customer" && <Verdict data={data} state={state} />}
      <Section title={t("What happened so far")}>
        <Panel class="p-4">
          <Conversation
            items={items}
            description={row.description ?? null}
            reader={actor_of(state).label}
            now={now}
            zone={zone}
            file_href={place.attachment}
          />
        </Panel>
      </Section>
      <Answer data={data} state={state} place={place} />
      <DraftGuard />
    </PortalPage>
  );
}

const reply_labels = { body: () => t("Your answer"), files: () => t("Photos or files") };

function Answer({ data: { row, reopens }, state, place }: { data: Data; state: State; place: Place }) {
  const { config } = state.house.platform;
  const errors = refusals(state, reply_labels, "reply");
  const error = (field: string) => errors.find((each) => each.field === field)?.message;
  const over = !is_open(row.status);
  return (
    <Section title={over ? t("Is something not right?") : t("Write to us")} id="answer">
      <form
        method="post"
        action={place.ticket(row.id)}
        enctype="multipart/form-data"
        class="panel p-4 grid grid-cols-1 gap-4"
        data-draft
      >
        <Csrf state={state} />
        <input type="hidden" name="action" value="reply" />
        {errors.length > 0 && <FormErrors errors={errors} />}
        <TextArea
          name="body"
          label={t("Your answer")}
          required
          rows={4}
          maxLength={20_000}
          value={failed_form(state, "reply")?.values.body ?? ""}
          error={error("body")}
          hint={over && !reopens ? t("It opens a new ticket that is linked to this one.") : undefined}
        />
        <PhotoInputs limits={limits_text(config)} {...upload_limits(config)} error={error("files")} />
        <Button variant="primary" size="lg" icon="send">
          {over && !reopens ? t("Send as a new ticket") : t("Send")}
        </Button>
      </form>
    </Section>
  );
}

/** The rating of finished work: to be given, to be changed for a while, and then to be seen. */
function Verdict({ data: { row, rating, terms }, state }: { data: Data; state: State }) {
  if (rating === "not_yet") return null;
  const failed = failed_form(state, "rate");
  if (rating === "final" && !failed) {
    return (
      <Panel class="p-4 mt-3" label={t("Your rating")}>
        <p class="flex items-center gap-2">
          <b class="font-semibold">{t("Your rating")}</b>
          <RatingMark value={row.rating ?? 0} />
        </p>
        {row.rating_comment && (
          <p class="text-sm text-ink-2 mt-1 whitespace-pre-wrap break-words">{row.rating_comment}</p>
        )}
      </Panel>
    );
  }
  const given = rating === "changeable";
  return (
    <Panel class="p-4 mt-3" label={t("Your rating")}>
      <RatingForm
        action={paths.portal.ticket(row.id)}
        rating={failed ? Number(failed.values.rating) || null : given ? row.rating ?? null : null}
        comment={failed?.values.comment ?? (given ? row.rating_comment ?? "" : "")}
        given={given}
        days={terms.rating_days}
        error={refusals(state, {}, "rate").map((each) => each.message).join(" ") || undefined}
      >
        <Csrf state={state} />
        <input type="hidden" name="action" value="rate" />
      </RatingForm>
    </Panel>
  );
}

async function read_ticket(tx: Tx, id: string) {
  const row = await tickets.get(tx, id, { labels: true });
  const terms = await read_terms(tx);
  return {
    row,
    terms,
    customer: typeof row.subscriber_label === "string" ? row.subscriber_label : null,
    service: typeof row.site_label === "string" ? row.site_label : null,
    // The domain leaves internal items out for a customer; what is internal must not be one mistake away from a page.
    items: (await timeline(tx, row.id)).filter((item) => item.visibility === "public"),
    visits: await visits_of_ticket(tx, row.id),
    rating: rating_state(row, terms.rating_days, tx.now()),
    reopens: answer_reopens(row, terms.reopen_days, tx.now()),
    now: tx.now().toString(),
  };
}

const show = reads("tickets:read", async (tx, ctx) => {
  const data = await read_ticket(tx, id_of(ctx));
  ctx.state.title = `${data.row.number} ${data.row.subject}`;
  return page(data);
});

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";

function told({ is_successor, reopened, number }: Replied): Toast {
  if (is_successor) {
    return {
      tone: "info",
      text: t("The ticket you answered is over, so your words stand in {number}: this one.", { number }),
    };
  }
  return { tone: "ok", text: reopened ? t("Sent. We take it up again.") : t("Sent. We answer here.") };
}

const answer = upload_action("tickets:reply", async (tx, ctx, form, files) => {
  const replied = await customer_reply(tx, id_of(ctx), text_of(form, "body").replaceAll("\r\n", "\n"), files);
  return go(ctx, `${place_of(ctx.url).ticket(replied.ticket_id)}#${latest_id}`, told(replied));
});

const verdict = upload_action("tickets:rate", async (tx, ctx, form) => {
  await rate(tx, id_of(ctx), Number(text_of(form, "rating")), text_of(form, "comment").trim() || null);
  return go(ctx, place_of(ctx.url).ticket(id_of(ctx)), {
    tone: "ok",
    text: t("Thank you. Your rating reaches the people who did the work."),
  });
});

export const ticket_handlers = { GET: show, POST: upload_actions({ reply: answer, rate: verdict }, show) };
export const partner_ticket_handlers = { GET: show, POST: upload_actions({ reply: answer }, show) };
