/**
 * `deno run -A tools/generate.ts --subscribers 1000000 --tickets 200000`: believable data of any size, for measuring and trying.
 *
 * Each row is a function of its number, the seed and the last moment, so the same call makes the same rows; PostgreSQL makes them by itself,
 * set by set. Fills a database without subscribers (DATABASE_URL, or the embedded one), in one transaction.
 */
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import { without_indexes } from "./generate/bulk.ts";
import { type Scale, session_functions } from "./generate/functions.ts";
import { events, notifications, trail } from "./generate/messages.ts";
import { organizations, sites, staff, subscribers } from "./generate/parties.ts";
import { comments, tickets, work_orders } from "./generate/work.ts";

/** What is not given follows from subscribers and tickets. */
export type Sizes = Partial<Scale> & { subscribers: number; tickets: number };

export interface Generated {
  scale: Scale;
  /** Seconds in all, `analyze` included. */
  seconds: number;
}

export function scale_of(sizes: Sizes): Scale {
  const work = sizes.work_orders ?? Math.ceil(sizes.tickets / 5);
  return {
    sites: Math.ceil(sizes.subscribers * 0.8),
    organizations: Math.ceil(sizes.subscribers / 25),
    work_orders: work,
    technicians: Math.max(4, Math.ceil(work / 1000)),
    agents: 24,
    notifications: sizes.tickets,
    events: sizes.tickets * 2,
    seed: 1,
    until: `${new Date().toISOString().slice(0, 13)}:00:00Z`,
    ...sizes,
  };
}

const steps: readonly [
  what: string,
  tables: readonly string[],
  fill: (sql: TransactionSql, scale: Scale) => Promise<void>,
][] = [
  ["staff", [], staff],
  ["organizations", ["organizations"], organizations],
  ["sites", ["sites"], sites],
  ["subscribers", ["subscribers"], subscribers],
  ["tickets", ["tickets"], tickets],
  ["comments", ["ticket_comments"], comments],
  ["work orders", ["work_orders", "work_order_assignments"], work_orders],
  ["notifications", ["notifications"], notifications],
  ["events", ["event_store"], events],
  ["audit trail", ["audit_events"], trail],
];

/** @throws DomainError 409 where the database has subscribers already */
export async function generate(sql: Sql, sizes: Sizes, tell: (line: string) => void = () => {}): Promise<Generated> {
  const start = performance.now();
  const scale = scale_of(sizes);
  const [known] = await sql`select id from subscribers limit 1`;
  if (known) throw new DomainError("conflict", "The database has subscribers already: generate into an empty one.");
  await sql.begin(async (tx) => {
    await tx.unsafe(
      "set local statement_timeout = 0; set local maintenance_work_mem = '512MB'; set local work_mem = '128MB'",
    );
    await tx.unsafe(session_functions(scale));
    for (const [what, tables, fill] of steps) {
      const from = performance.now();
      await without_indexes(tx, tables, () => fill(tx, scale));
      tell(`${what.padEnd(14)} ${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s`);
    }
  });
  // Marks pages as visible to all too, without which an index-only scan reads the table.
  await sql.unsafe("set statement_timeout = 0; vacuum analyze").simple().catch(async () => await sql.unsafe("analyze"));
  return { scale, seconds: (performance.now() - start) / 1000 };
}

const numbers = [
  "subscribers",
  "tickets",
  "sites",
  "organizations",
  "work_orders",
  "technicians",
  "agents",
  "notifications",
  "events",
  "seed",
] as const;

/** `--work-orders 500 --until 2026-03-01T00:00:00Z`. @throws DomainError 422 that names the flag */
export function parse_sizes(args: readonly string[]): Sizes {
  const sizes: Sizes = { subscribers: 10_000, tickets: 2_000 };
  for (let at = 0; at < args.length; at += 2) {
    const flag = args[at] ?? "";
    const value = args[at + 1] ?? "";
    const name = numbers.find((each) => `--${each.replaceAll("_", "-")}` === flag);
    if (name && /^\d{1,8}$/.test(value) && (name === "seed" || +value > 0)) sizes[name] = +value;
    else if (flag === "--until" && !Number.isNaN(Date.parse(value))) sizes.until = new Date(value).toISOString();
    else {throw invalid(
        flag,
        value,
        name || flag === "--until" ? "takes a whole number from 1 to 99999999, or for --until a time" : "is no flag",
        `Use ${numbers.map((each) => `--${each.replaceAll("_", "-")}`).join(", ")}, --until.`,
      );}
  }
  return sizes;
}

if (import.meta.main) {
  const { load_config } = await import("~/config.ts");
  const { open_platform } = await import("~/house.ts");
  const platform = await open_platform(load_config());
  const { scale, seconds } = await generate(platform.db.sql, parse_sizes(Deno.args), console.log);
  console.log(
    `${scale.subscribers.toLocaleString("en")} subscribers and ${scale.tickets.toLocaleString("en")} tickets in ${
      seconds.toFixed(1)
    } s`,
  );
  await platform.close();
}
