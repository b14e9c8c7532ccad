import { z } from "zod";
import { DomainError, problem, shown } from "~/domain/kernel/errors.ts";
import { new_key, parse_key, parse_key_ring, read_or_make_key_file } from "~/domain/kernel/crypto/keys.ts";
import { parse_files_url } from "~/domain/kernel/files/location.ts";
import type { TrustedProxies } from "~/domain/kernel/net/client_address.ts";
import { parse_cidr } from "~/domain/kernel/net/ip.ts";
import { parse_email } from "~/domain/kernel/text/email.ts";
import { is_phone_country } from "~/domain/kernel/text/phone.ts";
import { is_zone } from "~/domain/kernel/time/zones.ts";

const whole = (min: number, max: number, standard: number) =>
  z.string().regex(/^\d{1,9}$/, "is not a whole number").transform(Number)
    .refine((value) => value >= min && value <= max, `is not between ${min} and ${max}`)
    .default(standard).meta({ remedy: `Give a whole number from ${min} to ${max}.` });

const is_true = /^(true|1|yes|on)$/i;
const flag = () =>
  z.string().regex(/^(true|false|1|0|yes|no|on|off)$/i, "is neither true nor false").transform((text) =>
    is_true.test(text)
  )
    .meta({ remedy: "Write true or false." });

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), "is not such a URL");

/** Reads text with a parser that answers with a reason; the reason becomes the problem. */
const parsed = <T>(parse: (text: string) => { value: T } | string) =>
  z.string().transform((text, context): T => {
    const result = parse(text);
    if (typeof result !== "string") return result.value;
    context.addIssue({ code: "custom", message: result });
    return z.NEVER;
  });

/** Every variable that Omni reads. `remedy` is what an operator is told when a value does not fit. */
const variables = z.object({
  PORT: whole(0, 65535, 8000),
  HOST: z.string().regex(/^[\w.:[\]-]+$/, "is not a host name or address").default("127.0.0.1")
    .meta({ remedy: "127.0.0.1 serves this machine only, 0.0.0.0 everybody." }),
  PUBLIC_URL: url(["http:", "https:"]).transform((text) => text.replace(/\/+$/, "")).optional()
    .meta({ remedy: "Write what people type into the browser, such as https://omni.example.com." }),
  DATABASE_URL: url(["postgres:", "postgresql:"]).optional()
    .meta({ remedy: "Write postgres://user:password@host:5432/database, or leave it out for the embedded database." }),
  DB_POOL_MAX: whole(1, 500, 10),
  DB_PREPARE: flag().default(true).meta({ remedy: "Write true or false." }),
  DATA_DIR: z.string().default("./data").meta({ remedy: "Name a folder that Omni may write to." }),
  QUEUE: z.enum(["auto", "kv", "postgres"], "is no queue").default("auto").meta({
    remedy: "Choose auto, kv or postgres.",
  }),
  KV_PATH: z.string().optional().meta({ remedy: "Name a file that Omni may write to." }),
  SECRET_KEY: parsed((text) => {
    const key = parse_key(text);
    return key === undefined || key.length < 32 ? "is not at least 32 bytes of base64 or hex" : { value: key };
  }).optional().meta({ remedy: "Make one with: openssl rand -base64 32" }),
  ENCRYPTION_KEYS: parsed((text) => {
    const ring = parse_key_ring(text);
    return typeof ring === "string" ? `is no key ring: ${ring}` : { value: ring };
  }).optional().meta({ remedy: 'Make one with: echo "k1:$(openssl rand -base64 32)"' }),
  FILES_URL: parsed((text) => {
    const result = parse_files_url(text);
    return result.ok ? { value: result.location } : result.reason;
  }).optional().meta({ remedy: "Write file:/var/lib/omni/files or s3://KEY:SECRET@host/bucket?region=…" }),
  FILES_MAX_MB: whole(1, 500, 25),
  CLAMD_URL: z.string().regex(/^tcp:\/\/[\w.:[\]-]+$/, "is no address of clamd").optional().meta({
    remedy: "Write tcp://127.0.0.1:3310, or leave it out to take files unscanned.",
  }),
  SMTP_URL: url(["smtp:", "smtps:"]).optional().meta({
    remedy: "Write smtp://user:password@host:587 or smtps://…:465.",
  }),
  MAIL_FROM: z.string().refine((text) => parse_email(text).ok, "is not a mail address").optional()
    .meta({ remedy: "Write it like: Omni <support@example.com>" }),
  DEMO: z.union([z.literal("auto"), flag()], "is neither auto, true nor false").default("auto")
    .meta({ remedy: "Write auto, true or false." }),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "is no level").default("info")
    .meta({ remedy: "Choose debug, info, warn or error." }),
  LOG_FORMAT: z.enum(["auto", "json", "pretty"], "is no format").default("auto").meta({
    remedy: "Choose auto, json or pretty.",
  }),
  SLOW_QUERY_MS: whole(0, 600_000, 200),
  TRUSTED_PROXIES: parsed<TrustedProxies>((text) => {
    if (/^\d$/.test(text)) return { value: { count: Number(text) } };
    const ranges = text.split(",").map((part) => ({ part: part.trim(), range: parse_cidr(part) }));
    const wrong = ranges.find(({ range }) => range === undefined);
    if (wrong !== undefined) return `has "${wrong.part}", which is no address range`;
    return { value: { ranges: ranges.flatMap(({ range }) => range ?? []) } };
  }).default({ count: 0 }).meta({
    remedy: "Write how many proxies stand in front (1), or their ranges (10.0.0.0/8,fd00::/8).",
  }),
  DEFAULT_TIMEZONE: z.string().refine(is_zone, "is no IANA time zone").default("UTC").meta({
    remedy: "Write one such as Africa/Lagos.",
  }),
  DEFAULT_COUNTRY: z.string().toUpperCase().refine(is_phone_country, "is no ISO country code").default("NG")
    .meta({ remedy: "Write two letters such as NG." }),
  ALLOW_PRIVATE_WEBHOOKS: flag().optional(),
  ALLOW_PRIVATE_IDENTITY_PROVIDERS: flag().optional(),
  METRICS_TOKEN: z.string().min(16, "is shorter than 16 characters").optional().meta({
    remedy: "Make one with: openssl rand -hex 24",
  }),
});

type Variables = z.infer<typeof variables>;
type Settled = {
  PUBLIC_URL: string;
  QUEUE: "kv" | "postgres";
  KV_PATH: string;
  FILES_URL: NonNullable<Variables["FILES_URL"]>;
  SECRET_KEY: NonNullable<Variables["SECRET_KEY"]>;
  ENCRYPTION_KEYS: NonNullable<Variables["ENCRYPTION_KEYS"]>;
  MAIL_FROM: string;
  LOG_FORMAT: "json" | "pretty";
  ALLOW_PRIVATE_WEBHOOKS: boolean;
  ALLOW_PRIVATE_IDENTITY_PROVIDERS: boolean;
};
/** The names are the variables' own, so that a search finds code, .env.example and docs alike. `embedded`: no DATABASE_URL, the database is inside. */
export type Config = Readonly<Omit<Variables, keyof Settled> & Settled & { embedded: boolean }>;

/** Where the embedded database lives. */
export const database_directory = (config: Pick<Config, "DATA_DIR">): string => `${config.DATA_DIR}/database`;

export const variable_names: readonly string[] = Object.keys(variables.shape);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole environment or throws one DomainError that lists everything wrong with it. Empty variables count as unset.
 * Embedded, missing keys are made once and kept in DATA_DIR (mode 0600); with DATABASE_URL they are demanded, because replicas must share them.
 */
export function load_config(env: Environment = Deno.env.toObject()): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value.trim() === "" ? [] : [[name, value.trim()]]
    ),
  );
  const result = variables.safeParse(given);
  const problems = (result.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    return problem(name, given[name], issue.message, remedy_of(name));
  });
  if (given.DATABASE_URL !== undefined) {
    for (const name of ["SECRET_KEY", "ENCRYPTION_KEYS"]) {
      if (given[name] === undefined) {
        problems.push(problem(name, undefined, "is required together with DATABASE_URL", remedy_of(name)));
      }
    }
  }
  if (problems.length > 0 || !result.success) {
    const lines = problems.map((one) =>
      `  ${one.field}=${one.value ?? ""} ${one.message}. ${one.remedy ?? ""}`.trimEnd()
    );
    const message = `The configuration has ${lines.length === 1 ? "a problem" : `${lines.length} problems`}:\n${
      lines.join("\n")
    }`;
    throw new DomainError("validation_error", message, { details: problems });
  }
  return settle(result.data);
}

function remedy_of(name: string): string | undefined {
  const shape: Record<string, z.ZodType> = variables.shape;
  const remedy = shape[name]?.meta()?.remedy;
  return typeof remedy === "string" ? remedy : undefined;
}

function settle(read: Variables): Config {
  const embedded = read.DATABASE_URL === undefined;
  const public_url = read.PUBLIC_URL ?? `http://localhost:${read.PORT}`;
  const in_data = (name: string) => `${read.DATA_DIR.replace(/\/+$/, "")}/${name}`;
  const config: Config = {
    ...read,
    embedded,
    PUBLIC_URL: public_url,
    QUEUE: read.QUEUE === "auto" ? (embedded ? "kv" : "postgres") : read.QUEUE,
    KV_PATH: read.KV_PATH ?? in_data("kv.sqlite"),
    FILES_URL: read.FILES_URL ?? { kind: "disk", folder: in_data("files") },
    SECRET_KEY: read.SECRET_KEY ?? kept_key(in_data("secret.key")),
    ENCRYPTION_KEYS: read.ENCRYPTION_KEYS ?? kept_ring(in_data("encryption.keys")),
    MAIL_FROM: read.MAIL_FROM ?? `Omni <no-reply@${new URL(public_url).hostname}>`,
    LOG_FORMAT: read.LOG_FORMAT === "auto" ? (Deno.stdout.isTerminal() ? "pretty" : "json") : read.LOG_FORMAT,
    // A demo on one's own machine may call webhooks on that machine; one that others reach may not be used to probe its network.
    ALLOW_PRIVATE_WEBHOOKS: read.ALLOW_PRIVATE_WEBHOOKS ??
      (read.DEMO === true || (read.DEMO === "auto" && embedded && is_loopback(read.HOST))),
    ALLOW_PRIVATE_IDENTITY_PROVIDERS: read.ALLOW_PRIVATE_IDENTITY_PROVIDERS ??
      (read.DEMO === "auto" && embedded && is_loopback(read.HOST)),
  };
  return Object.defineProperty(config, Symbol.for("Deno.customInspect"), { value: () => describe(config) });
}

function kept_key(path: string): Uint8Array<ArrayBuffer> {
  const key = parse_key(read_or_make_key_file(path, new_key));
  if (key !== undefined && key.length >= 32) return key;
  throw new Error(`The key file ${path} does not hold 32 bytes of base64 or hex. Restore it from a backup.`);
}

function kept_ring(path: string): NonNullable<Variables["ENCRYPTION_KEYS"]> {
  const ring = parse_key_ring(read_or_make_key_file(path, () => `k1:${new_key()}`));
  if (typeof ring !== "string") return ring;
  throw new Error(`The key file ${path} is no key ring: ${ring}. Restore it from a backup.`);
}

function is_loopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || host.startsWith("127.");
}

/** One line a variable, secrets hidden. What `console.log(config)` prints too. */
export function describe(config: Config): string {
  return Object.entries(config).filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${shown(name, value)}`).join("\n");
}

/** What is probably not meant: names one slip away from ours (`DATABSE_URL`), and links that would point at nobody. For the log at start. */
export function config_warnings(env: Environment): string[] {
  const warnings = Object.keys(env).filter((name) => !variable_names.includes(name)).flatMap((name) => {
    const near = variable_names.find((known) =>
      known.length > 4 && edit_distance(name, known) <= (known.length > 7 ? 2 : 1)
    );
    return near === undefined || env[near] !== undefined ? [] : [`${name} is not read. Did you mean ${near}?`];
  });
  if (env.HOST !== undefined && env.HOST !== "" && !is_loopback(env.HOST) && (env.PUBLIC_URL ?? "") === "") {
    warnings.push(
      "PUBLIC_URL is not set, so links in mails point at localhost. Set it to the address that people use.",
    );
  }
  return warnings;
}

/** Optimal string alignment: insertions, deletions, substitutions and swapped neighbours count one each. */
function edit_distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 3;
}
