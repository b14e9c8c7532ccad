import type { Tx } from "~/domain/kernel/tx.ts";
import { builtin_roles } from "./builtin_roles.ts";

/** Brings the built-in roles in step with their table in code; run at every start, changes nothing the second time. */
export async function seed_roles(tx: Tx): Promise<void> {
  // A role of one's own under a key that the product takes up keeps its people and rights, under another key.
  await tx.sql`
    update roles set key = key || '-own-' || left(id::text, 8)
     where not is_builtin and key in (select jsonb_array_elements_text(${
    JSON.stringify(builtin_roles.map(({ key }) => key))
  }::text::jsonb))`;
  await tx.sql`
    insert into roles (key, name, description, audience, is_builtin, permissions)
    select r.key, r.name, r.description, r.audience, true, array(select jsonb_array_elements_text(r.permissions))
      from jsonb_to_recordset(${
    JSON.stringify(builtin_roles)
  }::text::jsonb) as r(key text, name text, description text, audience text, permissions jsonb)
    on conflict (key) do update
       set name = excluded.name, description = excluded.description, audience = excluded.audience, permissions = excluded.permissions, is_builtin = true
     where (roles.name, roles.description, roles.audience, roles.permissions, roles.is_builtin)
           is distinct from (excluded.name, excluded.description, excluded.audience, excluded.permissions, true)`;
}
