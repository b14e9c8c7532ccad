/** Functions of the session that make any row from its number alone: a ticket finds its subscriber without a join. */
import { business, districts, family, given, plans, replies, streets, troubles } from "./words.ts";

export interface Scale {
  subscribers: number;
  sites: number;
  organizations: number;
  tickets: number;
  work_orders: number;
  technicians: number;
  agents: number;
  notifications: number;
  events: number;
  /** The same seed, sizes and `until` make the same rows. */
  seed: number;
  /** The moment at which the data ends, ISO 8601. */
  until: string;
}

/** Kept apart, so that no two columns throw the same dice. */
export const salt = {
  person: 1,
  organization: 2,
  site: 3,
  subscriber: 4,
  ticket: 5,
  work_order: 6,
  technician: 7,
} as const;

const array = (list: readonly string[]) => `array[${list.map((word) => `'${word.replaceAll("'", "''")}'`).join(",")}]`;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

export function session_functions(scale: Scale): string {
  const make = (name: string, takes: string, gives: string, body: string) =>
    `create function pg_temp.${name}(${takes}) returns ${gives} language sql immutable parallel safe as $body$ ${body} $body$;`;
  // An SQL function whose argument is costly and used twice is not inlined, and then takes ten times a PL/pgSQL one.
  const compute = (name: string, takes: string, gives: string, expression: string) =>
    `create function pg_temp.${name}(${takes}) returns ${gives} language plpgsql immutable parallel safe as $body$ begin return ${expression}; end $body$;`;
  const list = (name: string, words: readonly string[]) => make(name, "at int", "text", `select (${array(words)})[at]`);
  return [
    // 0 ≤ dice < 1, always the same for the same number, salt and seed.
    make(
      "dice",
      "n bigint, salt int",
      "float8",
      `select (hashint8extended(n, salt * 1000003::bigint + ${scale.seed}) & 9007199254740991)::float8 / 9007199254740992::float8`,
    ),
    // 1 … most; the higher the skew, the more often a small one.
    make(
      "pick",
      "n bigint, salt int, most int, skew float8",
      "int",
      `select 1 + floor(power(pg_temp.dice(n, salt), skew) * most)::int`,
    ),
    // A UUID v7 of the row's own time, so that ids sort as rows that were written one after another would.
    compute(
      "made_id",
      "at timestamptz, n bigint, salt int",
      "uuid",
      `encode(substring(int8send((extract(epoch from at) * 1000)::int8) from 3) || set_byte(set_byte(decode(substr(md5(n || '.' || salt || '.${scale.seed}'), 1, 20), 'hex'), 0, 112 + (n & 15)::int), 2, 128 + (n & 63)::int), 'hex')::uuid`,
    ),
    list("given", given),
    list("family", family),
    list("business", business),
    list("street", streets),
    list("reply", replies),
    list("plan", plans.map(([plan]) => plan)),
    list("speed", plans.map(([, speed]) => speed)),
    list("district", districts.map(([name]) => name)),
    list("region", districts.map(([, region]) => region)),
    list("trouble", troubles.map(([subject]) => subject)),
    list("trouble_text", troubles.map(([, description]) => description)),
    list("trouble_tag", troubles.map(([, , tag]) => tag)),
    list("trouble_priority", troubles.map(([, , , priority]) => priority)),
    make(
      "centre",
      "at int",
      "point",
      `select (array[${districts.map(([, , lng, lat]) => `point(${lng}, ${lat})`).join(",")}])[at]`,
    ),
    make("until", "", "timestamptz", `select ${quoted(scale.until)}::timestamptz`),
    make(
      "person_name",
      "n bigint, salt int",
      "text",
      `select pg_temp.given(pg_temp.pick(n, salt, ${given.length}, 1.8)) || ' ' || pg_temp.family(pg_temp.pick(n, salt + 1, ${family.length}, 1.8))`,
    ),
    compute("agent_name", "n bigint", "text", `pg_temp.person_name(n, 91)`),
    compute(
      "agent_id",
      "n bigint",
      "uuid",
      `pg_temp.made_id(pg_temp.until() - interval '9 years', n, ${salt.person})`,
    ),
    make(
      "technician_person",
      "n bigint",
      "uuid",
      `select pg_temp.made_id(pg_temp.until() - interval '9 years', 1000000 + n, ${salt.person})`,
    ),
    make(
      "technician_id",
      "n bigint",
      "uuid",
      `select pg_temp.made_id(pg_temp.until() - interval '9 years', n, ${salt.technician})`,
    ),
    compute(
      "organization_id",
      "n bigint",
      "uuid",
      `pg_temp.made_id(pg_temp.until() - interval '8 years', n, ${salt.organization})`,
    ),
    compute(
      "site_id",
      "n bigint",
      "uuid",
      `pg_temp.made_id(pg_temp.until() - interval '8 years' + n * interval '1 millisecond', n, ${salt.site})`,
    ),
    // Eight years of growth: half of the customers came in the last two and a half.
    compute(
      "subscriber_at",
      "n bigint",
      "timestamptz",
      `pg_temp.until() - interval '8 years' * (1 - power(n / ${scale.subscribers}::float8, 0.6))`,
    ),
    compute(
      "subscriber_id",
      "n bigint",
      "uuid",
      `pg_temp.made_id(pg_temp.subscriber_at(n), n, ${salt.subscriber})`,
    ),
    compute("subscriber_site", "n bigint", "uuid", `pg_temp.site_id(pg_temp.pick(n, 21, ${scale.sites}, 1))`),
    // Two years of tickets, evenly.
    make(
      "ticket_at",
      "n bigint",
      "timestamptz",
      `select pg_temp.until() - interval '730 days' * (1 - n / ${scale.tickets + 1}::float8)`,
    ),
    compute("ticket_id", "n bigint", "uuid", `pg_temp.made_id(pg_temp.ticket_at(n), n, ${salt.ticket})`),
    make("ticket_subscriber", "n bigint", "bigint", `select pg_temp.pick(n, 51, ${scale.subscribers}, 1)::bigint`),
    make("ticket_trouble", "n bigint", "int", `select pg_temp.pick(n, 52, ${troubles.length}, 1.3)`),
    make("ticket_agent", "n bigint", "bigint", `select pg_temp.pick(n, 53, ${scale.agents}, 1)::bigint`),
  ].join("\n");
}
