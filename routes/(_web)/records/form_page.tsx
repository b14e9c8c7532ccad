/** The derived form of an entity: `/admin/people/new` and `/admin/people/{id}/edit`. Nothing typed is lost, not to a refusal and not to a colleague. */
import { page, type PageProps } from "fresh";
import type { ComponentChildren } from "preact";
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions } from "~/components/form/form_section.tsx";
import { HiddenVersion } from "~/components/form/other_fields.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { Entity } from "~/domain/kernel/entity.ts";
import { forbidden } from "~/domain/kernel/errors.ts";
import type { Field } from "~/domain/kernel/fields.ts";

import type { Tx } from "~/domain/kernel/tx.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath } from "../declared.ts";
import { action, actions, type Ctx, type Failure, failure_of, go, reads } from "../pages.ts";
import { paths } from "../paths.ts";
import type { State } from "../state.ts";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { form_groups, FormGroups } from "./form_fields.tsx";
import {
  changed_columns,
  default_values,
  form_columns,
  type FormValues,
  input_of,
  merge,
  parse_base,
  typed_values,
  values_of,
} from "./form_values.ts";
import { type HistoryEntry, record_history } from "./history.ts";
import { field_label, row_label } from "./labels.ts";
import type { RecordRow } from "./list_table.tsx";
import { label_of } from "./lookup.ts";
import { form_errors } from "./problems.ts";
import { zone_of } from "./zone.ts";

export interface RecordFormData {
  kind: RecordKind;
  /** Null for a new record. */
  row: RecordRow | null;
  columns: Field[];
  values: FormValues;
  /** What the page was made with: a later save sends the difference alone. */
  base: FormValues;
  version: string;
  meanwhile: Meanwhile | null;
  now: string;
}

type Meanwhile = Pick<ReturnType<typeof merge>, "conflicts" | "taken"> & { by: HistoryEntry | null };

export function RecordFormPage({ data, state, url }: PageProps<RecordFormData, State>) {
  const { kind: { entity }, row, columns, values } = data;
  const failure = failure_of(state);
  const errors = failure && !data.meanwhile ? form_errors(entity, failure.error) : [];
  const problems = (name: string) => errors.find((each) => each.field === name)?.message;
  const title = row
    ? t("Edit {name}", { name: row_label(entity, row, zone_of(state)) })
    : t("New {thing}", { thing: entity.label.toLowerCase() });
  const back = row ? paths.admin.record(entity, row.id) : paths.admin.list(entity);
  return (
    <AdminPage
      state={state}
      url={url}
      title={row ? t("Edit") : title}
      crumbs={row ? [{ label: row_label(entity, row, zone_of(state)), href: back }] : []}
    >
      <div class="max-w-[880px]">
        <PageHeader title={title} />
        <form method="post" class="panel px-5 pt-2" data-guard>
          <Csrf state={state} />
          {row && <HiddenVersion version={data.version} />}
          {row && <input type="hidden" name="_base" value={JSON.stringify(data.base)} />}
          {(errors.length > 0 || data.meanwhile) && (
            <div class="pt-4">
              <FormErrors errors={errors} />
              {data.meanwhile && (
                <ChangedMeanwhile {...data.meanwhile} entity={entity} now={data.now} zone={zone_of(state)} />
              )}
            </div>
          )}
          <FormGroups groups={form_groups(entity, columns)} values={values} problems={problems} zone={zone_of(state)} />
          <FormActions>
            <LinkButton href={back}>{t("Cancel")}</LinkButton>
            <Button variant="primary">
              {row ? t("Save") : t("Create {thing}", { thing: entity.label.toLowerCase() })}
            </Button>
          </FormActions>
        </form>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
}

/** Somebody saved first. Both values are told; what stands in the form now is what the next save writes. */
function ChangedMeanwhile(
  { conflicts, taken, by, entity, now, zone }: Meanwhile & { entity: Entity; now: string; zone: string },
) {
  const who: ComponentChildren = by
    ? (
      <>
        {by.actor_label} <Time at={by.occurred_at} now={now} zone={zone} />
      </>
    )
    : t("someone");
  return (
    <Banner
      tone="warning"
      title={t("This {thing} was changed while you were editing", { thing: entity.label.toLowerCase() })}
    >
      <p>{t("Saved by")} {who}. {t("Nothing you typed is lost: check below, then save again.")}</p>
      {conflicts.length > 0 && (
        <table class="mt-3 w-full text-left">
          <caption class="sr-only">{t("Fields that both of you changed")}</caption>
          <thead>
            <tr>
              {[t("Field"), t("Yours, kept in the form"), t("Theirs, saved now")].map((head) => (
                <th key={head} scope="col" class="py-1 pr-3 font-semibold">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conflicts.map(({ column, yours, theirs }) => (
              <tr key={column.name} class="align-top">
                <th scope="row" class="py-1 pr-3 font-medium">{field_label(column)}</th>
                <td class="py-1 pr-3 break-words">{yours || t("(empty)")}</td>
                <td class="py-1 break-words">{theirs || t("(empty)")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {taken.length > 0 && (
        <p class="mt-2">
          {t("Taken over from them, because you did not touch it: {fields}.", {
            fields: taken.map(field_label).join(", "),
          })}
        </p>
      )}
    </Banner>
  );
}

export function create_handlers(path: EntityPath) {
  const show = reads(entity_key(path, "create"), async (tx, ctx) => {
    const kind = record_kind(actor_of(ctx.state), path(ctx));
    if (!kind.may.create) throw forbidden(`${kind.entity.permission}:create`);
    ctx.state.title = t("New {thing}", { thing: kind.entity.label.toLowerCase() });
    const columns = form_columns(kind.entity, "create");
    const failure = failure_of(ctx.state);
    const values = failure
      ? typed_values(columns, (name) => failure.values[name])
      : await first_values(tx, kind.entity, columns, ctx);
    return page<RecordFormData>({
      kind,
      row: null,
      columns,
      values,
      base: {},
      version: "",
      meanwhile: null,
      now: tx.now().toString(),
    });
  });
  const save = action(entity_key(path, "create"), async (tx, ctx, form) => {
    const { entity, rows } = record_kind(actor_of(ctx.state), path(ctx));
    const columns = form_columns(entity, "create");
    const input = await input_of(tx, columns, sent_values(columns, form), zone_of(ctx.state));
    const row = await rows.create(tx, input);
    return go(ctx, paths.admin.record(entity, row.id), {
      tone: "ok",
      text: t("{thing} created.", { thing: t(entity.label) }),
    });
  });
  return { GET: show, POST: actions({ save }, show) };
}

/** Declared defaults, and what the address brings along: `/admin/people/new?organization_id=…` */
async function first_values(tx: Tx, entity: Entity, columns: Field[], ctx: Ctx): Promise<FormValues> {
  const values = default_values(entity, columns, zone_of(ctx.state));
  for (const column of columns) {
    const given = ctx.url.searchParams.get(column.name);
    if (given === null) continue;
    const label = column.kind === "ref" ? await label_of(tx, column.reference ?? "", given) : "";
    if (label === null) continue;
    values[column.name] = given.slice(0, 2000);
    if (label) values[`${column.name}_text`] = label;
  }
  return values;
}

const sent_values = (columns: Field[], form: FormData): FormValues =>
  typed_values(columns, (name) => form.has(name) ? text_of(form, name) : undefined);

export function edit_handlers(path: EntityPath) {
  const show = reads(entity_key(path, "update"), async (tx, ctx) => {
    const kind = record_kind(actor_of(ctx.state), path(ctx));
    if (!kind.may.update) throw forbidden(`${kind.entity.permission}:update`);
    const row = await kind.rows.get(tx, ctx.params.id ?? "", { labels: true });
    ctx.state.title = t("Edit {name}", { name: row_label(kind.entity, row, zone_of(ctx.state)) });
    const columns = form_columns(kind.entity, "update");
    const stored = values_of(columns, row, zone_of(ctx.state));
    const shared = { kind, row, columns, now: tx.now().toString() };
    const failure = failure_of(ctx.state);
    if (!failure) {
      return page<RecordFormData>({
        ...shared,
        values: stored,
        base: stored,
        version: row.updated_at,
        meanwhile: null,
      });
    }
    return page<RecordFormData>({ ...shared, ...await after_refusal(tx, failure, columns, stored, row) });
  });
  const save = action(entity_key(path, "update"), async (tx, ctx, form) => {
    const { entity, rows } = record_kind(actor_of(ctx.state), path(ctx));
    const id = ctx.params.id ?? "";
    const columns = form_columns(entity, "update");
    const typed = sent_values(columns, form);
    const changed = changed_columns(columns, parse_base(text_of(form, "_base")), typed);
    if (changed.length === 0) {
      await rows.get(tx, id);
      return go(ctx, paths.admin.record(entity, id), { tone: "info", text: t("Nothing was changed.") });
    }
    await rows.update(tx, id, await input_of(tx, changed, typed, zone_of(ctx.state)), text_of(form, "version") || null);
    return go(ctx, paths.admin.record(entity, id), { tone: "ok", text: t("Saved.") });
  });
  return { GET: show, POST: actions({ save }, show) };
}

/** A refused form shows what was typed. After a change by someone else it is brought together with theirs, and the next save goes on top of it. */
async function after_refusal(
  tx: Tx,
  failure: Failure,
  columns: Field[],
  stored: FormValues,
  row: RecordRow,
): Promise<Pick<RecordFormData, "values" | "base" | "version" | "meanwhile">> {
  const typed = typed_values(columns, (name) => failure.values[name]);
  const base = parse_base(failure.values._base ?? "");
  if (failure.error.code !== "stale") {
    return { values: typed, base, version: failure.values.version ?? row.updated_at, meanwhile: null };
  }
  const { values, conflicts, taken } = merge(columns, base, typed, stored);
  const [by = null] = (await record_history(tx, row.id, 1)).items;
  return { values, base: stored, version: row.updated_at, meanwhile: { conflicts, taken, by } };
}
