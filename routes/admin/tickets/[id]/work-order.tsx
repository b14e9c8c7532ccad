import { page } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxGroup, RadioGroup } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FieldRow, FormActions, FormSection } from "~/components/form/form_section.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextArea, TextField } from "~/components/form/text_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { skills } from "~/domain/technicians/mod.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { create_from_ticket, visit_request, work_order } from "~/domain/work_orders/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { action, actions, failure_of, go, reads, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { define } from "../../../(_web)/state.ts";

const labels: Record<string, () => string> = {
  title: () => t("Title"),
  work_type: () => t("Kind of work"),
  priority: () => t("Priority"),
  duration: () => t("Minutes on site"),
  skills: () => t("Skills that it takes"),
  description: () => t("Instructions for the technician"),
};

/** Asks for a visit: what there is to do and what it takes. Who goes and when is chosen on the next page. */
export default define.page<typeof handler>(function NewWorkOrderPage({ data: { row, known }, state, url }) {
  const failure = failure_of(state);
  const errors = (failure?.error.details ?? []).map(({ field, message, remedy }) => ({
    field,
    label: labels[field]?.() ?? field,
    message: [message, remedy].filter(Boolean).join(". "),
  }));
  const said = failure && errors.length === 0 ? [{ message: failure.error.message }] : errors;
  const field = (name: string, more: { hint?: string; required?: boolean } = {}) =>
    given({
      name,
      label: labels[name]?.() ?? name,
      hint: more.hint,
      error: errors.find((each) => each.field === name)?.message,
      required: more.required,
      id: undefined,
      class: undefined,
    });
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Work order")}
      crumbs={[{ label: row.number ?? row.subject, href: paths.admin.ticket(row.id) }]}
    >
      <div class="max-w-[880px]">
        <PageHeader
          title={t("New work order")}
          identity={
            <>
              <a class="link fig font-medium" href={paths.admin.ticket(row.id)}>{row.number}</a>
              <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
              <span class="text-sm">
                {[row.subscriber_label, row.site_label].filter(Boolean).map(String).join(" · ")}
              </span>
            </>
          }
          lead={t("Who goes and when is chosen on the next page.")}
        />
        <form method="post" class="panel px-5 pt-2" data-guard>
          <Csrf state={state} />
          {said.length > 0 && (
            <div class="pt-4">
              <FormErrors errors={said} />
            </div>
          )}
          <FormSection title={t("Work")}>
            <TextField
              {...field("title", { required: true })}
              value={value_of(state, "title", t("Visit: {subject}", { subject: row.subject }).slice(0, 200))}
              maxLength={200}
              autocomplete="off"
            />
            <RadioGroup
              {...field("work_type")}
              options={(work_order.column("work_type")?.choices ?? []).map((value) => ({
                value,
                label: choice_label(value),
              }))}
              value={value_of(state, "work_type", "repair")}
              columns
            />
            <FieldRow>
              <TextField
                {...field("duration", { required: true })}
                type="number"
                min={5}
                max={1440}
                step={5}
                value={value_of(state, "duration", 60)}
              />
              <SelectField
                {...field("priority")}
                value={value_of(state, "priority", row.priority)}
                options={(work_order.column("priority")?.choices ?? []).map((value) => ({
                  value,
                  label: choice_label(value),
                }))}
              />
            </FieldRow>
          </FormSection>
          <FormSection title={t("For the technician")} hint={t("The customer does not see this part.")}>
            {known.length > 0 && (
              <CheckboxGroup
                {...field("skills", { hint: t("Only who has all of them is proposed.") })}
                options={known.map((skill) => ({
                  value: skill.id,
                  label: skill.name,
                  ...(skill.description ? { hint: skill.description } : {}),
                }))}
                values={value_of(state, "skills", "").split(",")}
                columns
              />
            )}
            <TextArea
              {...field("description")}
              value={value_of(state, "description", row.description ?? "")}
              rows={6}
            />
          </FormSection>
          <FormActions>
            <LinkButton href={paths.admin.ticket(row.id)}>{t("Cancel")}</LinkButton>
            <Button variant="primary" icon_end="arrow-right">{t("Create and choose a time")}</Button>
          </FormActions>
        </form>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
});

const show = reads("work-orders:create", async (tx, ctx) => {
  ctx.state.title = t("New work order");
  const row = await tickets.get(tx, ctx.params.id ?? "", { labels: true });
  const known = can(tx.actor, "technicians:read")
    ? (await skills.list(tx, { limit: 100 })).items.sort((a, b) => a.name.localeCompare(b.name))
    : [];
  return page({ row, known });
});

function minutes(text: string): number {
  if (/^\s*\d{1,5}\s*$/.test(text)) return Number(text);
  throw invalid("duration", text, "must be a whole number of minutes", "Write 60 for an hour.");
}

export const handler = define.handlers({
  GET: show,
  POST: actions({
    save: action("work-orders:create", async (tx, ctx, form) => {
      const request = validated(visit_request, {
        title: text_of(form, "title").trim() || null,
        work_type: text_of(form, "work_type") || undefined,
        priority: text_of(form, "priority") || null,
        skills: form.getAll("skills").filter((id) => typeof id === "string"),
        duration: minutes(text_of(form, "duration")),
        description: text_of(form, "description").trim() || null,
      });
      const row = await create_from_ticket(tx, ctx.params.id ?? "", request);
      const to = can(tx.actor, "work-orders:dispatch")
        ? paths.admin.dispatch(row.id)
        : paths.admin.ticket(ctx.params.id ?? "");
      return go(ctx, to, { tone: "ok", text: t("{number} created.", { number: row.number ?? "" }) });
    }),
  }, show),
});
