import type { FormError } from "~/components/form/form_errors.tsx";
import type { Entity } from "~/domain/kernel/entity.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import type { DomainError } from "~/domain/kernel/errors.ts";
import { name_label } from "./labels.ts";

/** A refusal as lines of the summary where the form is not derived: `linked` are the fields that the form has. */
export function plain_errors(error: DomainError, linked: readonly string[]): FormError[] {
  if (error.details.length === 0) return [{ message: error.message }];
  return error.details.map(({ field, message, remedy }) => {
    const said = [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ");
    const label = field.startsWith("(") ? {} : { label: humanise(field) };
    return {
      ...label,
      message: linked.includes(field) || !label.label ? said : `${label.label}: ${said}`,
      ...(linked.includes(field) ? { field } : {}),
    };
  });
}

/** A refusal as lines of the summary: each with its field's label, linked where the form has that field. */
export function form_errors(entity: Entity, error: DomainError): FormError[] {
  if (error.details.length === 0) return [{ message: error.message }];
  return error.details.map(({ field, message, remedy }) => {
    const said = [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ");
    const [name = field] = field.split(".");
    return entity.column(name)
      ? { field: name, label: name_label(entity, name), message: said }
      : { message: field.startsWith("(") ? said : `${name_label(entity, field)}: ${said}` };
  });
}
