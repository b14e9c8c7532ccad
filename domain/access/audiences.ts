import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";

const order: readonly Audience[] = ["admin", "portal", "reseller", "vendor"];

/** The portals that a person's roles and grants open now. */
export async function audiences_of(tx: Tx, person_id: string): Promise<Audience[]> {
  const rows = await tx.sql<{ audience: Audience }[]>`
    /* access.audiences */
    select distinct h.audience
      from held_permissions h
      join people p on p.id = h.person_id and p.is_active
     where h.person_id = ${person_id}::text::uuid
       and (h.expires_at is null or h.expires_at > ${tx.now().toString()}::text::timestamptz)`;
  return order.filter((audience) => rows.some((row) => row.audience === audience));
}
