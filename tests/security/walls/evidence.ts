/** What tells whether a wall held: sums over all rows, and the columns that an outsider may be shown. */
import type { MayShowTo } from "./walk.ts";
import type { Walls } from "./world.ts";

/** Counts of requests change with every request, and so does when a key was last seen. */
const restless = new Set(["rate_counters", "api_key_uses"]);
const last_seen = "{last_used_at,last_used_ip}";

/** A sum over the rows of each table, taken above all policies. */
export async function checksums(walls: Walls): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { name } of walls.tables) {
    if (restless.has(name)) continue;
    const [row] = await walls.above.unsafe<{ sum: string }[]>(
      `select count(*) || ' rows ' || coalesce(md5(string_agg(md5(r.text), '' order by md5(r.text))), '') as sum
         from (select (to_jsonb(t) - '${last_seen}'::text[])::text as text from ${name} t) r`,
    );
    sums[name] = row?.sum ?? "";
  }
  return sums;
}

/** Own texts that verbs show beyond the granted columns. */
const told: Record<string, string> = {
  "people.display_name": "one's own name",
  "user_credentials.username": "the name that one signs in with",
  "person_channels.address": "one's own mail address",
  "totp_secrets.name": "what one called an app",
  "passkeys.name": "what one called a passkey",
  "remembered_devices.user_agent": "one's own browsers",
  "remembered_devices.ip": "one's own addresses",
  "external_identities.username": "the account at a provider that one linked",
  "sessions.user_agent": "one's own browsers",
  "sessions.ip": "one's own addresses",
  "vendor sites.access_notes": "how to get in, while there is a job",
  "work_order_notes.body": "notes that staff made public; internal ones stand beside the own row",
  "work_order_notes.author_name": "who wrote a public note",
};

/** On the sign-in pages, before anybody is known: the button of a provider that is switched on. */
const doors_show = new Set(["identity_providers.name", "identity_providers.button_label"]);

export const database_roles = {
  admin: "",
  portal: "omni_customer",
  reseller: "omni_reseller",
  vendor: "omni_vendor",
} as const;

/** Own rows, in the columns that are granted to the caller's portal. Never a foreign mark, nor one of a row that stands beside. */
export async function shown_columns(walls: Walls): Promise<MayShowTo> {
  const rows = await walls.above<{ role: string; name: string }[]>`
    select distinct grantee as role, table_name || '.' || column_name as name from information_schema.column_privileges
     where grantee in ('omni_customer', 'omni_reseller', 'omni_vendor') and privilege_type = 'SELECT'`;
  const granted = new Set(rows.map(({ role, name }) => `${role} ${name}`));
  return (caller) => ({ owner, table, column }) => {
    if (owner === "own" && doors_show.has(`${table}.${column}`)) return true;
    if (!caller || (owner !== "own" && !(owner === "vendors" && caller.audience === "vendor"))) return false;
    return granted.has(`${database_roles[caller.audience]} ${table}.${column}`) ||
      `${table}.${column}` in told || `${caller.audience} ${table}.${column}` in told;
  };
}
