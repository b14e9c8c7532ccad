import type { JSX } from "preact";
import { cx } from "../cx.ts";
import { Field, type FieldProps } from "./field.tsx";

type Native<Tag extends "input" | "textarea"> = Omit<JSX.IntrinsicElements[Tag], keyof FieldProps | "label" | "size">;

/** One line. Give `type` (email, tel, url, number …) and `autocomplete`, so that phones bring the right keys and browsers fill in. */
export function TextField(
  { name, label, hint, error, required, id, class: extra, ...native }: FieldProps & Native<"input">,
) {
  return (
    <Field {...given({ name, label, hint, error, required, id, class: extra })}>
      {(wired) => <input type="text" {...native} {...wired} class={cx("input", native.type === "number" && "fig")} />}
    </Field>
  );
}

/** Many lines; grows with what is typed. */
export function TextArea(
  { name, label, hint, error, required, id, class: extra, value, ...native }: FieldProps & Native<"textarea"> & {
    value?: string;
  },
) {
  return (
    <Field {...given({ name, label, hint, error, required, id, class: extra })}>
      {(wired) => <textarea rows={4} {...native} {...wired} class="input" value={value ?? ""} />}
    </Field>
  );
}

/** Drops what was not given, so that the optional props of Field stay truly optional. */
export function given(
  { hint, error, required, id, class: extra, ...rest }: { [Key in keyof FieldProps]: FieldProps[Key] | undefined } & {
    name: string;
    label: string;
  },
): FieldProps {
  return {
    ...rest,
    ...(hint ? { hint } : {}),
    ...(error ? { error } : {}),
    ...(required ? { required } : {}),
    ...(id ? { id } : {}),
    ...(extra ? { class: extra } : {}),
  };
}
