/**
 * Roles by claim, held against what the provider says at each sign-in: what the claims give is given, what they gave
 * and no longer give is taken away. A role that somebody gave by hand stays theirs.
 */
import { grant_role, has_administrator, revoke_role } from "~/domain/access/mod.ts";
import { log } from "~/domain/kernel/log.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Claims, values_at } from "./claims.ts";
import type { IdentityProvider } from "./providers.ts";

export interface RoleByClaim {
  key: string;
  audience: string;
}

interface Candidate extends RoleByClaim {
  claim: string | null;
  value: string | null;
}

/** What the claims give, of the provider's own portals alone; the default role where no rule matches. */
export async function roles_by_claims(tx: Tx, provider: IdentityProvider, claims: Claims): Promise<RoleByClaim[]> {
  const candidates = await tx.sql<Candidate[]>`
    /* identity_providers.roles_by_claims */
    select r.key, r.audience, x.claim, x.value
      from identity_provider_rules x join roles r on r.id = x.role_id and r.is_active
     where x.provider_id = ${provider.id} and x.is_active
    union all
    select r.key, r.audience, null, null from roles r where r.id = ${provider.default_role_id}::text::uuid and r.is_active`;
  const open = candidates.filter(({ audience }) => provider.audiences.includes(audience));
  const matched = open.filter(({ claim, value }) => claim !== null && values_at(claims, claim).includes(value ?? ""));
  const chosen = matched.length > 0 ? matched : open.filter(({ claim }) => claim === null);
  return [...new Map(chosen.map(({ key, audience }) => [key, { key, audience }])).values()];
}

/** In a transaction of the door or of a verb that has checked its own right. */
export async function sync_roles(
  tx: Tx,
  person_id: string,
  provider: Pick<IdentityProvider, "id" | "key">,
  wanted: readonly RoleByClaim[],
): Promise<void> {
  // Two sign-ins of one person at once, one with older claims, come one after the other.
  await tx.sql`select id from people where id = ${person_id} for update`;
  const held = await tx.sql<{ key: string; by_claims: boolean; is_all: boolean }[]>`
    select r.key, coalesce(pr.identity_provider_id = ${provider.id}, false) as by_claims, '*' = any (r.permissions) as is_all
      from person_roles pr join roles r on r.id = pr.role_id
     where pr.person_id = ${person_id} and pr.is_active`;
  for (const { key } of wanted) {
    if (held.some((role) => role.key === key)) continue;
    await grant_role(tx, person_id, key);
    await tx.sql`
      update person_roles pr set identity_provider_id = ${provider.id}
        from roles r
       where r.id = pr.role_id and r.key = ${key} and pr.person_id = ${person_id} and pr.is_active`;
  }
  for (const { key, by_claims, is_all } of held) {
    if (!by_claims || wanted.some((role) => role.key === key)) continue;
    if (is_all && !await has_administrator(tx, person_id)) {
      log.warn("claims took a role that its last administrator keeps", {
        provider: provider.key,
        person_id,
        role: key,
      });
      continue;
    }
    await revoke_role(tx, person_id, key);
  }
}

/** The provider is gone: nobody will hold its roles against claims any more. */
export async function take_back_all_roles(tx: Tx, provider_id: string): Promise<void> {
  const rows = await tx.sql<{ person_id: string }[]>`
    select distinct person_id from person_roles where identity_provider_id = ${provider_id} and is_active`;
  await tx.elevated(async (tx) => {
    for (const { person_id } of rows) await sync_roles(tx, person_id, { id: provider_id, key: provider_id }, []);
  });
}
