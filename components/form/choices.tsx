import type { ComponentChildren } from "preact";
import { FieldGroup, FieldNotes, type FieldProps, RequiredMark, wires } from "./field.tsx";

/** One yes or no. An unticked box sends nothing: the parser reads absence as "no". */
export function CheckboxField(
  { checked, value = "true", ...field }: FieldProps & { checked?: boolean; value?: string },
) {
  const wired = wires(field);
  return (
    <div class="grid gap-1">
      <label class="inline-flex items-center gap-2.5 min-h-[28px] text-sm font-medium cursor-pointer">
        <input type="checkbox" class="check-box" value={value} checked={checked ?? false} {...wired} />
        <span>
          {field.label}
          {field.required && <RequiredMark />}
        </span>
      </label>
      {(field.error || field.hint) && (
        <div class="grid gap-1 pl-7">
          <FieldNotes id={wired.id} error={field.error} hint={field.hint} />
        </div>
      )}
    </div>
  );
}

export interface Choice {
  value: string;
  label: string;
  hint?: ComponentChildren;
  /** Shown beside the choice that cannot be taken now. */
  disabled_reason?: string;
}

/** One of a few, all to be seen at once. */
export function RadioGroup(
  { options, value, columns, ...field }: FieldProps & {
    options: Choice[];
    value?: string | undefined;
    columns?: boolean;
  },
) {
  return (
    <FieldGroup {...field}>
      <Choices
        kind="radio"
        options={options}
        values={value === undefined ? [] : [value]}
        name={field.name}
        columns={columns ?? false}
        required={field.required ?? false}
      />
    </FieldGroup>
  );
}

/** Any of a few; each ticked one sends `name=value`. */
export function CheckboxGroup(
  { options, values, columns, ...field }: FieldProps & { options: Choice[]; values?: string[]; columns?: boolean },
) {
  return (
    <FieldGroup {...field}>
      <Choices
        kind="checkbox"
        options={options}
        values={values ?? []}
        name={field.name}
        columns={columns ?? false}
        required={false}
      />
    </FieldGroup>
  );
}

function Choices(
  { kind, options, values, name, columns, required }: {
    kind: "radio" | "checkbox";
    options: Choice[];
    values: string[];
    name: string;
    columns: boolean;
    required: boolean;
  },
) {
  return (
    <div class={columns ? "grid grid-cols-1 gap-2 sm:grid-cols-2" : "grid gap-2"}>
      {options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type={kind}
            class="check-box mt-px"
            name={name}
            value={option.value}
            checked={values.includes(option.value)}
            disabled={option.disabled_reason !== undefined}
            required={required}
          />
          <span class="min-w-0">
            <span class="block text-sm font-semibold">{option.label}</span>
            {(option.disabled_reason ?? option.hint) && (
              <span class="block text-xs text-ink-2">{option.disabled_reason ?? option.hint}</span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
