import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { field_id } from "./field.tsx";

export interface FormError {
  /** Name of the field; none for what concerns the form as a whole. */
  field?: string;
  label?: string;
  message: string;
}

/** What the server refused, as links to the fields. Takes the focus when the page comes back, with or without script. */
export function FormErrors({ errors }: { errors: FormError[] }) {
  if (errors.length === 0) return null;
  return (
    <div role="alert" tabIndex={-1} autofocus class="rounded-lg border border-bad-line bg-bad-soft p-4 mb-4">
      <p class="flex items-center gap-2 font-semibold text-bad">
        <Icon name="circle-alert" />
        {t.n(errors.length, "Not saved: one thing to correct", "Not saved: {n} things to correct")}
      </p>
      <ul class="mt-2 grid gap-1 pl-6">
        {errors.map((error, at) => (
          <li key={at} class="text-sm">
            {error.field
              ? (
                <a href={`#${field_id(error.field)}`} class="underline underline-offset-2 hover:text-bad">
                  {error.label ? `${error.label}: ${error.message}` : error.message}
                </a>
              )
              : error.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
