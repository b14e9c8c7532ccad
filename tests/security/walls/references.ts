/** Ids and values of others where an outsider may type them: in a filter, in an order, in a search, in a body. */
import { entities, type Entity } from "~/domain/kernel/entity.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { address_of, has_id, type Whose } from "./addresses.ts";
import { ask, type Asked } from "./asking.ts";
import { verdict_of } from "./expected.ts";
import { named, type Way } from "./registry.ts";
import { sample_of } from "./samples.ts";
import { database_roles } from "./evidence.ts";
import { type MayShowTo, plain, shown } from "./walk.ts";
import type { Caller, Walls } from "./world.ts";

const outsiders = (walls: Walls) => walls.callers.filter((caller) => caller.audience !== "admin");
const let_in = (way: Way, caller: Caller) => !way.keys.includes("public") && verdict_of(way, caller, "own") === "in";

/**
 * Lists of outsiders: each column as a filter with the foreign row's own value, and as an order. The answer is a refusal,
 * or the same as for a value that nobody has. A column that the portal is not granted is refused by name.
 */
export async function filters(walls: Walls, ways: readonly Way[], may_show: MayShowTo): Promise<string[]> {
  const problems: string[] = [];
  for (const caller of outsiders(walls)) {
    const granted = await columns_of(walls, caller);
    for (const way of ways) {
      const listed = way.endpoint?.kind !== "raw" ? way.endpoint?.lists : undefined;
      if (!listed || !let_in(way, caller)) continue;
      const whole = entities().find((entity) => entity.table === listed.table) ?? listed;
      const wrong = (what: string) => problems.push(`${caller.role} ${named(way)}: ${what}`);
      const address = address_of(walls, way, caller, "own");
      const get = (query: string) => ask(walls, walls.asked, { way, path: `${address}?${query}`, caller });
      const judge = (query: string, answer: Asked, sent = "") => {
        if (answer.status >= 500) wrong(`?${query} answers ${answer.status}`);
        // A refusal names the value that was sent.
        const leak = shown(sent ? { ...answer, text: answer.text.replaceAll(sent, "") } : answer, may_show(caller));
        if (leak) wrong(`?${query} ${leak}`);
      };
      for (const [column, value] of await foreign_values(walls, whole)) {
        const shut = !granted.has(`${whole.table}.${column}`);
        for (const name of [column, `${column}_not`, `${column}_gte`]) {
          const mine = await get(new URLSearchParams({ [name]: value }).toString());
          judge(`${name}=`, mine, value);
          if (shut && mine.status === 200) wrong(`takes the filter ${name}, which is not the portal's to know`);
          if (name === column && mine.status === 200 && !shut) {
            const unique = /_id$|^id$|^number$/.test(column);
            if (
              unique && plain(mine, "") !== plain(await get(`${name}=${column === "number" ? "XXX-1" : new_id()}`), "")
            ) {
              wrong(`?${name}=<foreign> is told from a value that nobody has`);
            }
          }
        }
        const ordered = await get(`order_by=${column}`);
        judge(`order_by=${column}`, ordered);
        if (shut && ordered.status === 200) wrong(`orders by ${column}, which is not the portal's to know`);
      }
      for (const word of ["zz-foreign", "zz-beside"]) {
        judge(`q=${word}`, await get(`q=${word}&labels=true&is_active=all`));
      }
    }
  }
  return problems;
}

async function columns_of(walls: Walls, caller: Caller): Promise<Set<string>> {
  const role = database_roles[caller.audience];
  const rows = await walls.above<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.column_privileges where grantee = ${role}`;
  return new Set(rows.map(({ name }) => name));
}

/** What stands in the foreign row, column by column. */
async function foreign_values(walls: Walls, entity: Entity): Promise<[string, string][]> {
  const [row] = await walls.above.unsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ${entity.table} t where t.id = $1::text::uuid`,
    [walls.foreign.ids.get(entity.table) ?? null],
  );
  const names = ["id", "created_at", ...(entity.number ? ["number"] : []), ...entity.columns.map(({ name }) => name)];
  return names.map((name) => [name, text_of(row?.row[name])]);
}

/** Null, like an empty form control, would be no filter at all. */
const text_of = (value: unknown): string =>
  value === null || value === undefined || value === "" || Array.isArray(value) ? new_id() : String(value);

/** Writes of outsiders with a body that passes its schema: to a foreign row, and to an own one that names foreign rows. */
export async function bodies(walls: Walls, ways: readonly Way[], may_show: MayShowTo): Promise<string[]> {
  const problems: string[] = [];
  for (const caller of outsiders(walls)) {
    for (const way of ways) {
      const schema = way.endpoint?.body;
      if (!schema || !let_in(way, caller)) continue;
      const send = async (target: Whose, named_rows: Whose): Promise<[Asked, string]> => {
        const path = address_of(walls, way, caller, target);
        const json = sample_of(schema, (field) => reference(walls, field, named_rows));
        return [await ask(walls, walls.asked, { way, path, caller, json }), path + JSON.stringify(json)];
      };
      const pairs: [Whose, Whose, Whose, Whose][] = has_id(way) ? [["foreign", "own", "unknown", "own"]] : [];
      if (names_rows(schema)) pairs.push(["own", "foreign", "own", "unknown"]);
      for (const [target, rows, other_target, other_rows] of pairs) {
        const [foreign, sent] = await send(target, rows);
        const [unknown, also_sent] = await send(other_target, other_rows);
        if (foreign.status < 400 || foreign.status >= 500 || [401, 403].includes(foreign.status)) {
          problems.push(
            `${caller.role} ${named(way)} (${target} row, ${rows} ids): ${foreign.status} ${
              foreign.text.slice(0, 150)
            }`,
          );
        }
        if (plain(foreign, sent) !== plain(unknown, also_sent)) {
          problems.push(
            `${caller.role} ${named(way)}: foreign ids are told from unknown ones: ${foreign.text.slice(0, 200)} / ${
              unknown.text.slice(0, 200)
            }`,
          );
        }
        const leak = shown(foreign, may_show(caller));
        if (leak) problems.push(`${caller.role} ${named(way)} ${leak}`);
      }
    }
  }
  return problems;
}

const names_rows = (schema: NonNullable<Way["endpoint"]>["body"]): boolean => {
  let any = false;
  if (schema) sample_of(schema, () => (any = true, new_id()));
  return any;
};

/** `subscriber_id` in a body is the id of a subscriber. */
function reference(walls: Walls, field: string, whose: Whose): string {
  const entity = entities().find((each) => each.name === field.replace(/_id$/, ""));
  const rows = whose === "own" ? walls.own : walls.foreign;
  return whose === "unknown" ? new_id() : rows.ids.get(entity?.table ?? "") ?? new_id();
}

/** Forms of outsiders' pages, filled in with foreign ids: nothing of it may go through. */
export async function forms(walls: Walls, ways: readonly Way[], may_show: MayShowTo): Promise<string[]> {
  const problems: string[] = [];
  const ids = Object.fromEntries(
    entities().map((entity) => [`${entity.name}_id`, walls.foreign.ids.get(entity.table) ?? ""]),
  );
  const words = {
    subject: "Some words",
    description: "Some words",
    body: "Some words",
    note: "Some words",
    rating: "5",
    comment: "",
    topic: "other",
  };
  for (const caller of outsiders(walls)) {
    for (const way of ways) {
      if (way.kind !== "page" || way.method === "GET" || !let_in(way, caller) || /\/(account|auth)\//.test(way.path)) {
        continue;
      }
      for (const whose of has_id(way) ? ["foreign", "own"] as const : ["own"] as const) {
        const path = address_of(walls, way, caller, whose);
        const handler = whose === "own" && has_id(way) ? walls.tried : walls.asked;
        const answer = await ask(walls, handler, { way, path, caller, form: { ...words, ...ids } });
        const leak = shown(answer, may_show(caller));
        if (leak) problems.push(`${caller.role} ${named(way)} ${whose}: ${leak}`);
        if (answer.status >= 500 || (whose === "foreign" && answer.status !== 404)) {
          problems.push(`${caller.role} ${named(way)} ${whose}: ${answer.status}`);
        }
      }
    }
  }
  return problems;
}
