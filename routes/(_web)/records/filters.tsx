/** Filter controls and chips of a derived list, from the entity's traits. */
import { Field } from "~/components/form/field.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { pure } from "~/components/kept_html.ts";
import { FilterChip } from "~/components/list/filter_bar.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { type Entity, referenced } from "~/domain/kernel/entity.ts";
import { filter_columns } from "~/domain/kernel/list_query.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import { paths } from "../paths.ts";
import { type AnyColumn, choice_label, field_label, is_field } from "./labels.ts";
import { filter_names, href_of, type ListState, with_changes } from "./list_state.ts";
import { day_text } from "./value.tsx";

/** Labels of the records that reference filters name, by id. */
export type RefLabels = ReadonlyMap<string, string>;

const asks = (column: AnyColumn): boolean =>
  column.name !== "id" && column.name !== "number" && column.name !== "updated_at";

export const asked_columns = (entity: Entity, actor: Actor): AnyColumn[] =>
  filter_columns(entity).filter((column) =>
    asks(column) && (!is_field(column) || column.kind !== "ref" || can(actor, `${referenced(column).permission}:read`))
  );

/** Names that the filter form sends itself. */
export function asked_names(columns: readonly AnyColumn[]): Set<string> {
  const names = columns.flatMap((column) =>
    is_dated(column) ? [`${column.name}_gte`, `${column.name}_lte`] : [column.name]
  );
  return new Set(["q", "is_active", ...names]);
}

const is_dated = (column: AnyColumn): boolean => column.kind === "timestamp" || column.kind === "date";

export function FilterFields(
  { columns, state, labels }: { columns: readonly AnyColumn[]; state: ListState; labels: RefLabels },
) {
  // The dates of the row itself come last: they are asked for least.
  const sorted = [...columns.filter(is_field), ...columns.filter((column) => !is_field(column))];
  return (
    <>
      {sorted.map((column) => <FilterField key={column.name} column={column} state={state} labels={labels} />)}
      <Choice
        small
        name="is_active"
        id="filter-is_active"
        label={t("State of the record")}
        value={state.search.get("is_active") ?? ""}
        empty={t("Not deleted")}
        options={[{ value: "false", label: t("Deleted only") }, { value: "all", label: t("Deleted too") }]}
      />
    </>
  );
}

function FilterField({ column, state, labels }: { column: AnyColumn; state: ListState; labels: RefLabels }) {
  const { name } = column;
  const value = state.search.get(name) ?? "";
  const common = { name, id: `filter-${name}`, label: field_label(column) };
  if (is_dated(column)) {
    const end = (which: "gte" | "lte") => state.search.get(`${name}_${which}`) ?? "";
    return <DateRange name={name} label={common.label} from={end("gte")} to={end("lte")} />;
  }
  if (!is_field(column)) return null;
  switch (column.kind) {
    case "choice":
      return <ChoiceChecks name={name} label={common.label} choices={column.choices ?? []} chosen={value.split(",")} />;
    case "boolean":
      return (
        <Choice
          small
          {...common}
          value={value}
          empty={t("Any")}
          options={[{ value: "true", label: t("Yes") }, { value: "false", label: t("No") }]}
        />
      );
    case "ref":
      return (
        <Typeahead
          source={paths.admin.lookup(column.reference ?? "")}
          name={name}
          label={common.label}
          {...ref_value(value, labels)}
        />
      );
    default:
      return <Words {...common} value={value} autocomplete="off" maxLength={300} />;
  }
}

function ref_value(value: string, labels: RefLabels) {
  const label = labels.get(value);
  return label ? { value: { id: value, label } } : {};
}

/** The fields are the same for all who look at a list by the same filters. */
const ChoiceChecks = pure("filter checks", DrawnChecks);
const DateRange = pure("filter dates", DrawnRange);
const Choice = pure("filter select", SelectField);
const Words = pure("filter text", TextField);

function DrawnChecks(
  { name, label, choices, chosen }: {
    name: string;
    label: string;
    choices: readonly string[];
    chosen: readonly string[];
  },
) {
  return (
    <fieldset class="grid gap-1">
      <legend class="text-sm font-semibold mb-1">{label}</legend>
      <div class="grid grid-cols-2 gap-x-3">
        {choices.map((choice) => (
          <label key={choice} class="tick">
            <input
              type="checkbox"
              class="check-box"
              name={name}
              value={choice}
              checked={chosen.includes(choice)}
            />
            {choice_label(choice)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function DrawnRange({ name, label, from, to }: { name: string; label: string; from: string; to: string }) {
  const part = (end: "gte" | "lte", label: string, value: string) => {
    const whole = `${name}_${end}`;
    return (
      <Field name={whole} id={`filter-${whole}`} label={label}>
        {(wired) => (
          <input type="date" {...wired} class="input input-sm fig" value={/^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? ""} />
        )}
      </Field>
    );
  };
  return (
    <div class="grid grid-cols-2 gap-2">
      {part("gte", t("{field} from", { field: label }), from)}
      {part("lte", t("to"), to)}
    </div>
  );
}

const comparisons: Record<string, string> = {
  "": "",
  _not: "is not",
  _gte: "from",
  _lte: "to",
  _gt: "after",
  _lt: "before",
};

/** The filters in force, each with the list's address without it. */
export function FilterChips({ entity, state, labels }: { entity: Entity; state: ListState; labels: RefLabels }) {
  const names = filter_names(entity);
  const chips = [...state.search].filter(([name]) => names.has(name)).map(([name, value]) => {
    if (name === "is_active") {
      return { name, label: t("Deleted"), value: value === "false" ? t("only") : value === "all" ? t("too") : t("no") };
    }
    const column = filter_columns(entity).findLast((each) =>
      name === each.name || (name.startsWith(each.name) && name.slice(each.name.length) in comparisons)
    );
    const end = column ? name.slice(column.name.length) : "";
    const words = value.split(",").map((part) => chip_text(column, part, labels)).join(", ");
    return {
      name,
      label: [column ? field_label(column) : name, t(comparisons[end] ?? "")].filter(Boolean).join(" "),
      value: words,
    };
  });
  return (
    <>
      {chips.map((chip) => (
        <FilterChip
          key={chip.name}
          label={chip.label}
          value={chip.value}
          remove_href={with_changes(state, { [chip.name]: null, view: null })}
        />
      ))}
    </>
  );
}

function chip_text(column: AnyColumn | undefined, value: string, labels: RefLabels): string {
  if (value === "null") return t("none");
  if (column?.kind === "choice") return choice_label(value);
  if (column?.kind === "ref") return labels.get(value) ?? value.slice(0, 8);
  if (column?.kind === "boolean") return value === "true" ? t("Yes") : t("No");
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day_text(value) : value;
}

/** The list without any filter, in the order and columns of now. */
export function clear_href(entity: Entity, state: ListState): string {
  const names = filter_names(entity);
  const rest = [...state.search].filter(([name]) =>
    !names.has(name) && !["q", "view", "cursor", "before", "at"].includes(name)
  );
  return href_of(state.path, new URLSearchParams(rest));
}
