/** What a sign-in page and a session need to know of providers. */
import type { Audience } from "~/domain/access/mod.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Way {
  key: string;
  name: string;
  button_label: string | null;
}

/** The providers that open a portal, by name. */
export async function ways_in(tx: Tx, audience: Audience): Promise<Way[]> {
  return [
    ...await tx.sql<Way[]>`
      /* identity_providers.ways_in */
      select key, name, button_label from identity_providers
       where is_active and is_enabled and ${audience} = any (audiences)
       order by name, key`,
  ];
}

/** The provider that a session came from, for signing out there as well; null for other sessions. */
export async function provider_of_session(tx: Tx, session_id: string): Promise<string | null> {
  const [row] = await tx.sql<{ key: string }[]>`
    select p.key from sessions s
      join external_identities e on e.id = s.external_identity_id
      join identity_providers p on p.id = e.provider_id and p.is_active and p.is_enabled
     where s.id = ${session_id}`;
  return row?.key ?? null;
}

/** Whether the proof that opened a session may open another portal: a provider's word reaches no further than its portals. */
export async function proof_opens(
  tx: Tx,
  session_id: string,
  audience: Audience,
): Promise<{ opens: boolean; identity: { id: string; provider_session: string | null } | null }> {
  const [row] = await tx.sql<{ id: string; provider_session: string | null; opens: boolean }[]>`
    select e.id, s.provider_session, p.is_active and p.is_enabled and ${audience} = any (p.audiences) as opens
      from sessions s
      join external_identities e on e.id = s.external_identity_id
      join identity_providers p on p.id = e.provider_id
     where s.id = ${session_id} and 'oidc' = any (s.auth_methods)`;
  if (row) return { opens: row.opens, identity: { id: row.id, provider_session: row.provider_session } };
  const [lost] = await tx.sql`select from sessions where id = ${session_id} and 'oidc' = any (auth_methods)`;
  return { opens: !lost, identity: null };
}

export async function has_client_secret(tx: Tx, provider_id: string): Promise<boolean> {
  const [row] = await tx.sql<{ is_set: boolean }[]>`
    select client_secret is not null as is_set from identity_providers where id = ${provider_id}`;
  return row?.is_set ?? false;
}

/** People who can come in by a provider. */
export async function linked_count(tx: Tx, provider_id: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from external_identities where provider_id = ${provider_id} and is_active`;
  return row?.count ?? 0;
}
