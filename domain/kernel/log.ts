import { AsyncLocalStorage } from "node:async_hooks";
import { hidden, is_secret_name, mask_url_passwords } from "~/domain/kernel/text/secret_names.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;
/** What every line of one request or job carries. */
export type LogContext = {
  readonly request_id?: string;
  readonly trace_id?: string;
  readonly actor?: string;
  readonly job?: string;
};
export type LogOptions = {
  level?: LogLevel;
  format?: "json" | "pretty";
  write?: (line: string) => void;
  now?: () => Date;
};

const ranks: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const context_store = new AsyncLocalStorage<LogContext>();
const settings: Required<LogOptions> = {
  level: "info",
  format: "json",
  write: (line) => console.log(line),
  now: () => new Date(),
};

/** Set once at start from LOG_LEVEL and LOG_FORMAT. */
export function configure_log(options: LogOptions): void {
  Object.assign(settings, options);
}

/** Runs `work` with `context` on each of its lines, over awaits too. Adds to what is there already. */
export function with_log_context<T>(context: LogContext, work: () => T): T {
  return context_store.run({ ...context_store.getStore(), ...context }, work);
}

export function log_context(): LogContext {
  return context_store.getStore() ?? {};
}

/** `log.info("ticket assigned", { ticket_id })`. Constant message, facts in fields: so lines can be counted and searched. */
export const log = {
  debug: (message: string, fields?: LogFields) => emit("debug", message, fields),
  info: (message: string, fields?: LogFields) => emit("info", message, fields),
  warn: (message: string, fields?: LogFields) => emit("warn", message, fields),
  error: (message: string, fields?: LogFields) => emit("error", message, fields),
};

function emit(level: LogLevel, message: string, fields: LogFields = {}): void {
  if (ranks[level] < ranks[settings.level]) return;
  try {
    const facts = redact({ ...fields, ...log_context() }, 0);
    const line = { time: settings.now().toISOString(), level, message: text(message) };
    settings.write(settings.format === "json" ? as_json(line, facts) : as_pretty(line, facts));
  } catch (error) {
    // A getter that throws must not take the request down with it.
    settings.write(
      JSON.stringify({ level: "error", message: "a log line failed", of: message, reason: String(error) }),
    );
  }
}

type Line = { time: string; level: LogLevel; message: string };
type Facts = { [key: string]: unknown };

function as_json(line: Line, facts: Facts): string {
  // A field called "level" may not pose as the line's own.
  const safe = Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [Object.hasOwn(line, key) ? `${key}_` : key, value]),
  );
  return JSON.stringify({ ...line, ...safe });
}

const colours: Record<LogLevel, string> = { debug: "\x1b[90m", info: "\x1b[36m", warn: "\x1b[33m", error: "\x1b[31m" };

function as_pretty({ time, level, message }: Line, facts: Facts): string {
  const stack: string[] = [];
  const pairs = Object.entries(facts).map(([key, value]) => {
    if (is_facts(value) && typeof value.stack === "string") stack.push(value.stack);
    const short = is_facts(value) && typeof value.stack === "string" ? value.message : value;
    return `\x1b[2m${printable(key)}=\x1b[0m${
      printable(typeof short === "string" ? short : JSON.stringify(short) ?? "")
    }`;
  });
  const head = `\x1b[2m${time.slice(11, 23)}\x1b[0m ${colours[level]}${level.padEnd(5)}\x1b[0m ${printable(message)}`;
  return [[head, ...pairs].join(" "), ...stack.map((lines) => lines.split("\n").map(printable).join("\n"))].join("\n");
}

/** Control characters from outside would let a name move the operator's cursor or forge a line. */
function printable(value: string): string {
  return value.replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function is_facts(value: unknown): value is Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longest_text = 4000;
const longest_list = 50;
const deepest = 6;

function redact(facts: Facts, depth: number): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, is_secret_name(key) ? hidden : plain(value, depth + 1)]),
  );
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === "string") return text(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return "(function)";
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return "(deeper)"; // ends circles too
  if (value instanceof Error) return from_error(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof URL) return text(value.href);
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`;
  if (value instanceof Map) return redact(Object.fromEntries(value), depth);
  if (Array.isArray(value) || value instanceof Set) {
    const items = [...value];
    const shown = items.slice(0, longest_list).map((item) => plain(item, depth + 1));
    return items.length > longest_list ? [...shown, `(${items.length - longest_list} more)`] : shown;
  }
  if (value instanceof Headers) return redact(Object.fromEntries(value), depth);
  return redact({ ...value }, depth);
}

function from_error(error: Error, depth: number): Facts {
  const { name, message, stack, cause, ...own } = {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  };
  return redact({
    name,
    message,
    ...own,
    stack: stack?.split("\n").slice(0, 20).join("\n"),
    cause: cause === undefined ? undefined : plain(cause, depth + 1),
  }, depth);
}

/** What any of the masks below begins with: most texts have none of it, and one look is a quarter of the cost of four. */
const suspicious = /:\/\/|bearer|basic|eyJ|whsec_/i;

/** Secrets also travel inside texts: URLs with passwords, bearer headers, JWTs quoted in an error. */
function text(value: string): string {
  if (value.length <= longest_text && !suspicious.test(value)) return value;
  const masked = mask_url_passwords(value.slice(0, longest_text))
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 ***")
    .replace(/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, "***")
    .replace(/\bwhsec_[\w+/=]+/g, "whsec_***");
  return value.length > longest_text ? `${masked}… (${value.length} characters)` : masked;
}
