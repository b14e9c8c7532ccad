import { page, type PageProps } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextArea } from "~/components/form/text_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { PhotoInputs } from "~/components/portal/photo_inputs.tsx";
import { TopicChoice } from "~/components/portal/topic_choice.tsx";
import { other_topic, topic_of, topics } from "~/components/portal/topics.ts";
import { t } from "~/components/text.ts";
import { invalid_many, problem } from "~/domain/kernel/errors.ts";
import { report_problem } from "~/domain/tickets/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { go, reads, value_of } from "../pages.ts";
import { type Place, place_of } from "./place.ts";
import { PortalPage } from "../portal_page.tsx";
import type { State } from "../state.ts";
import { limits_text, upload_action, upload_actions, upload_limits } from "../uploads.ts";
import { address_of, one_service, own_services, type Service } from "./lists.ts";
import { refusals } from "./refused.ts";

const labels = {
  subscriber_id: () => t("Service"),
  topic: () => t("What it is about"),
  subject: () => t("In a few words"),
  description: () => t("What happens"),
  files: () => t("Photos or files"),
};

interface Data {
  services: Service[];
  asked: { topic: string; service: string };
}

/** A report in a minute: what, where, since when, and a photo that says more. */
export function ReportPage({ data: { services, asked }, state, url }: PageProps<Data, State>) {
  const place = place_of(url);
  return (
    <PortalPage state={state} url={url} title={t("Report a problem")}>
      <h1 class="text-2xl font-semibold mb-4">{t("Report a problem")}</h1>
      {services.length > 0 ? <ReportForm services={services} asked={asked} state={state} place={place} /> : (
        <Panel>
          <EmptyState icon="router" title={t("No service is linked to your sign-in yet")}>
            {t("Ask our service desk to link it: they need the account number of your bill.")}
          </EmptyState>
        </Panel>
      )}
      <UnsavedGuard />
    </PortalPage>
  );
}

function ReportForm(
  { services, asked, state, place }: Data & { state: State; place: Place },
) {
  const { config } = state.house.platform;
  const errors = refusals(state, labels);
  const error = (field: string) => errors.find((each) => each.field === field)?.message;
  const topic = value_of(state, "topic", asked.topic);
  return (
    <form
      method="post"
      action={place.report}
      enctype="multipart/form-data"
      class="panel p-4 grid grid-cols-1 gap-5"
      data-guard
    >
      <Csrf state={state} />
      {errors.length > 0 && <FormErrors errors={errors} />}
      {(services.length > 1 || place.portal === "reseller") && (
        <SelectField
          name="subscriber_id"
          label={place.portal === "reseller" ? t("For which customer?") : t("Which service?")}
          required
          empty={t("Choose…")}
          options={services.map((service) => ({
            value: service.id,
            label: [
              place.portal === "reseller" ? service.name : service.service_plan ?? service.name,
              address_of(service),
            ]
              .filter(Boolean).join(", "),
          }))}
          value={value_of(state, "subscriber_id", asked.service)}
          error={error("subscriber_id")}
        />
      )}
      <TopicChoice
        value={topic}
        subject={value_of(state, "subject", "")}
        error={error("topic")}
        subject_error={error("subject")}
      />
      <TextArea
        name="description"
        label={t("What happens?")}
        required
        rows={5}
        maxLength={20_000}
        value={value_of(state, "description", "")}
        hint={topic_of(topic)?.ask() ?? t("Since when, how often, and what you have tried already.")}
        error={error("description")}
      />
      <PhotoInputs limits={limits_text(config)} {...upload_limits(config)} error={error("files")} />
      <div class="grid gap-2 sm:flex sm:flex-row-reverse sm:justify-start">
        <Button variant="primary" size="lg" icon="send">{t("Send the report")}</Button>
        <LinkButton size="lg" variant="ghost" href={place.home}>{t("Cancel")}</LinkButton>
      </div>
    </form>
  );
}

const show = reads("tickets:create", async (tx, ctx) => {
  ctx.state.title = t("Report a problem");
  const { searchParams } = ctx.url;
  const service = searchParams.get("service") ?? "";
  const of_reseller = place_of(ctx.url).portal === "reseller";
  // A reseller may have more customers than a list can hold: the page of a customer leads here with the customer named.
  const services = of_reseller && service
    ? [await one_service(tx, service)]
    : of_reseller
    ? await own_services(tx, "name", 200)
    : await own_services(tx);
  return page<Data>({ services, asked: { topic: searchParams.get("topic") ?? "", service } });
});

/** The chosen topic's words, or those of the customer's own. @throws DomainError 422 naming all that is missing at once */
function report_of(form: FormData) {
  const topic = text_of(form, "topic");
  const subject = topic === other_topic ? text_of(form, "subject").trim() : topic_of(topic)?.subject() ?? "";
  const description = text_of(form, "description").replaceAll("\r\n", "\n").trim();
  const problems = [
    ...(topic === other_topic && !subject
      ? [problem("subject", subject, t("is empty"), t("Write in a few words what it is about."))]
      : []),
    ...(topic !== other_topic && !subject
      ? [
        problem(
          "topic",
          topic,
          topic ? t("is none of the choices") : t("is not chosen"),
          t("Choose one of: {topics}.", { topics: topics.map((each) => each.subject()).join(", ") }),
        ),
      ]
      : []),
    ...(description
      ? []
      : [problem("description", description, t("is empty"), t("Write what happens: it spares you a question."))]),
  ];
  if (problems.length > 0) throw invalid_many(problems);
  return { subject, description, subscriber_id: text_of(form, "subscriber_id") || null };
}

const send = upload_action("tickets:create", async (tx, ctx, form, files) => {
  const row = await report_problem(tx, report_of(form), files);
  return go(ctx, place_of(ctx.url).ticket(row.id), {
    tone: "ok",
    text: t("Thank you. Your report is {number}; you can follow it here.", { number: row.number }),
  });
});

export const report_handlers = { GET: show, POST: upload_actions({ save: send }, show) };
