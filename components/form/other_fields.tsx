import { Field, type FieldProps } from "./field.tsx";
import { t } from "../text.ts";

/** A local date or time in a stated zone. The zone travels beside it as `<name>_zone`: a time without one is a guess. */
export function DateTimeField(
  { kind = "datetime-local", value, zone, min, max, step, ...field }: FieldProps & {
    kind?: "datetime-local" | "date" | "time" | "month";
    /** Wall-clock text as the input wants it, such as 2025-11-23T08:45. */
    value?: string | undefined;
    zone?: string;
    min?: string;
    max?: string;
    step?: number;
  },
) {
  const in_zone = kind === "datetime-local" && zone
    ? t("Time in {zone}.", { zone: zone.replaceAll("_", " ") })
    : undefined;
  const hint = field.hint && in_zone ? <>{field.hint} {in_zone}</> : field.hint ?? in_zone;
  return (
    <Field {...field} {...(hint ? { hint } : {})}>
      {(wired) => (
        <>
          <input
            type={kind}
            {...wired}
            {...(min ? { min } : {})}
            {...(max ? { max } : {})}
            {...(step ? { step } : {})}
            value={value ?? ""}
            class="input fig"
          />
          {zone && <input type="hidden" name={`${field.name}_zone`} value={zone} />}
        </>
      )}
    </Field>
  );
}

/** Files from disk or, on a phone, the camera. The form needs `enctype="multipart/form-data"`. FilePreview adds thumbnails. */
export function FileField(
  { accept, multiple, capture, ...field }: FieldProps & {
    accept?: string;
    multiple?: boolean;
    capture?: "environment" | "user";
  },
) {
  return (
    <Field {...field}>
      {(wired) => (
        <div class="file-drop">
          <input
            type="file"
            {...wired}
            {...(accept ? { accept } : {})}
            multiple={multiple ?? false}
            {...(capture ? { capture } : {})}
          />
        </div>
      )}
    </Field>
  );
}

/** The row's version as the reader saw it, so that the server refuses to overwrite what somebody changed meanwhile. */
export function HiddenVersion({ version }: { version: number | string }) {
  return <input type="hidden" name="version" value={String(version)} />;
}
