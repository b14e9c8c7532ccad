import { hidden, is_secret_name, mask_url_passwords } from "~/domain/kernel/text/secret_names.ts";

/** Every code a client can meet, with its HTTP status. Clients branch on the code; the status follows from it and is never chosen twice. */
export const error_status = {
  validation_error: 422,
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale: 409,
  transition_refused: 409,
  too_large: 413,
  unsupported_type: 415,
  range_not_satisfiable: 416,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof error_status;
export type ErrorStatus = (typeof error_status)[ErrorCode];

/** One thing wrong with one field. `field` is a path such as `lines.2.quantity`; `value` is what was sent, shortened, never a secret. */
export type FieldProblem = { field: string; value?: string; message: string; remedy?: string };

export type ErrorEnvelope = { code: ErrorCode; message: string; details: readonly FieldProblem[] };

type Extras = { details?: readonly FieldProblem[]; retry_after?: number; cause?: unknown };

/** An error that may be shown to whoever caused it. Everything else that is thrown reaches a client as `internal`, without its text. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly status: ErrorStatus;
  /** Always a list of fields, so that a client needs one shape only. */
  readonly details: readonly FieldProblem[];
  /** Seconds until trying again makes sense; travels as the Retry-After header. */
  readonly retry_after: number | undefined;

  constructor(readonly code: ErrorCode, message: string, extras: Extras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.status = error_status[code];
    this.details = extras.details ?? [];
    this.retry_after = extras.retry_after;
  }
}

const longest_value = 120;
/** Looked at for passwords: enough for any address that begins within what is shown. A whole 2 MB body of letters held the process for an hour. */
const longest_looked_at = 1_000;

/** A value as an error may show it: at most 120 characters, URL passwords masked, and nothing at all of a field that holds a secret. */
export function shown(field: string, value: unknown): string {
  if (value === undefined) return "(missing)";
  if (field.split(".").some(is_secret_name)) return hidden;
  const text = mask_url_passwords(as_text(value).slice(0, longest_looked_at));
  return text.length > longest_value ? text.slice(0, longest_value - 1) + "…" : text;
}

function as_text(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    // Keys inside an object are judged too: { user: { password } } must not slip through under the name "user".
    return JSON.stringify(value, (key, inner) => {
      if (key !== "" && is_secret_name(key)) return hidden;
      return typeof inner === "bigint" ? String(inner) : inner;
    }) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value); // circular
  }
}

/** One problem, ready for `invalid_many`. */
export function problem(field: string, value: unknown, message: string, remedy?: string): FieldProblem {
  return { field, value: shown(field, value), message, ...(remedy === undefined ? {} : { remedy }) };
}

function sentence({ field, value, message, remedy }: FieldProblem): string {
  const got = value === undefined || value === "(missing)" ? "" : ` (got "${value}")`;
  const said = `${field}: ${message.replace(/\.$/, "")}${got}.`;
  return remedy === undefined ? said : `${said} ${remedy}`;
}

/** `invalid("phone", "12", "is too short", "Write it with its area code.")` reads `phone: is too short (got "12"). Write it with its area code.` */
export function invalid(field: string, value: unknown, message: string, remedy?: string): DomainError {
  return invalid_many([problem(field, value, message, remedy)]);
}

/** All problems of one input at once, so that nobody fixes a form one round trip at a time. The message carries the first five, `details` all. */
export function invalid_many(problems: readonly FieldProblem[]): DomainError {
  const told = problems.slice(0, 5).map(sentence).join(" ");
  const rest = problems.length > 5 ? ` And ${problems.length - 5} more.` : "";
  return new DomainError("validation_error", told + rest || "The input is not valid.", { details: problems });
}

/** `not_found("ticket", id)`. The same answer serves a row that exists but is out of the actor's sight, so that ids cannot be probed. */
export function not_found(what: string, id: unknown): DomainError {
  return new DomainError(
    "not_found",
    `No ${what} "${shown("id", id)}" that you may see. Check the id or your access.`,
    {
      details: [problem("id", id, `names no ${what}`)],
    },
  );
}

export function forbidden(permission: string, remedy = "Ask an administrator for it."): DomainError {
  return new DomainError("forbidden", `This needs the permission "${permission}". ${remedy}`, {
    details: [problem("permission", permission, "is missing", remedy)],
  });
}

export function unauthenticated(message = "Sign in, or send a valid bearer token."): DomainError {
  return new DomainError("unauthenticated", message);
}

export function conflict(field: string, value: unknown, message: string, remedy?: string): DomainError {
  const one = problem(field, value, message, remedy);
  return new DomainError("conflict", sentence(one), { details: [one] });
}

/** Somebody else saved in between: `stale("ticket", "version", 3, 4)`. */
export function stale(what: string, field: string, sent: unknown, current: unknown): DomainError {
  const remedy = `Read the ${what} again, then repeat your change with ${field} "${shown(field, current)}".`;
  const one = problem(field, sent, `is out of date, the ${what} was changed meanwhile`, remedy);
  return new DomainError("stale", sentence(one), { details: [one] });
}

/** A move the state machine does not know, or that a guard refused. `allowed` are the states reachable from here. */
export function transition_refused(
  what: string,
  field: string,
  from: string,
  to: string,
  allowed: readonly string[],
  reason?: string,
): DomainError {
  const remedy = allowed.length > 0 ? `From "${from}" it can go to ${allowed.join(", ")}.` : `"${from}" is final.`;
  const why = reason === undefined ? `the ${what} cannot go from "${from}" to "${to}"` : reason.replace(/\.$/, "");
  const one = problem(field, to, why, remedy);
  return new DomainError("transition_refused", sentence(one), { details: [one] });
}

/** @param retry_after seconds */
export function rate_limited(retry_after: number, message = "Too many requests."): DomainError {
  return new DomainError("rate_limited", `${message} Try again in ${retry_after} s.`, { retry_after });
}

/** @param retry_after seconds */
export function unavailable(retry_after: number, message = "The service is busy.", cause?: unknown): DomainError {
  return new DomainError("unavailable", `${message} Try again in ${retry_after} s.`, { retry_after, cause });
}

/** @param limit what is allowed, with its unit, such as "25 MB" */
export function too_large(field: string, value: unknown, limit: string): DomainError {
  const one = problem(field, value, `is larger than the limit of ${limit}`, "Send less at once or split it.");
  return new DomainError("too_large", sentence(one), { details: [one] });
}

export function unsupported_type(field: string, value: unknown, message: string, remedy?: string): DomainError {
  const one = problem(field, value, message, remedy);
  return new DomainError("unsupported_type", sentence(one), { details: [one] });
}

export function idempotency_mismatch(key: string): DomainError {
  const one = problem(
    "Idempotency-Key",
    key,
    "was used before with a different request",
    "Use a new key for a new request, and the same body for a repeat.",
  );
  return new DomainError("idempotency_mismatch", sentence(one), { details: [one] });
}

/** A partner's system failed us (SMTP, S3, a webhook target). The text is ours; the partner's answer belongs in the log. */
export function upstream_failed(what: string, message: string, cause?: unknown): DomainError {
  return new DomainError("upstream_failed", `${what}: ${message}`, { cause });
}

/** What a client sees. An unknown error keeps its text for the log: it may name tables, paths or people. */
export function to_envelope(error: unknown): ErrorEnvelope {
  if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details };
  return {
    code: "internal",
    message: "Something went wrong on our side. Try again; if it stays, tell support the request id.",
    details: [],
  };
}

/** HTTP status for anything that was thrown. */
export function status_of(error: unknown): ErrorStatus {
  return error instanceof DomainError ? error.status : error_status.internal;
}
