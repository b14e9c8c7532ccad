/** Act as a customer: whose eyes, why, how long. The session that begins is the customer portal's. */
import { page, type PageProps } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextArea, TextField } from "~/components/form/text_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { most_minutes, type Opened, start_impersonation } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { subscriber_people, subscribers } from "~/domain/subscribers/mod.ts";
import { names } from "../../../(_web)/declared.ts";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { session_cookies } from "../../../(_web)/cookies.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, type Ctx, failure_of, go, problem_of, reads, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { portal_for } from "../../../(_web)/portals.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";
import { access_token_of } from "../../../(_web)/sign_in.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { asked } from "../../events/(_parts)/asked.ts";

interface Holder {
  person_id: string;
  name: string;
}
interface ActAsData {
  subscriber: { id: string; name: string };
  holders: Holder[];
}

export default define.page<typeof handler>(
  function ActAsPage({ data: { subscriber, holders }, state, url }: PageProps<ActAsData, State>) {
    const back = paths.admin.subscriber(subscriber.id);
    const crumbs = [{ label: subscriber.name, href: back }];
    return (
      <AdminPage state={state} url={url} title={t("Act as customer")} crumbs={crumbs}>
        <div class="max-w-[640px]">
          <PageHeader
            title={t("Act as a customer of {name}", { name: subscriber.name })}
            lead={t(
              "You see the portal as they do. Who, why and how long stands in the audit trail, with everything done meanwhile.",
            )}
          />
          <Panel class="p-5">
            {holders.length === 0
              ? (
                <EmptyState
                  icon="users"
                  title={t("Nobody is linked")}
                  actions={<LinkButton href={back}>{t("To the subscriber")}</LinkButton>}
                >
                  {t("Link a person to this subscriber first.")}
                </EmptyState>
              )
              : (
                <ActAsForm
                  holders={holders}
                  state={state}
                  back={back}
                  chosen={url.searchParams.get("person_id") ?? ""}
                />
              )}
          </Panel>
        </div>
      </AdminPage>
    );
  },
);

function ActAsForm(
  { holders, state, back, chosen }: { holders: Holder[]; state: State; back: string; chosen: string },
) {
  const failure = failure_of(state);
  const wrong = (field: string) => {
    const error = problem_of(state, field);
    return error ? { error } : {};
  };
  return (
    <form method="post" class="grid gap-5">
      <Csrf state={state} />
      {failure && (
        <FormErrors
          errors={failure.error.details.length
            ? failure.error.details.map(({ field, message }) => ({ field, message }))
            : [{ message: failure.error.message }]}
        />
      )}
      <SelectField
        name="person_id"
        label={t("Act as")}
        required
        value={value_of(state, "person_id", chosen)}
        options={holders.map(({ person_id, name }) => ({ value: person_id, label: name }))}
        {...wrong("person_id")}
      />
      <TextArea
        name="reason"
        label={t("Reason")}
        hint={t("Such as: TKT-000042, the customer cannot see the new visit. Others will read it.")}
        required
        minLength={10}
        maxLength={500}
        value={value_of(state, "reason", "")}
        {...wrong("reason")}
      />
      <TextField
        name="minutes"
        label={t("Minutes")}
        hint={t("At most {most}; then it ends by itself.", { most: most_minutes })}
        type="number"
        min={1}
        max={most_minutes}
        required
        value={value_of(state, "minutes", 30)}
        {...wrong("minutes")}
      />
      {can(actor_of(state), "customers:impersonate_write") && (
        <CheckboxField
          name="write"
          label={t("Change things too")}
          hint={t("Without it you look only: the database refuses every change.")}
          checked={failure?.values.write === "true"}
          {...wrong("write")}
        />
      )}
      <div class="flex flex-wrap gap-2 justify-end">
        <LinkButton href={back}>{t("Cancel")}</LinkButton>
        <Button variant="primary" icon="eye">{t("Act as customer")}</Button>
      </div>
    </form>
  );
}

const show = reads<ActAsData>("customers:impersonate", async (tx, ctx) => {
  const subscriber = await subscribers.get(tx, ctx.params.id ?? "");
  const found = await subscriber_people.list(
    tx,
    asked("subscriber_person", { subscriber_id: subscriber.id, order_dir: "asc", limit: "50" }),
  );
  ctx.state.title = t("Act as customer");
  const holders = found.items.map((holder): Holder => ({
    person_id: holder.person_id,
    name: `${holder.person_label} (${choice_label(holder.role)})`,
  }));
  return page({ subscriber, holders });
});

const start = (ctx: Ctx, begun: (opened: Opened) => void) =>
  actions({
    save: action("customers:impersonate", async (tx, _ctx, form) => {
      const opened = await start_impersonation(tx, ctx.params.id ?? "", {
        person_id: text_of(form, "person_id"),
        reason: text_of(form, "reason"),
        minutes: text_of(form, "minutes") || undefined,
        write: form.has("write"),
      });
      begun(opened);
      return go(ctx, paths.portal.home);
    }),
  }, show)(ctx);

export const handler = define.handlers(names("customers:impersonate", {
  GET: show,
  async POST(ctx: Ctx) {
    let opened: Opened | null = null;
    const answer = await start(ctx, (begun) => void (opened = begun));
    return opened && answer instanceof Response ? await with_session(ctx, answer, opened) : answer;
  },
}));

/** After the commit: the token is signed for a session that stands. The customer portal of this browser is the customer's until it ends. */
async function with_session(ctx: Ctx, answer: Response, opened: Opened): Promise<Response> {
  const { house } = ctx.state;
  const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
  for (const value of session_cookies(portal_for("portal"), await access_token_of(house, opened), opened, secure)) {
    answer.headers.append("set-cookie", value);
  }
  return answer;
}
