/** A work order that no ticket asks for: maintenance, a survey, an installation from the sales desk. */
import { page } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxGroup } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { set_required_skills, work_order, work_orders } from "~/domain/work_orders/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { action, actions, failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { record_kind } from "../../(_web)/records/entity_of.ts";
import { FormField } from "../../(_web)/records/form_fields.tsx";
import { default_values, form_columns, input_of, typed_values } from "../../(_web)/records/form_values.ts";
import { label_of } from "../../(_web)/records/lookup.ts";
import { form_errors } from "../../(_web)/records/problems.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { every_skill } from "./(_order)/read.ts";

const sections = [
  { title: "What is to be done", fields: ["title", "work_type", "priority", "description"] },
  {
    title: "For whom and where",
    hint: "Without a site it happens at the customer's service address.",
    fields: ["subscriber_id", "site_id"],
  },
  { title: "What it takes", fields: ["estimated_duration_minutes"] },
];

export default define.page<typeof handler>(function NewWorkOrderPage({ data, state, url }) {
  const { kind: { entity }, columns, values, skills, chosen, may_plan } = data;
  const failure = failure_of(state);
  const errors = failure ? form_errors(entity, failure.error) : [];
  const problems = (name: string) => errors.find((each) => each.field === name)?.message;
  const column = (name: string) => columns.filter((each) => each.name === name);
  return (
    <AdminPage state={state} url={url} title={t("New work order")}>
      <div class="max-w-[880px]">
        <PageHeader
          title={t("New work order")}
          lead={t("For a visit that a customer's ticket asks for, create it on the ticket: what is known comes along.")}
        />
        <form method="post" class="panel px-5 pt-2" data-guard>
          <Csrf state={state} />
          {errors.length > 0 && (
            <div class="pt-4">
              <FormErrors errors={errors} />
            </div>
          )}
          {sections.map((section, at) => (
            <FormSection
              key={section.title}
              title={t(section.title)}
              {...(section.hint ? { hint: t(section.hint) } : {})}
            >
              {section.fields.flatMap(column).map((each) => (
                <FormField key={each.name} column={each} values={values} problems={problems} zone={zone_of(state)} />
              ))}
              {at === sections.length - 1 && skills.length > 0 && (
                <CheckboxGroup
                  name="skills"
                  label={t("Required skills")}
                  hint={t("The technician needs all of these.")}
                  options={skills.map(({ id, name }) => ({ value: id, label: name }))}
                  values={chosen}
                  columns
                />
              )}
            </FormSection>
          ))}
          <FormActions>
            <LinkButton href={paths.admin.work_orders}>{t("Cancel")}</LinkButton>
            <Button variant={may_plan ? "secondary" : "primary"}>{t("Create work order")}</Button>
            {may_plan && (
              <Button variant="primary" icon="calendar-clock" name="then" value="plan">
                {t("Create and choose technician")}
              </Button>
            )}
          </FormActions>
        </form>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
});

function asked_columns(entity: Entity): Field[] {
  const asked = sections.flatMap((section) => section.fields);
  return form_columns(entity, "create").filter((column) => asked.includes(column.name));
}

const show = reads("work-orders:create", async (tx, ctx) => {
  ctx.state.title = t("New work order");
  const kind = record_kind(tx.actor, "work-orders");
  const columns = asked_columns(kind.entity);
  const failure = failure_of(ctx.state);
  const values = failure
    ? typed_values(columns, (name) => failure.values[name])
    : default_values(kind.entity, columns, zone_of(ctx.state));
  if (!failure) {
    // What the address brings along: `?subscriber_id=…` from a customer's page.
    for (const column of columns) {
      const id = column.reference ? ctx.url.searchParams.get(column.name) : null;
      const label = id && column.reference ? await label_of(tx, column.reference, id) : null;
      if (id && label) Object.assign(values, { [column.name]: id, [`${column.name}_text`]: label });
    }
  }
  // Who may not change a job may not say what it takes; dispatch does.
  const may_say = can(tx.actor, "work-orders:update") && can(tx.actor, "technicians:read");
  return page({
    kind,
    columns,
    values,
    skills: may_say ? await every_skill(tx) : [],
    chosen: failure?.values.skills?.split(",") ?? [],
    may_plan: can(tx.actor, "work-orders:dispatch"),
  });
});

const save = action("work-orders:create", async (tx, ctx, form) => {
  const columns = asked_columns(record_kind(tx.actor, "work-orders").entity);
  const typed = typed_values(columns, (name) => form.has(name) ? text_of(form, name) : undefined);
  const { site_id, ...input } = await input_of(tx, columns, typed, zone_of(ctx.state));
  const row = await work_orders.create(tx, validated(work_order.create, site_id ? { ...input, site_id } : input));
  const skills = form.getAll("skills").filter((each) => typeof each === "string");
  if (skills.length) await set_required_skills(tx, row.id, skills);
  const then = text_of(form, "then") === "plan" && can(tx.actor, "work-orders:dispatch")
    ? paths.admin.dispatch(row.id)
    : paths.admin.work_order(row.id);
  return go(ctx, then, { tone: "ok", text: t("{number} created.", { number: row.number ?? "" }) });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
