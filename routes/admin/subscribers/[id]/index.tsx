/** A subscriber: who, which service, where, who acts for it, and what is going on. */
import { page, type PageProps } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { Split } from "~/components/detail/fact_list.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { StatusBadge } from "~/components/badge.tsx";
import { t } from "~/components/text.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { link_person, subscriber_person } from "~/domain/subscribers/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { record_actions } from "../../../(_web)/records/detail_actions.ts";
import { HistoryList } from "../../../(_web)/records/history_list.tsx";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { resolve_text } from "../../../(_web)/records/lookup.ts";
import { form_errors } from "../../../(_web)/records/problems.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { SubscriberActions } from "../(_parts)/actions.tsx";
import { SubscriberAside } from "../(_parts)/aside.tsx";
import { subscriber_data, type SubscriberData } from "../(_parts)/data.ts";
import { Holders } from "../(_parts)/holders.tsx";
import { Tickets, Visits } from "../(_parts)/work.tsx";

export default define.page<typeof handler>(
  function SubscriberPage({ data, state, url }: PageProps<SubscriberData, State>) {
    const { kind, row, history } = data;
    const failure = failure_of(state);
    const read = { actor: actor_of(state), zone: zone_of(state), now: data.now };
    const linking = failure?.values.action === "link";
    return (
      <AdminPage state={state} url={url} title={row.name} live={[`subscriber:${row.id}`]}>
        <PageHeader
          title={row.name}
          identity={
            <>
              <span class="fig font-medium">{row.number}</span>
              <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
              {row.service_plan && <span class="text-sm">{row.service_plan}</span>}
              {!row.is_active && <StatusBadge tone="neutral" label={t("Deleted")} />}
            </>
          }
          actions={<SubscriberActions data={data} actor={read.actor} csrf={state.csrf} />}
        />
        {failure && !linking && <FormErrors errors={form_errors(kind.entity, failure.error)} />}
        {!row.is_active && (
          <div class="mb-4">
            <Banner tone="warning" title={t("This subscriber is deleted")}>
              {t("It stands in no list and in no choice. Its history stays.")}
            </Banner>
          </div>
        )}
        <Split aside={<SubscriberAside data={data} read={read} />}>
          {data.open_tickets && <Tickets data={data} read={read} />}
          {data.visits && <Visits data={data} read={read} />}
          <Holders data={data} read={read} state={state} />
          {row.notes && (
            <Card title={t("Notes")}>
              <p class="whitespace-pre-wrap break-words">{row.notes}</p>
            </Card>
          )}
          <Card
            title={t("History")}
            action={<a class="link" href={paths.admin.history(kind.entity, row.id)}>{t("All of it")}</a>}
          >
            {history.found.items.length
              ? <HistoryList history={history} entity={kind.entity} read={read} />
              : <p class="text-sm text-ink-3">{t("Nothing is recorded yet.")}</p>}
          </Card>
        </Split>
        <UnsavedGuard />
      </AdminPage>
    );
  },
);

const show = reads<SubscriberData>("subscribers:read", async (tx, ctx) => {
  const data = await subscriber_data(tx, ctx);
  ctx.state.title = data.row.name;
  return page(data);
});

/** Links a person, or changes the role that is there. Without a script the name alone may say who is meant. */
const link = action("subscribers:update", async (tx, ctx, form) => {
  const typed = text_of(form, "person_id_text");
  const same = typed.trim() === text_of(form, "person_id_was").trim();
  const person_id = (same && text_of(form, "person_id")) || text_of(form, "person_id") ||
    (typed ? (await resolve_text(tx, "person", typed))?.id : undefined);
  if (!person_id) {
    throw invalid(
      "person_id",
      typed,
      typed ? "names no single person" : "is missing",
      "Type a name and choose from the list.",
    );
  }
  const role = subscriber_person.column("role")?.choices?.find((each) => each === text_of(form, "role"));
  const done = await link_person(tx, ctx.params.id ?? "", {
    person_id,
    role: role_of(role),
    is_primary: form.has("is_primary"),
  });
  return go(ctx, paths.admin.subscriber(done.subscriber_id), { tone: "ok", text: t("Account holder saved.") });
});

const roles = ["owner", "member", "technical", "read_only"] as const;
const role_of = (text: string | undefined) => roles.find((role) => role === text);

export const handler = define.handlers({
  GET: show,
  POST: actions({ ...record_actions(() => "subscribers"), link }, show),
});
