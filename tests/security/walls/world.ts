/**
 * Two of everybody and of everything, and one person for each built-in role. The same application twice over one database:
 * `asked` commits, so that a refusal that was none leaves a trace; `tried` takes every change back, so that what is allowed
 * can be done in any order.
 */
import { create_key } from "~/domain/api_keys/mod.ts";
import {
  type Audience,
  builtin_roles,
  open_gate,
  open_session,
  seed_roles,
  with_request,
} from "~/domain/access/mod.ts";
import { create_app } from "~/app.ts";
import type { Database, Sql } from "~/domain/kernel/db/connect.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { create_live } from "~/domain/kernel/live.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { permission_set, type PermissionSet } from "~/domain/kernel/permissions.ts";
import { create_platform, type Platform } from "~/domain/kernel/platform.ts";
import { people } from "~/domain/people/mod.ts";
import { APPLY_MANIFEST, type Manifest } from "~/fresh/src/snapshot.ts";
import type { House } from "~/routes/(_web)/state.ts";
import { test_database, type TestDatabase } from "../../support/database.ts";
import { platform_on, test_config } from "../../support/fixtures.ts";
import { hear } from "./asking.ts";
import { type CatalogTable, read_catalog } from "./catalog.ts";
import { recipes } from "./recipes.ts";
import { fill, mark, type Owner } from "./rows.ts";
import { superuser } from "./superuser.ts";

export const origin = "http://localhost:8000";
export const system = job_actor("test");

export interface Caller {
  role: string;
  audience: Audience;
  person_id: string;
  session_id: string;
  token: string;
  permissions: PermissionSet;
  /** An API key, for the API alone. */
  is_key?: boolean;
  /** Rows that are a person's own wherever they work: by table. */
  mine: Map<string, string>;
}

export type Handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) => Response | Promise<Response>;

export interface Walls extends AsyncDisposable {
  it: TestDatabase;
  /** Passes row-level security: what it sees is what there is. */
  above: Sql;
  tables: CatalogTable[];
  own: Owner;
  foreign: Owner;
  callers: Caller[];
  house: House;
  asked: Handler;
  tried: Handler;
}

/** Every built-in role; a door without one gets a role that opens it. */
const doors: Record<Audience, string> = { admin: "admin", portal: "portal", reseller: "reseller", vendor: "vendor" };
const roles = [
  ...builtin_roles,
  ...Object.keys(doors).filter((audience) => !builtin_roles.some((role) => role.audience === audience)).map((
    audience,
  ) => ({
    key: `door_${audience}`,
    audience,
    permissions: [`${audience}:account:read`],
  })),
];

export interface Peopled {
  platform: Platform;
  above: Sql;
  tables: CatalogTable[];
  own: Owner;
  foreign: Owner;
  /** By role. */
  persons: Map<string, string>;
}

/** Rows alone, without an application. A superuser shuts what only a superuser can, as docs/operations.md asks. */
export async function people_walls(it: TestDatabase): Promise<Peopled> {
  configure_log({ level: "info", format: "json", write: hear });
  const above = await superuser(it);
  await above`select shut_catalog_functions('omni') where (select rolsuper from pg_roles where rolname = current_user)`;
  const platform = platform_on(it.db, { config: test_config({ PUBLIC_URL: origin }) });
  await platform.transaction(system, (tx) => seed_roles(tx));
  const persons = new Map<string, string>();
  for (const role of roles) persons.set(role.key, await person_with(platform, role));
  const stranger = await person_with(platform, { key: "stranger", audience: "portal", permissions: [] }, "foreign");
  const owner = (name: Owner["name"], person: string): Owner => ({
    name,
    ids: new Map([["people", person]]),
    planned: new Map(["tickets", "work_orders", "work_order_notes"].map((table) => [table, new_id()])),
    more: new Map(),
  });
  const own = owner("own", persons.get("customer") ?? "");
  const foreign = owner("foreign", stranger);
  const tables = await read_catalog(it.sql);
  const file = await platform.files.put(new Blob(["a file"]).stream(), { max_bytes: 100 });
  for (const each of [own, foreign]) await fill(it.sql, tables, each, recipes(file, persons));
  return { platform, above, tables, own, foreign, persons };
}

export async function open_walls(manifest: Manifest): Promise<Walls> {
  const it = await test_database({ max: 8 });
  const { platform, above, tables, own, foreign, persons } = await people_walls(it);
  const { config } = platform;
  await it.sql`
    insert into domain_settings (domain, key, value)
    select 'access', key, '1000000' from unnest(array['rate_per_key', 'rate_per_account', 'rate_per_address', 'rate_refused']) as key on conflict (domain, key) do update set value = excluded.value`;

  const open = async (db: Database) => {
    const platform = create_platform({ config, db, files: platform_files });
    const gate = await open_gate(platform);
    const live = await create_live(platform);
    const house: House = { platform, gate, live, jobs: { state: no_jobs } };
    const app = create_app(house);
    app[APPLY_MANIFEST](manifest);
    const handler: Handler = app.handler();
    return {
      house,
      handler,
      close: async () => {
        await live.close();
        await gate.close();
      },
    };
  };
  const platform_files = platform.files;
  const [asked, tried] = [await open(it.db), await open(undone(it.db))];
  const callers: Caller[] = [];
  for (const role of roles) callers.push(await signed_in(asked.house, role, persons.get(role.key) ?? ""));
  // What hangs on a contractor's job is the contractor's file.
  const [, of_note = ""] = own.more.get("attachments") ?? [];
  for (const caller of callers) if (caller.audience === "vendor") caller.mine.set("attachments", of_note);
  callers.push(await key_of(asked.house, callers));
  await it.sql`update sessions set stepped_up_at = now() + interval '1 day'`;

  return {
    it,
    above,
    tables,
    own,
    foreign,
    callers,
    house: asked.house,
    asked: asked.handler,
    tried: tried.handler,
    async [Symbol.asyncDispose]() {
      await asked.close();
      await tried.close();
      await above.end();
      await it.close();
    },
  };
}

const idle = { busy: false, last_done_at: null, failures: 0, last_error: null };
/** Nothing works in the background: what a request leaves behind is what it did. */
const no_jobs = (): ReturnType<House["jobs"]["state"]> => ({
  workers: { events: idle, notifications: idle, webhooks: idle, imports: idle, tick: idle },
  last_tick_at: null,
  failing: [],
});

interface RoleOf {
  key: string;
  audience: string;
  permissions: readonly string[];
}

async function person_with(platform: Platform, role: RoleOf, whose = "own"): Promise<string> {
  return await platform.transaction(system, async (tx) => {
    const { id } = await people.create(tx, { display_name: `${mark(whose, "people", "display_name")} ${role.key}` });
    if (role.permissions.length === 0) return id;
    await tx
      .sql`insert into roles (key, name, audience, permissions) values (${role.key}, ${role.key}, ${role.audience}, ${[
      ...role.permissions,
    ]}) on conflict (key) do nothing`;
    await tx
      .sql`insert into person_roles (person_id, role_id) select ${id}::text::uuid, r.id from roles r where r.key = ${role.key}`;
    return id;
  });
}

async function signed_in(house: House, role: RoleOf, person_id: string): Promise<Caller> {
  const audience = (Object.keys(doors) as Audience[]).find((each) => each === role.audience) ?? "admin";
  const opened = await house.platform.transaction(
    system,
    (tx) => open_session(tx, person_id, audience, ["password", "totp"]),
  );
  const { sql } = house.platform.db;
  const [view] = await sql<{ id: string }[]>`
    insert into saved_views (entity_type, name, query, person_id) values ('ticket', 'mine', 'status=open', ${person_id}::text::uuid) returning id`;
  const [device] = await sql<{ id: string }[]>`
    insert into remembered_devices (person_id, token_hash, created_at, expires_at)
    values (${person_id}::text::uuid, ${new_id()}, now(), now() + interval '1 day') returning id`;
  const [identity] = await sql<{ id: string }[]>`
    with fresh as (
      insert into external_identities (provider_id, subject, person_id)
      select id, ${role.key}, ${person_id}::text::uuid from identity_providers where key = 'walls-own'
      on conflict do nothing returning id
    )
    select id from fresh union all select id from external_identities where person_id = ${person_id}::text::uuid limit 1`;
  await sql`
    insert into user_credentials (person_id, username, password_hash)
    select ${person_id}::text::uuid, ${role.key} || '@walls.example', '$argon2id$none'
     where not exists (select from user_credentials where person_id = ${person_id}::text::uuid)`;
  if (audience === "admin") {
    await sql`insert into technicians (person_id, name) values (${person_id}::text::uuid, ${role.key}) on conflict do nothing`;
  }
  return {
    role: role.key,
    audience,
    person_id,
    session_id: opened.session_id,
    token: await house.gate.sign(opened.session_id, person_id, audience),
    permissions: permission_set(role.permissions),
    mine: new Map([
      ["sessions", opened.session_id],
      ["saved_views", view?.id ?? ""],
      ["remembered_devices", device?.id ?? ""],
      ["external_identities", identity?.id ?? ""],
    ]),
  };
}

/** A program of the administrator's that may less than its owner. */
async function key_of(house: House, callers: readonly Caller[]): Promise<Caller> {
  const owner = callers.find(({ role }) => role === "administrator");
  if (!owner) throw new Error("no administrator is among the built-in roles");
  const { actor } = await house.gate.actor(owner.session_id);
  const scopes = ["tickets:*", "subscribers:read", "attachments:read"];
  const key = await house.platform.transaction(
    with_request(actor, { id: "walls", ip: null, user_agent: null }),
    (tx) => create_key(tx, { name: "Walls", scopes, expires_at: house.platform.now().add({ hours: 24 }).toString() }),
  );
  return { ...owner, role: "an API key", token: key.secret, permissions: permission_set(scopes), is_key: true };
}

/** Transactions that answer like any other and leave nothing behind. */
function undone(db: Database): Database {
  class Undone extends Error {
    constructor(readonly result: unknown) {
      super("taken back");
    }
  }
  const begin = async (mode: string, run: (sql: Sql) => Promise<unknown>): Promise<unknown> => {
    try {
      await Reflect.apply(db.sql.begin, db.sql, [mode, async (sql: Sql) => {
        throw new Undone(await run(sql));
      }]);
    } catch (error) {
      if (error instanceof Undone) return error.result;
      throw error;
    }
  };
  const sql = new Proxy(db.sql, { get: (target, name) => name === "begin" ? begin : Reflect.get(target, name) });
  return { ...db, sql };
}
