/** What people do with their own accounts at providers: link, unlink, confirm that it is them. */
import { type Audience, demand_step_up, end_sessions_of, step_up_session, username_of } from "~/domain/access/mod.ts";
import { conflict, not_found } from "~/domain/kernel/errors.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { demand_own, list_methods } from "~/domain/second_factor/mod.ts";
import { load_provider, open_request } from "./begin.ts";
import { in_domains, type Visitor } from "./claims.ts";
import { tell_linked } from "./notices.ts";
import { external_identities, type IdentityProvider } from "./providers.ts";
import { sync_roles } from "./role_sync.ts";

export interface OwnIdentity {
  /** Null for a provider that one could link. */
  id: string | null;
  provider_key: string;
  provider_name: string;
  username: string | null;
  last_sign_in_at: string | null;
  linked_at: string | null;
}

/** Linked accounts, and the providers of this portal that could be linked. */
export async function own_identities(tx: Tx, audience: Audience): Promise<OwnIdentity[]> {
  const { person_id } = demand_own(tx);
  return await tx.elevated(async (tx) => [
    ...await tx.sql<OwnIdentity[]>`
      /* identity_providers.own */
      select e.id, p.key as provider_key, p.name as provider_name, coalesce(e.username, e.email) as username,
             e.last_sign_in_at, e.created_at as linked_at
        from identity_providers p
        left join external_identities e on e.provider_id = p.id and e.person_id = ${person_id} and e.is_active
       where p.is_active and (e.id is not null or (p.is_enabled and ${audience} = any (p.audiences)))
       order by e.id is null, p.name`,
  ]);
}

/**
 * Begins to link. By POST and after a fresh proof alone: a foreign page that could start it would link its owner's
 * account at the provider to the victim's account here, and sign in as the victim from then on.
 */
export async function begin_link(tx: Tx, key: string, audience: Audience, next: string): Promise<string> {
  const { person_id, session_id } = demand_own(tx);
  await demand_step_up(tx);
  return await tx.elevated(async (tx) => {
    const { id } = await load_provider(tx, key, audience);
    return await open_request(tx, { provider_id: id, audience, purpose: "link", person_id, session_id, next });
  });
}

/** Begins a proof at the provider that this session came from. @throws DomainError 404 where that would prove nothing */
export async function begin_step_up(tx: Tx, key: string, audience: Audience, next: string): Promise<string> {
  const { person_id, session_id } = demand_own(tx);
  // With a second factor of one's own, the provider's word is not enough: it was only the first.
  if ((await own_step_up_provider(tx))?.key !== key) throw not_found("way to confirm", key);
  return await tx.elevated(async (tx) => {
    const { id } = await load_provider(tx, key, audience);
    return await open_request(tx, { provider_id: id, audience, purpose: "step_up", person_id, session_id, next });
  });
}

/** The key of the provider that can vouch for this session's person again; null for who has a second factor of their own. */
export async function own_step_up_provider(tx: Tx): Promise<{ key: string; name: string } | null> {
  const { person_id, session_id } = demand_own(tx);
  return await tx.elevated(async (tx) => {
    if ((await list_methods(tx, person_id)).length > 0) return null;
    const key = await step_up_provider_of(tx, session_id);
    const [row] = await tx.sql<{ key: string; name: string }[]>`
      select key, name from identity_providers where key = ${key} and is_active and is_enabled`;
    return row ?? null;
  });
}

async function step_up_provider_of(tx: Tx, session_id: string): Promise<string | null> {
  const [row] = await tx.sql<{ key: string }[]>`
    select p.key from sessions s
      join external_identities e on e.id = s.external_identity_id and e.is_active and e.person_id = s.person_id
      join identity_providers p on p.id = e.provider_id and p.is_active
     where s.id = ${session_id} and s.revoked_at is null`;
  return row?.key ?? null;
}

/** @throws DomainError 409 for an account that is somebody else's here, or a second one at the same provider; 422 for a foreign domain */
export async function link_visitor(
  tx: Tx,
  provider: IdentityProvider,
  visitor: Visitor,
  audience: Audience,
): Promise<void> {
  const { person_id } = demand_own(tx);
  if (!in_domains(provider, visitor)) {
    throw conflict(
      "provider",
      visitor.email ?? visitor.subject,
      `is not of the domains that ${provider.name} is used for`,
    );
  }
  await tx.elevated(async (tx) => {
    const { subject, username, email } = visitor;
    const [known] = await tx.sql<{ person_id: string }[]>`
      select person_id from external_identities where provider_id = ${provider.id} and subject = ${subject} and is_active`;
    if (known?.person_id === person_id) return;
    await external_identities.insert(tx, { provider_id: provider.id, subject, person_id, username, email });
    await tell_linked(tx, person_id, provider.name, audience);
  });
}

/** @returns false for another account than the session's own */
export async function step_up_visitor(tx: Tx, provider: IdentityProvider, visitor: Visitor): Promise<boolean> {
  const { person_id, session_id } = demand_own(tx);
  return await tx.elevated(async (tx) => {
    const [own] = await tx.sql`
      select from external_identities
       where provider_id = ${provider.id} and subject = ${visitor.subject} and person_id = ${person_id} and is_active`;
    if (own) await step_up_session(tx, session_id);
    return Boolean(own);
  });
}

/** The account opens nothing here any more; roles that its claims gave go, too. @throws DomainError 409 for the last way in */
export async function unlink_own(tx: Tx, identity_id: string): Promise<void> {
  const { person_id, session_id } = demand_own(tx);
  if (!is_uuid(identity_id)) throw not_found("linked account", identity_id);
  await demand_step_up(tx);
  await tx.elevated(async (tx) => {
    // The person's row is the lock: of the last two ways in, taken at the same moment, one stays.
    await tx.sql`select id from people where id = ${person_id} for update`;
    const identity = await external_identities.lock(tx, identity_id);
    if (identity.person_id !== person_id || !identity.is_active) throw not_found("linked account", identity_id);
    if (!await has_other_way_in(tx, person_id, identity_id)) {
      throw conflict("id", identity_id, "is your last way to sign in", "Ask for a password or add a passkey first.");
    }
    await external_identities.retire(tx, identity);
    await sync_roles(tx, person_id, { id: identity.provider_id, key: identity.provider_id }, []);
    await end_sessions_of(tx, person_id, "account at an identity provider unlinked", session_id);
  });
}

async function has_other_way_in(tx: Tx, person_id: string, but: string): Promise<boolean> {
  if (await username_of(tx, person_id) || (await list_methods(tx, person_id)).some(({ kind }) => kind === "passkey")) {
    return true;
  }
  const [other] = await tx.sql`
    select from external_identities e join identity_providers p on p.id = e.provider_id and p.is_active and p.is_enabled
     where e.person_id = ${person_id} and e.is_active and e.id <> ${but} limit 1`;
  return Boolean(other);
}
