import { useSignal } from "@preact/signals";
import { cx } from "../components/cx.ts";
import { field_id, FieldNotes, RequiredMark } from "../components/form/field.tsx";
import { icon_chevron_down } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

export interface MappedField {
  name: string;
  label: string;
  required: boolean;
  /** The column that is chosen when the page comes; empty for none. */
  column: string;
  /** Where that choice comes from: "guessed by its name". */
  origin: string;
  error?: string;
}

/** Which column of the file holds which field, with what stands in that column. Sends `mapping.<field>`; complete without a script. */
export default function MappingRows({ fields, columns, samples }: {
  fields: MappedField[];
  columns: string[];
  /** The first values of each column. */
  samples: Record<string, string[]>;
}) {
  const chosen = useSignal<Record<string, string>>(
    Object.fromEntries(fields.map((field) => [field.name, field.column])),
  );
  const used = Object.values(chosen.value).filter(Boolean);
  const unused = columns.filter((column) => !used.includes(column));
  return (
    <>
      <table class="data cards" role="table">
        <caption class="sr-only">{t("Fields and columns")}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {[t("Field"), t("Column of the file"), t("First values")].map((head) => (
              <th key={head} role="columnheader" scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {fields.map((field) => {
            const column = chosen.value[field.name] ?? "";
            const id = field_id(`mapping.${field.name}`);
            const twice = column !== "" && used.filter((each) => each === column).length > 1;
            const error = twice ? t("This column is chosen twice.") : column === field.column ? field.error : undefined;
            return (
              <tr key={field.name} role="row">
                <td role="cell" class="card-title w-[24%]">
                  <label for={id} class="font-semibold">{field.label}{field.required && <RequiredMark />}</label>
                </td>
                <td role="cell" class="card-line w-[32%]">
                  <span class="select">
                    <select
                      id={id}
                      name={`mapping.${field.name}`}
                      class="input input-sm"
                      required={field.required}
                      aria-invalid={error ? "true" : undefined}
                      aria-describedby={error ? `${id}-error` : `${id}-origin`}
                      onChange={(event) => chosen.value = { ...chosen.value, [field.name]: event.currentTarget.value }}
                    >
                      <option value="" selected={column === ""}>{t("Not in the file")}</option>
                      {columns.map((each) => (
                        <option key={each} value={each} selected={each === column}>{each}</option>
                      ))}
                    </select>
                    <SvgIcon body={icon_chevron_down} />
                  </span>
                  <span class="grid gap-1 mt-1">
                    <FieldNotes id={id} error={error} hint={undefined} />
                  </span>
                  <span id={`${id}-origin`} class={cx(error ? "sr-only" : "block text-xs text-ink-3 mt-1")}>
                    {column === "" ? "" : column === field.column ? field.origin : t("chosen by you")}
                  </span>
                </td>
                <td role="cell" class="card-line text-sm text-ink-2">
                  {column && (samples[column]?.some(Boolean)
                    ? (
                      <ul class="grid">
                        {samples[column]?.filter(Boolean).slice(0, 3).map((value, at) => (
                          <li key={at} class="truncate md:max-w-[360px] fig">{value}</li>
                        ))}
                      </ul>
                    )
                    : <span class="text-ink-3">{t("empty in the first rows")}</span>)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="px-4 py-3 text-xs text-ink-3 border-t border-line" role="status">
        {unused.length === 0
          ? t("Every column of the file is used.")
          : t("Columns that are not taken over: {names}", { names: unused.join(", ") })}
      </p>
    </>
  );
}
