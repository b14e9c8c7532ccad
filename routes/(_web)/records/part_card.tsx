/** A part of a record on its page: its rows, a form to add one, a button to take one away. */
import { Button, LinkButton } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { referenced } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { csrf_field } from "../csrf.ts";
import { type Failure } from "../pages.ts";
import { paths } from "../paths.ts";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { default_values, form_columns, typed_values } from "./form_values.ts";
import { FormField } from "./form_fields.tsx";
import { field_label } from "./labels.ts";
import type { RecordRow } from "./list_table.tsx";
import { form_errors } from "./problems.ts";
import { type Part, part_limit } from "./related.ts";
import { type Reading, Value } from "./value.tsx";

export const part_prefix = (part: Part): string => `${part.entity.name}.`;

export function PartCard(
  { part, found, read, csrf, failure }: {
    part: Part;
    found: Page<RecordRow>;
    read: Reading;
    csrf: string;
    failure: Failure | null;
  },
) {
  const { entity, by, may } = part;
  const columns = entity.columns.filter((column) =>
    column.name !== by.name && !column.secret && (column.list || column.kind === "ref")
  );
  const { plural } = seen_from(part);
  const invites = entity.portal_role !== undefined && can(read.actor, "users:manage");
  const acts = may.delete || invites;
  return (
    <Card title={t(plural)} class="min-w-0">
      {found.items.length === 0
        ? <p class="text-sm text-ink-3 mb-2">{t("None yet.")}</p>
        : (
          <div class="table-wrap -mx-4">
            <table class="data cards">
              <caption class="sr-only">{t(plural)}</caption>
              <thead>
                <tr>
                  {columns.map((column) => <th key={column.name} scope="col">{field_label(column)}</th>)}
                  {acts && (
                    <th scope="col">
                      <span class="sr-only">{t("Actions")}</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {found.items.map((row) => (
                  <tr key={row.id}>
                    {columns.map((column, nth) => (
                      <td
                        key={column.name}
                        class={nth === 0 ? "card-title font-medium" : "card-fact"}
                        data-label={field_label(column)}
                      >
                        <Value column={column} row={row} read={read} />
                      </td>
                    ))}
                    {acts && (
                      <td class="card-corner">
                        <span class="flex items-center justify-end gap-1">
                          {invites && <InviteLink part={part} row={row} />}
                          {may.delete && !is_over(part, row, read.now) && (
                            <RemoveButton part={part} row={row} csrf={csrf} />
                          )}
                        </span>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      {found.items.length >= part_limit && (
        <p class="text-xs text-ink-3 mt-2">{t("The first {n} are shown.", { n: part_limit })}</p>
      )}
      {may.create && <AddForm part={part} read={read} csrf={csrf} failure={failure} />}
    </Card>
  );
}

/** A relation is called by its other end: on a vendor's page "Projects", on a project's "Vendors". */
function seen_from({ entity, by }: Part): { label: string; plural: string } {
  const ends = entity.ended_by || entity.portal_role
    ? entity.columns.filter((column) => column.kind === "ref" && column.name !== by.name)
    : [];
  const [other] = ends;
  return other && ends.length === 1 ? referenced(other) : entity;
}

/** A sign-in for the person of the row, or the role alone for who signs in already. */
function InviteLink({ part, row }: { part: Part; row: RecordRow }) {
  const name = typeof row.person_label === "string" ? row.person_label : "";
  return typeof row.person_id === "string" && part.entity.portal_role
    ? (
      <LinkButton
        size="sm"
        variant="ghost"
        icon="user-plus"
        href={paths.admin.invite(row.person_id, part.entity.portal_role)}
      >
        <span>
          {t("Portal access")}
          <span class="sr-only">{` ${name}`}</span>
        </span>
      </LinkButton>
    )
    : null;
}

/** What has ended stays as the past, and cannot end again. */
function is_over(part: Part, row: RecordRow, now: string): boolean {
  const ended = part.entity.ended_by ? row[part.entity.ended_by] : null;
  return typeof ended === "string" && Temporal.Instant.compare(ended, now) <= 0;
}

function RemoveButton({ part, row, csrf }: { part: Part; row: RecordRow; csrf: string }) {
  const ends = part.entity.ended_by !== undefined;
  return (
    <form method="post">
      <input type="hidden" name={csrf_field} value={csrf} />
      <input type="hidden" name="part" value={part.entity.name} />
      <input type="hidden" name="part_id" value={row.id} />
      <button
        type="submit"
        class="btn btn-ghost btn-icon btn-sm"
        name="action"
        value="remove_part"
        aria-label={ends
          ? t("End {thing}", { thing: seen_from(part).label.toLowerCase() })
          : t("Remove {thing}", { thing: part.entity.label.toLowerCase() })}
        title={ends ? t("End now") : t("Remove")}
      >
        <Icon name="x" />
      </button>
    </form>
  );
}

function AddForm({ part, read, csrf, failure }: { part: Part; read: Reading; csrf: string; failure: Failure | null }) {
  const { entity, by } = part;
  const prefix = part_prefix(part);
  const columns = form_columns(entity, "create", [by.name]);
  const values = failure
    ? typed_values(columns, (name) => failure.values[name], prefix)
    : default_values(entity, columns, read.zone);
  const errors = failure ? form_errors(entity, failure.error) : [];
  const problems = (name: string) => errors.find((each) => each.field === name)?.message;
  return (
    <details class="mt-3" open={failure !== null}>
      <summary class="btn btn-sm cursor-pointer w-max">
        <Icon name="plus" />
        {t("Add {thing}", { thing: seen_from(part).label.toLowerCase() })}
      </summary>
      <form method="post" class="grid gap-4 mt-4 max-w-[560px]" data-guard>
        <input type="hidden" name={csrf_field} value={csrf} />
        <input type="hidden" name="part" value={entity.name} />
        <FormErrors errors={errors.map((error) => error.field ? { ...error, field: prefix + error.field } : error)} />
        {columns.map((column) => (
          <FormField
            key={column.name}
            column={column}
            values={values}
            problems={problems}
            zone={read.zone}
            prefix={prefix}
          />
        ))}
        <span>
          <Button variant="primary" size="sm" name="action" value="add_part">{t("Add")}</Button>
        </span>
      </form>
    </details>
  );
}
