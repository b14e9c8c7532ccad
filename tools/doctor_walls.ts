/** Whether the second wall stands as docs/security.md builds it: what only a superuser can do once, and easily forgets. */
import type { Sql } from "~/domain/kernel/db/connect.ts";

export interface WallFinding {
  ok: boolean;
  what: string;
  remedy: string;
}

/** On a migrated PostgreSQL, asked as the role that serves. */
export async function wall_findings(sql: Sql): Promise<WallFinding[]> {
  const [row] = await sql<{ role: string; is_super: boolean; open_to: string[] | null }[]>`
    select current_user::text as role,
           (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as is_super,
           (select jsonb_agg(r.rolname::text order by r.rolname) from pg_roles r
             where r.rolname in ('omni_customer', 'omni_reseller', 'omni_vendor')
               and has_function_privilege(r.oid, 'pg_catalog.set_config(text, text, boolean)', 'execute')) as open_to`;
  if (!row) return [];
  return [
    {
      ok: !row.is_super,
      what: row.is_super
        ? `The server is used as ${row.role}, whom no policy binds`
        : `${row.role} is bound by policies`,
      remedy: "Serve as a role that is no superuser and has no BYPASSRLS: docs/security.md, The audit trail.",
    },
    {
      ok: row.open_to === null,
      what: row.open_to === null
        ? "The portals' roles cannot leave their scope"
        : `${row.open_to.join(", ")} can call set_config()`,
      remedy:
        `As a superuser, once, with all roles that migrate, serve or take backups: select shut_catalog_functions('${row.role}')`,
    },
  ];
}
