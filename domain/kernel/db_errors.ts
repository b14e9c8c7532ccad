/** A database's refusal in the words of the person who caused it. */
import { classify_error } from "./db/errors.ts";
import { conflict, DomainError, forbidden, invalid, unavailable } from "./errors.ts";

export interface Refusal {
  field: string;
  message: string;
  remedy?: string;
  /** The value at fault, where the constraint's own detail does not tell. */
  value?: string;
}

const refusals = new Map<string, Refusal>();

/** Gives a constraint of the migration its sentence: `refusal("shifts_no_overlap", { field: "start_at", message: "overlaps another shift" })`. */
export function refusal(constraint: string, says: Refusal): void {
  refusals.set(constraint, says);
}

/** `Key (external_system, external_id)=(splynx, 7) already exists.` */
const key_detail = /^Key \((.+?)\)=\((.*)\)/;

export function to_domain_error(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const known = classify_error(error);
  const own = known.constraint ? refusals.get(known.constraint) : undefined;
  const [, columns = "", values = ""] = key_detail.exec(known.detail ?? "") ?? [];
  const field = own?.field ?? (columns || known.column || known.constraint || "value");
  switch (known.kind) {
    case "unavailable":
      return unavailable(2, "The database cannot be reached; nothing was changed.", error);
    case "timeout":
      return unavailable(5, "The database took too long; nothing was changed.", error);
    case "serialization":
      return unavailable(1, "Others were changing the same records; nothing was changed.", error);
    case "unique":
      return conflict(
        field,
        own?.value ?? values,
        own?.message ?? "is taken already",
        own?.remedy ?? "Use another value, or change the record that has it.",
      );
    case "exclusion":
      return conflict(
        field,
        own?.value ?? values,
        own?.message ?? "overlaps another record",
        own?.remedy ?? "Choose a time that is free.",
      );
    case "foreign_key":
      return (known.detail ?? "").includes("still referenced")
        ? conflict(field, values, "is still in use by other records", "Remove or move those first.")
        : invalid(field, values, "names a record that does not exist", "Choose one that exists.");
    case "check":
      return invalid(
        field,
        own?.value ?? undefined,
        own?.message ?? `breaks the rule ${known.constraint ?? "of its column"}`,
        own?.remedy,
      );
    case "not_null":
      return invalid(field, null, "must not be empty");
    case "invalid_text":
      return invalid(field, undefined, "is not a value of its type", "Check its format.");
    case "read_only":
      return forbidden(
        "customers:impersonate_write",
        "You act as a customer and may only look. End it to work under your own name.",
      );
    default:
      return error;
  }
}
