import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** A person is staff by holding a right of the staff side; employment lists are kept elsewhere. */
export async function is_staff(tx: Tx, person_id: string): Promise<boolean> {
  const found = await tx.sql`
    select 1
      from held_permissions g
      join people p on p.id = g.person_id and p.is_active
     where g.person_id = ${person_id}::text::uuid
       and g.audience = 'admin'
       and (g.expires_at is null or g.expires_at > ${tx.now().toString()}::text::timestamptz)
     limit 1`;
  return found.length > 0;
}

/** Whom a ticket can be given to, by name. For the assignee's list. */
export async function staff_people(tx: Tx): Promise<{ id: string; display_name: string }[]> {
  demand_staff(tx, "tickets:read");
  return await tx.sql<{ id: string; display_name: string }[]>`
    select p.id, p.display_name
      from people p
     where p.is_active
       and p.id in (
         select g.person_id
           from held_permissions g
          where g.audience = 'admin' and (g.expires_at is null or g.expires_at > ${tx.now().toString()}::text::timestamptz))
     order by p.display_name, p.id
     limit 500`;
}
