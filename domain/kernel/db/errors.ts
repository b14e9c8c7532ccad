/** What a database error means to the caller, whatever layer it came from: server, socket or driver. */

export type ErrorKind =
  | "unavailable"
  | "unique"
  | "foreign_key"
  | "check"
  | "exclusion"
  | "not_null"
  | "serialization"
  | "timeout"
  | "invalid_text"
  | "read_only"
  | "other";

export interface ClassifiedError {
  kind: ErrorKind;
  constraint?: string;
  table?: string;
  column?: string;
  detail?: string;
}

/** SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const by_code: Record<string, ErrorKind> = {
  "23505": "unique",
  "23503": "foreign_key",
  "23001": "foreign_key", // restrict_violation
  "23514": "check",
  "23P01": "exclusion",
  "23502": "not_null",
  "40001": "serialization",
  "40P01": "serialization", // deadlock: the other side goes on, this one may try again
  "57014": "timeout", // statement_timeout, or cancelled on request
  "55P03": "timeout", // lock_timeout, or NOWAIT
  "25P03": "timeout", // idle_in_transaction_session_timeout
  "22P02": "invalid_text",
  "22021": "invalid_text", // a NUL byte, or broken UTF-8
  "22P05": "invalid_text", // \u0000 inside jsonb
  "22007": "invalid_text", // not a date or time
  "22008": "invalid_text", // a date out of range
  "22003": "invalid_text", // a number out of range
  "22001": "invalid_text", // longer than the column
  "25006": "read_only", // a write in a transaction that may only read
  "57P01": "unavailable", // shut down by the operator
  "57P02": "unavailable", // crash of another process
  "57P03": "unavailable", // still starting
  "57P05": "unavailable", // idle session timeout
  "53300": "unavailable", // too many connections
  CONNECT_TIMEOUT: "unavailable",
  CONNECTION_CLOSED: "unavailable",
  CONNECTION_ENDED: "unavailable",
  CONNECTION_DESTROYED: "unavailable",
  ECONNREFUSED: "unavailable",
  ECONNRESET: "unavailable",
  ECONNABORTED: "unavailable",
  EPIPE: "unavailable",
  ENOENT: "unavailable", // the unix socket is gone
  ENOTFOUND: "unavailable",
  EAI_AGAIN: "unavailable",
  EHOSTUNREACH: "unavailable",
  ENETUNREACH: "unavailable",
  ETIMEDOUT: "unavailable",
};

/** `other` is a defect of ours or of the server (a syntax error, a missing table), never the user's doing. */
export function classify_error(error: unknown): ClassifiedError {
  const code = text_of(error, "code");
  return {
    kind: kind_of(code),
    ...optional("constraint", text_of(error, "constraint_name")),
    ...optional("table", text_of(error, "table_name")),
    ...optional("column", text_of(error, "column_name")),
    ...optional("detail", text_of(error, "detail")),
  };
}

/** A second attempt of the same transaction can succeed without anybody changing anything. */
export function is_retryable(error: unknown): boolean {
  return classify_error(error).kind === "serialization";
}

function kind_of(code: string | undefined): ErrorKind {
  if (code === undefined) return "other";
  return by_code[code] ?? (code.startsWith("08") ? "unavailable" : "other"); // class 08: connection exceptions
}

function text_of(error: unknown, key: string): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function optional(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}
