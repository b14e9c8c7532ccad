/** From a proven visitor to a person of ours, their roles, and a session. One transaction of the door. */
import { type Audience, finish_sign_in, type SignInOutcome } from "~/domain/access/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { step_name } from "~/domain/second_factor/mod.ts";
import { in_domains, type Visitor } from "./claims.ts";
import { external_identities, type IdentityProvider } from "./providers.ts";
import { tell_linked } from "./notices.ts";
import { type RoleByClaim, roles_by_claims, sync_roles } from "./role_sync.ts";

/** Why somebody who has proven themselves at the provider does not get in here. */
export type Refusal =
  /** Known to us or not: no role opens this portal, or the person is not active. */
  | "no_access"
  /** Nobody here is linked to this account, and the provider makes nobody new. */
  | "unknown"
  /** The address is a person's already, who has to link the account themselves. */
  | "known_address"
  /** Not of the provider's domains. */
  | "domain";

export type Settled = { kind: "in"; outcome: SignInOutcome } | { kind: "refused"; reason: Refusal };

interface Identity {
  id: string;
  person_id: string;
  is_active: boolean;
}

/** A refusal is returned and not thrown: roles that the claims took away stay taken. */
export async function settle_visit(
  tx: Tx,
  provider: IdentityProvider,
  visitor: Visitor,
  audience: Audience,
  remembered: string | null,
): Promise<Settled> {
  if (!in_domains(provider, visitor)) return refused("domain");
  const roles = await roles_by_claims(tx, provider, visitor.claims);
  const found = await find_identity(tx, provider.id, visitor.subject) ??
    await admit(tx, provider, visitor, audience, roles);
  if (typeof found === "string") return refused(found);
  if (!found.is_active) return refused("no_access");
  await sync_roles(tx, found.person_id, provider, roles);
  await tx.sql`
    update external_identities
       set last_sign_in_at = ${tx.now().toString()}::text::timestamptz, username = ${visitor.username}, email = ${visitor.email}
     where id = ${found.id}`;
  try {
    const outcome = await finish_sign_in(tx, {
      person_id: found.person_id,
      auth_methods: ["oidc"],
      passed: visitor.second_factor ? [step_name] : [],
      remembered,
      identity: { id: found.id, provider_session: visitor.provider_session },
    }, audience);
    return { kind: "in", outcome };
  } catch (error) {
    if (error instanceof DomainError && error.status === 401) return refused("no_access");
    throw error;
  }
}

const refused = (reason: Refusal): Settled => ({ kind: "refused", reason });

async function find_identity(tx: Tx, provider_id: string, subject: string): Promise<Identity | null> {
  const [row] = await tx.sql<Identity[]>`
    /* identity_providers.find_identity */
    select e.id, e.person_id, p.is_active
      from external_identities e join people p on p.id = e.person_id
     where e.provider_id = ${provider_id} and e.subject = ${subject} and e.is_active`;
  return row ?? null;
}

/**
 * A first visit. An account at a provider becomes a person's by (issuer, subject) alone, and an equal mail address
 * proves nothing by itself: whoever may write any address into a provider's profile (many let people type it, Entra
 * ID hands out unverified ones) would type the administrator's and be let in as the administrator. The other way
 * round, an attacker registers here with a victim's address first, waits for the victim's first single sign-on to be
 * merged into that account, and keeps the old password to it. So an address links only where all three hold: the
 * provider says that it has verified it, the operator has said that this provider's word counts and may link, and the
 * person here has proven the same address. In every other case the owner links the account, while signed in.
 */
async function admit(
  tx: Tx,
  provider: IdentityProvider,
  visitor: Visitor,
  audience: Audience,
  roles: readonly RoleByClaim[],
): Promise<Identity | Refusal> {
  const owner = visitor.email && visitor.email_verified ? await owner_of_address(tx, visitor.email) : null;
  if (owner && provider.links_by_email) {
    const [other] = await tx.sql`
      select from external_identities where person_id = ${owner} and provider_id = ${provider.id} and is_active`;
    if (other) return "known_address";
    await tell_linked(tx, owner, provider.name, audience);
    return await link(tx, provider, visitor, owner);
  }
  if (owner) return "known_address";
  if (!provider.creates_people) return "unknown";
  // Somebody whom no role lets in is not worth a person.
  if (!roles.some((role) => role.audience === audience)) return "no_access";
  const person = await people.create(tx, {
    display_name: visitor.name ?? visitor.username ?? visitor.email ?? visitor.subject.slice(0, 160),
  });
  if (visitor.email) {
    const channel = await person_channels.create(tx, {
      person_id: person.id,
      channel_type: "email",
      address: visitor.email,
      is_primary: true,
    });
    if (visitor.email_verified) await person_channels.patch(tx, channel, { verified_at: tx.now().toString() });
  }
  return await link(tx, provider, visitor, person.id);
}

async function owner_of_address(tx: Tx, email: string): Promise<string | null> {
  const [row] = await tx.sql<{ person_id: string }[]>`
    select c.person_id from person_channels c
     where c.channel_type = 'email' and c.address = ${email} and c.verified_at is not null and c.is_active`;
  return row?.person_id ?? null;
}

async function link(tx: Tx, provider: IdentityProvider, visitor: Visitor, person_id: string): Promise<Identity> {
  const { subject, username, email } = visitor;
  const { id } = await external_identities.insert(tx, {
    provider_id: provider.id,
    subject,
    person_id,
    username,
    email,
  });
  const [person] = await tx.sql<{ is_active: boolean }[]>`select is_active from people where id = ${person_id}`;
  return { id, person_id, is_active: person?.is_active ?? false };
}
