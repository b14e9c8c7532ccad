/** Search across everything the reader may see: one statement, so that a keystroke costs one round trip and one connection. */
import { can, demand } from "~/domain/kernel/actor.ts";
import { entities, type Entity } from "~/domain/kernel/entity.ts";
import { plain_list } from "~/domain/kernel/list_query.ts";
import { type Condition, list_sql, searchable } from "~/domain/kernel/list_sql.ts";
import { to_e164 } from "~/domain/kernel/text/phone.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Hit {
  kind: string;
  id: string;
  number: string | null;
  label: string;
  /** What tells it apart from another of the same name. */
  hint: string;
}

export interface HitGroup {
  entity: Entity;
  hits: Hit[];
  /** There are more than were asked for. */
  more: boolean;
}

/** What people look for most comes first; whatever else is declared follows by name. */
const first = ["ticket", "subscriber", "person", "work_order", "organization", "site", "technician"];
const rank = (entity: Entity): number => (first.indexOf(entity.name) + first.length + 1) % (first.length + 1);

export const longest_words = 200;

/** @param limit hits of each kind */
export async function search_everything(tx: Tx, words: string, limit = 5): Promise<HitGroup[]> {
  const q = words.replaceAll("\u0000", "").trim().slice(0, longest_words);
  const kinds = entities()
    .filter((entity) => !entity.hidden && searchable(entity) && can(tx.actor, `${entity.permission}:read`))
    .sort((a, b) => rank(a) - rank(b) || a.plural.localeCompare(b.plural));
  if (!q || kinds.length === 0) return [];
  const values: (string | null)[] = [];
  const selects = kinds.map((entity) => {
    const { text, values: own } = part_sql(tx, entity, q, limit);
    const shift = values.length;
    values.push(...own);
    return text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + shift}`);
  });
  const rows = await tx.sql.unsafe<Hit[]>(`/* reports.search */ ${selects.join(" union all ")}`, values, {
    prepare: true,
  });
  return kinds.flatMap((entity) => {
    const hits = rows.filter((row) => row.kind === entity.name);
    return hits.length ? [{ entity, hits: hits.slice(0, limit), more: hits.length > limit }] : [];
  });
}

/**
 * Records of one kind, for a typeahead; without words the newest.
 * @throws DomainError 403 without the kind's read permission
 */
export async function search_kind(tx: Tx, entity: Entity, words: string, limit = 10): Promise<Hit[]> {
  demand(tx.actor, `${entity.permission}:read`);
  const q = words.replaceAll("\u0000", "").trim().slice(0, longest_words);
  const { text, values } = part_sql(tx, entity, q, limit);
  const rows = await tx.sql.unsafe<Hit[]>(`/* reports.search_kind */ ${text}`, values, { prepare: true });
  return rows.slice(0, limit);
}

function part_sql(tx: Tx, entity: Entity, q: string, limit: number) {
  const { conditions, said } = asked(entity, q, tx.services.config.DEFAULT_COUNTRY);
  const { rows } = list_sql(entity, tx.actor, { ...plain_list(entity), q: said, limit, labels: true }, conditions);
  const number = entity.number ? "f.number" : "null";
  return {
    values: rows.values,
    text:
      `(select '${entity.name}' as kind, f.id::text as id, ${number} as number, coalesce(f.${entity.label_field}::text, '') as label, ${
        hint_sql(entity)
      } as hint from (${rows.text}) f)`,
  };
}

/**
 * The words as a kind of record understands them: `tkt-42` and `42` are the ticket TKT-000042, a phone number in any spelling is the one that is
 * stored, and a person is found by an address of theirs.
 */
function asked(entity: Entity, q: string, country: string): { said: string | null; conditions: Condition[] } {
  const [, prefix = ""] = /^(\D+)0*$/.exec(entity.number ?? "") ?? [];
  const [, typed = "", digits = ""] = /^([a-z]+-?)?0*(\d{1,9})$/i.exec(q) ?? [];
  const names_this = prefix !== "" &&
    (typed
      ? typed.replace(/-?$/, "-").toUpperCase() === prefix
      : digits.length <= 6 && !entity.column("account_number"));
  if (names_this && digits) {
    return { said: prefix + digits.padStart((entity.number?.length ?? 0) - prefix.length, "0"), conditions: [] };
  }
  const phone = /^[+\d][\d\s().-]{5,}$/.test(q) ? to_e164(q, country) : null;
  const address = phone?.ok ? phone.e164 : /^\S+@\S+\.\S+$/.test(q) ? q.toLowerCase() : null;
  if (address && entity.name === "person") {
    return {
      said: null,
      conditions: [
        (to) =>
          `t.id in (select c.person_id from person_channels c where c.is_active and c.address = ${to.bind(address)})`,
      ],
    };
  }
  return {
    said: phone?.ok && entity.columns.some((column) => column.kind === "phone" && column.search) ? phone.e164 : q,
    conditions: [],
  };
}

const hint_columns = [
  "account_number",
  "subscriber_label",
  "code",
  "title",
  "phone",
  "email",
  "city",
  "region",
  "organization_label",
  "site_label",
];

function hint_sql(entity: Entity): string {
  if (entity.name === "person") {
    return "coalesce((select c.address from person_channels c where c.person_id = f.id and c.is_active order by c.is_primary desc, c.created_at limit 1), '')";
  }
  const labels = entity.columns.filter((column) => column.kind === "ref").map((column) =>
    `${column.name.replace(/_id$/, "")}_label`
  );
  const known = hint_columns.filter((name) =>
    name !== entity.label_field && (entity.column(name) || labels.includes(name))
  );
  return known.length
    ? `concat_ws(' · ', ${known.slice(0, 2).map((name) => `nullif(f.${name}::text, '')`).join(", ")})`
    : "''";
}
