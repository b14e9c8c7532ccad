/** A field of an entity as a form's control, by its kind and traits. */
import type { ComponentChildren } from "preact";
import { CheckboxField, RadioGroup } from "~/components/form/choices.tsx";
import { FormSection } from "~/components/form/form_section.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextArea, TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Field, FieldKind } from "~/domain/kernel/fields.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import { paths } from "../paths.ts";
import type { FormValues } from "./form_values.ts";
import { choice_label, field_label } from "./labels.ts";

export interface FieldsProps {
  values: FormValues;
  /** The server's refusal of a field, by its name. */
  problems: (name: string) => string | undefined;
  zone: string;
  /** Set before every name where several forms share a page. */
  prefix?: string;
}

const hints: Partial<Record<FieldKind, string>> = {
  tags: "Separated by commas",
  point: "Latitude, longitude in degrees, such as 6.4541, 3.3947",
  json: "JSON",
};
const few = 4;

export function FormField({ column, values, problems, zone, prefix = "" }: FieldsProps & { column: Field }) {
  const name = prefix + column.name;
  const value = values[column.name] ?? "";
  const hint = [column.hint, hints[column.kind]].filter((part) => part !== undefined).map((part) => t(part)).join(". ");
  const required = !column.nullable && !column.has_default && column.kind !== "boolean";
  const common = given({
    name,
    label: field_label(column),
    hint: hint || undefined,
    error: problems(column.name),
    required,
    id: undefined,
    class: undefined,
  });
  switch (column.kind) {
    case "choice":
      return <ChoiceField column={column} common={common} value={value} />;
    case "boolean":
      return column.nullable
        ? (
          <SelectField
            {...common}
            value={value}
            empty={t("Not known")}
            options={[{ value: "true", label: t("Yes") }, { value: "false", label: t("No") }]}
          />
        )
        : <CheckboxField {...common} checked={value === "true"} />;
    case "ref":
      return (
        <Typeahead
          source={paths.admin.lookup(column.reference ?? "")}
          name={name}
          label={common.label}
          {...(values[`${column.name}_text`]
            ? { value: { id: value, label: values[`${column.name}_text`] ?? "" } }
            : {})}
          {...(hint ? { hint } : {})}
          {...(common.error ? { error: common.error } : {})}
          {...(required ? { required } : {})}
        />
      );
    case "timestamp":
      return <DateTimeField {...common} value={value} zone={zone} />;
    case "date":
      return <DateTimeField {...common} kind="date" value={value} />;
    case "long_text":
      return <TextArea {...common} value={value} rows={5} />;
    case "json":
      return <TextArea {...common} value={value} rows={6} spellcheck={false} />;
    case "integer":
      return <TextField {...common} type="number" step={1} value={value} />;
    case "decimal":
      return <TextField {...common} inputMode="decimal" value={value} />;
    case "email":
      return <TextField {...common} type="email" value={value} autocomplete="off" />;
    case "phone":
      return <TextField {...common} type="tel" value={value} autocomplete="off" />;
    case "url":
      return <TextField {...common} type="url" value={value} autocomplete="off" placeholder="https://" />;
    default:
      return <TextField {...common} value={value} autocomplete="off" />;
  }
}

function ChoiceField({ column, common, value }: { column: Field; common: ReturnType<typeof given>; value: string }) {
  const options = (column.choices ?? []).map((each) => ({ value: each, label: choice_label(each) }));
  if (!column.nullable && options.length <= few) {
    return <RadioGroup {...common} options={options} value={value || undefined} columns />;
  }
  return (
    <SelectField
      {...common}
      value={value}
      {...(column.nullable || !column.has_default ? { empty: column.nullable ? t("None") : t("Choose…") } : {})}
      options={options}
    />
  );
}

interface Group {
  title: string;
  columns: Field[];
}

/** Small forms are one group in the order of their declaration; large ones tell what a thing is, where it belongs, and what else is known. */
export function form_groups(entity: Entity, columns: readonly Field[]): Group[] {
  if (columns.length <= 7) return [{ title: t(entity.label), columns: [...columns] }];
  const belongs = columns.filter((column) => column.kind === "ref");
  const more = columns.filter((column) => ["long_text", "json", "tags"].includes(column.kind));
  const rest = columns.filter((column) => !belongs.includes(column) && !more.includes(column));
  const groups = [{ title: t(entity.label), columns: rest }, { title: t("Belongs to"), columns: belongs }, {
    title: t("More"),
    columns: more,
  }];
  return groups.filter((group) => group.columns.length > 0);
}

export function FormGroups({ groups, lead, ...fields }: FieldsProps & { groups: Group[]; lead?: ComponentChildren }) {
  return (
    <>
      {groups.map((group, nth) => (
        <FormSection key={group.title} title={group.title} {...(nth === 0 && lead ? { hint: lead } : {})}>
          {group.columns.map((column) => <FormField key={column.name} column={column} {...fields} />)}
        </FormSection>
      ))}
    </>
  );
}
