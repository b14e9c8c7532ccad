/** The fields that a column can be mapped to, in words, and where a choice of column comes from. */
import type { MappedField } from "~/islands/MappingRows.tsx";
import { t } from "~/components/text.ts";
import { guess_mapping, type SubscriberImport, sync_field_names, sync_fields } from "~/domain/subscribers/mod.ts";
import { failure_of, problem_of } from "../../../(_web)/pages.ts";
import type { State } from "../../../(_web)/state.ts";

export const field_labels = (): Record<string, string> =>
  Object.fromEntries(sync_field_names.map((name) => [name, t(sync_fields[name].label)]));

/** What was typed before a refusal, else the mapping of the import: at first the one suggested, later the one that was used. */
export function mapped_fields(row: SubscriberImport, state: State, remembered: boolean): MappedField[] {
  const guess = guess_mapping(row.header);
  const typed = failure_of(state)?.values;
  return sync_field_names.map((name) => {
    const kept = row.mapping[name];
    const column = typed ? typed[`mapping.${name}`] ?? "" : typeof kept === "string" ? kept : "";
    const error = problem_of(state, `mapping.${name}`);
    return {
      name,
      label: t(sync_fields[name].label),
      required: sync_fields[name].required ?? false,
      column,
      origin: origin(column, guess[name], row, remembered, typed !== undefined),
      ...(error ? { error } : {}),
    };
  });
}

function origin(
  column: string,
  guessed: string | undefined,
  row: SubscriberImport,
  remembered: boolean,
  typed: boolean,
): string {
  if (!column) return "";
  if (typed || row.status !== "uploaded") return column === guessed ? t("by its name") : t("chosen by you");
  // A suggestion is either the memory of a file with these columns or the guess, never a mixture.
  return remembered || column !== guessed ? t("remembered") : t("guessed by its name");
}

/** The first values of each column. */
export function samples_by_column(
  rows: readonly Record<string, string>[],
  columns: readonly string[],
): Record<string, string[]> {
  return Object.fromEntries(
    columns.map((column) => [column, rows.map((row) => (row[column] ?? "").trim().slice(0, 80))]),
  );
}
