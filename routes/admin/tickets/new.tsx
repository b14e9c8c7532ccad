import { page } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { RadioGroup } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { FileField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextArea, TextField } from "~/components/form/text_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { add_attachments, type StagedFile } from "~/domain/kernel/attachments.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { staff_people, ticket, tickets } from "~/domain/tickets/mod.ts";
import FileLimits from "~/islands/FileLimits.tsx";
import FilePreview from "~/islands/FilePreview.tsx";
import Typeahead from "~/islands/Typeahead.tsx";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { record_kind } from "../../(_web)/records/entity_of.ts";
import {
  default_values,
  form_columns,
  type FormValues,
  input_of,
  typed_values,
} from "../../(_web)/records/form_values.ts";
import { choice_label } from "../../(_web)/records/labels.ts";
import { label_of } from "../../(_web)/records/lookup.ts";
import { form_errors } from "../../(_web)/records/problems.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { limits_text, upload_action, upload_actions, upload_limits } from "../../(_web)/uploads.ts";

const asked = [
  "subscriber_id",
  "contact_id",
  "subject",
  "description",
  "priority",
  "channel",
  "assigned_to_id",
  "tags",
];
const columns_of = (tx: Pick<Tx, "actor">) =>
  form_columns(record_kind(tx.actor, "tickets").entity, "create").filter((column) => asked.includes(column.name));

/** A report that reaches the desk by phone, at the counter or in a chat. */
export default define.page<typeof handler>(function NewTicketPage({ data: { values, staff }, state, url }) {
  const failure = failure_of(state);
  const { entity } = record_kind(actor_of(state), "tickets");
  const errors = failure ? form_errors(entity, failure.error) : [];
  const field = (name: string, more: { hint?: string; required?: boolean } = {}) =>
    given({
      name,
      label: label(name),
      hint: more.hint,
      error: errors.find((each) => each.field === name)?.message,
      required: more.required,
      id: undefined,
      class: undefined,
    });
  const typeahead = (name: string, hint?: string) => {
    const { error } = field(name);
    const id = values[name];
    return {
      name,
      label: label(name),
      ...(hint ? { hint } : {}),
      ...(error ? { error } : {}),
      ...(id ? { value: { id, label: values[`${name}_text`] ?? "" } } : {}),
    };
  };
  const choices = (name: "channel" | "priority") =>
    (ticket.column(name)?.choices ?? []).map((value) => ({ value, label: choice_label(value) }));
  const { config } = state.house.platform;
  return (
    <AdminPage state={state} url={url} title={t("New ticket")}>
      <div class="max-w-[880px]">
        <PageHeader title={t("New ticket")} />
        <form method="post" enctype="multipart/form-data" class="panel px-5 pt-2" data-guard>
          <Csrf state={state} />
          {errors.length > 0 && (
            <div class="pt-4">
              <FormErrors errors={errors} />
            </div>
          )}
          <FormSection title={t("Who")} hint={t("The service address comes from the customer.")}>
            <Typeahead
              source={`${paths.admin.tickets}/subscribers`}
              placeholder={t("Name, account number, phone…")}
              {...typeahead("subscriber_id")}
            />
            {can(actor_of(state), "people:read") && (
              <Typeahead
                source={paths.admin.lookup("person")}
                {...typeahead("contact_id", t("Who called, where it is not the customer."))}
              />
            )}
          </FormSection>
          <FormSection title={t("What")} hint={t("The customer sees subject, description and files.")}>
            <TextField
              {...field("subject", { required: true })}
              value={values.subject ?? ""}
              maxLength={200}
              autocomplete="off"
            />
            <TextArea {...field("description")} value={values.description ?? ""} rows={6} />
            <FileField
              name="files"
              id="new-files"
              label={t("Files")}
              multiple
              hint={limits_text(config)}
              {...(errors.some((each) => each.field === "files" || /“/.test(each.message))
                ? { error: t("Choose the files again.") }
                : {})}
            />
            <FilePreview input="new-files" />
            <FileLimits input="new-files" {...upload_limits(config)} />
          </FormSection>
          <FormSection title={t("How")} hint={t("The priority sets the due time.")}>
            <RadioGroup {...field("priority")} options={choices("priority")} value={values.priority} columns />
            <SelectField
              {...field("channel", { hint: t("How the report came in.") })}
              value={values.channel}
              options={choices("channel")}
            />
            {staff.length > 0 && (
              <SelectField
                {...field("assigned_to_id")}
                value={values.assigned_to_id}
                empty={t("Nobody yet")}
                options={staff.map((person) => ({ value: person.id, label: person.display_name }))}
              />
            )}
            <TextField
              {...field("tags", { hint: t("Separated by commas") })}
              value={values.tags ?? ""}
              autocomplete="off"
            />
          </FormSection>
          <FormActions>
            <LinkButton href={paths.admin.tickets}>{t("Cancel")}</LinkButton>
            <Button variant="primary">{t("Create ticket")}</Button>
          </FormActions>
        </form>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
});

const labels: Record<string, () => string> = {
  subscriber_id: () => t("Customer"),
  contact_id: () => t("Contact"),
  subject: () => t("Subject"),
  description: () => t("Description"),
  priority: () => t("Priority"),
  channel: () => t("Channel"),
  assigned_to_id: () => t("Assignee"),
  tags: () => t("Tags"),
};
const label = (name: string): string => labels[name]?.() ?? name;

const show = reads("tickets:create", async (tx, ctx) => {
  ctx.state.title = t("New ticket");
  const columns = columns_of(tx);
  const failure = failure_of(ctx.state);
  const staff = can(tx.actor, "tickets:assign") ? await staff_people(tx) : [];
  const values = failure
    ? typed_values(columns, (name) => failure.values[name])
    : await first_values(tx, ctx.url, zone_of(ctx.state));
  return page({ values, staff });
});

/** Declared defaults, and what a link brings along: `?subscriber_id=…`. An agent who types has a caller on the line. */
async function first_values(tx: Tx, url: URL, zone: string): Promise<FormValues> {
  const values = { ...default_values(record_kind(tx.actor, "tickets").entity, columns_of(tx), zone), channel: "phone" };
  for (const [name, reference] of [["subscriber_id", "subscriber"], ["contact_id", "person"]] as const) {
    const id = url.searchParams.get(name);
    const known = id ? await label_of(tx, reference, id) : null;
    if (id && known) Object.assign(values, { [name]: id, [`${name}_text`]: known });
  }
  return { ...values, subject: (url.searchParams.get("subject") ?? "").slice(0, 200) };
}

export const handler = define.handlers({
  GET: show,
  POST: upload_actions({
    save: upload_action("tickets:create", async (tx, ctx, form, files) => {
      const columns = columns_of(tx);
      const input = await input_of(
        tx,
        columns,
        typed_values(columns, (name) => form.has(name) ? text_of(form, name) : undefined),
        zone_of(ctx.state),
      );
      const row = await tickets.create(tx, validated(ticket.create, input));
      await attach_all(tx, row.id, files);
      return go(ctx, paths.admin.ticket(row.id), {
        tone: "ok",
        text: t("{number} created.", { number: row.number ?? "" }),
      });
    }),
  }, show),
});

async function attach_all(tx: Tx, id: string, files: readonly StagedFile[]): Promise<void> {
  if (files.length) await add_attachments(tx, "ticket", id, "public", files);
}
