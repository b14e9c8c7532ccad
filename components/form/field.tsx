import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { icon_circle_alert } from "../icon_paths.ts";
import { SvgIcon } from "../svg_icon.tsx";
import { t } from "../text.ts";

export interface FieldProps {
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** The server's refusal: what is wrong and what to do. */
  error?: string | undefined;
  required?: boolean;
  /** Told apart where two forms of a page share a name; FormErrors links to it. */
  id?: string;
  class?: string;
}

/** What joins a control to its label, hint and error. Spread it on the input. */
export interface Wires {
  id: string;
  name: string;
  required?: boolean;
  "aria-invalid"?: "true";
  "aria-describedby"?: string;
}

/** The id a field gets from its name; FormErrors and tests use the same. */
export function field_id(name: string): string {
  return `f-${name.replace(/[^\w-]/g, "-")}`;
}

export function wires({ name, id = field_id(name), hint, error, required }: FieldProps): Wires {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return {
    id,
    name,
    ...(required ? { required } : {}),
    ...(error ? { "aria-invalid": "true" as const } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  };
}

/** Label above, control, then the error, then the hint: in the order in which they help. */
export function Field({ children, ...props }: FieldProps & { children: (wires: Wires) => ComponentChildren }) {
  const wired = wires(props);
  return (
    <div class={cx("grid grid-cols-1 gap-1.5 content-start", props.class)}>
      <label for={wired.id} class="text-sm font-semibold">
        {props.label}
        {props.required && <RequiredMark />}
      </label>
      {children(wired)}
      <FieldNotes id={wired.id} error={props.error} hint={props.hint} />
    </div>
  );
}

/** For the eye; the control's `required` says it to everyone else. */
export function RequiredMark() {
  return <span class="text-bad ml-0.5" aria-hidden="true" title={t("Required")}>*</span>;
}

export function FieldNotes({ id, error, hint }: { id: string; error: string | undefined; hint: ComponentChildren }) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} class="flex gap-1.5 text-xs font-semibold text-bad">
          <SvgIcon body={icon_circle_alert} />
          {error}
        </p>
      )}
      {hint && <p id={`${id}-hint`} class="text-xs text-ink-3">{hint}</p>}
    </>
  );
}

/** Several controls under one question: a fieldset, whose legend is read with each of them. */
export function FieldGroup({ children, ...props }: FieldProps & { children: ComponentChildren }) {
  const { id, "aria-describedby": described } = wires(props);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      class={cx("grid grid-cols-1 gap-2", props.class)}
      {...(described ? { "aria-describedby": described } : {})}
    >
      <legend class="text-sm font-semibold mb-1.5">
        {props.label}
        {props.required && <RequiredMark />}
      </legend>
      {children}
      <FieldNotes id={id} error={props.error} hint={props.hint} />
    </fieldset>
  );
}
