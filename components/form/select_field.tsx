import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { Field, type FieldProps } from "./field.tsx";

export interface Option {
  value: string;
  label: string;
  /** Options of one group stand together under its name. */
  group?: string;
  disabled?: boolean;
}

/** A choice among few; for more than about thirty use the Typeahead island. `empty` is the text of "nothing chosen". */
export function SelectField(
  { options, value, empty, autocomplete, small, form, ...field }: FieldProps & {
    options: Option[];
    value?: string | undefined;
    empty?: string;
    autocomplete?: string;
    small?: boolean;
    form?: string;
  },
) {
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <Field {...field}>
      {(wired) => (
        <span class="select">
          <select
            {...wired}
            class={cx("input", small && "input-sm")}
            {...(autocomplete ? { autocomplete } : {})}
            {...(form ? { form } : {})}
          >
            {empty !== undefined && <option value="" selected={!value}>{empty}</option>}
            {groups.map((group) => {
              const members = options.filter((option) => option.group === group).map((option) => (
                <option
                  key={option.value}
                  value={option.value}
                  selected={option.value === value}
                  disabled={option.disabled}
                >
                  {option.label}
                </option>
              ));
              return group ? <optgroup key={group} label={group}>{members}</optgroup> : members;
            })}
          </select>
          <Icon name="chevron-down" />
        </span>
      )}
    </Field>
  );
}
