import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";

const order: readonly Audience[] = ["admin", "portal", "reseller", "vendor"];

/** The portals that a person's roles open now. */
export async function audiences_of(tx: Tx, person_id: string): Promise<Audience[]> {
  const rows = await tx.sql<{ audience: Audience }[]>`
    select distinct r.audience
      from person_roles pr
      join roles r on r.id = pr.role_id and r.is_active and cardinality(r.permissions) > 0
      join people p on p.id = pr.person_id and p.is_active
     where pr.person_id = ${person_id}::text::uuid and pr.is_active
       and (pr.expires_at is null or pr.expires_at > ${tx.now().toString()}::text::timestamptz)`;
  return order.filter((audience) => rows.some((row) => row.audience === audience));
}
