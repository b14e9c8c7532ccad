/** What operators do with providers. */
import { demand_step_up, demand_within, end_session } from "~/domain/access/mod.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { conflict, invalid, not_found } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { external_identity, identity_provider, identity_provider_rule } from "./identity_provider.ts";
import {
  check_issuer,
  check_trust,
  provider_change,
  provider_input,
  type ProviderChange,
  type ProviderInput,
} from "./input.ts";
import { demand_break_glass } from "./enforced.ts";
import { take_back_all_roles } from "./role_sync.ts";
import { sealed_secret } from "./secrets.ts";

export const identity_providers = manager(identity_provider);
export const identity_provider_rules = manager(identity_provider_rule);
export const external_identities = manager(external_identity);
export type IdentityProvider = Row<typeof identity_provider>;

refusal("identity_providers_key", { field: "key", message: "belongs to another provider", remedy: "Choose another." });
refusal("external_identities_subject", {
  field: "provider",
  message: "says that this account is somebody else's here",
});
refusal("external_identities_one_each", {
  field: "provider",
  message: "knows you by another account already",
  remedy: "Unlink that one first.",
});

export async function create_provider(tx: Tx, input: ProviderInput): Promise<IdentityProvider> {
  demand_staff(tx, "identity-providers:create");
  const { client_secret, default_role, ...values } = validated(provider_input, input);
  demand_trustee(tx, values.audiences ?? []);
  await demand_step_up(tx);
  await check_issuer(tx, values.issuer);
  check_trust(values, null);
  if (values.is_enforced && values.audiences?.includes("admin")) await demand_break_glass(tx, "is_enforced", "true");
  const id = new_id();
  return await identity_providers.insert(tx, {
    ...values,
    id,
    client_secret: client_secret ? await sealed_secret(tx.services.config.ENCRYPTION_KEYS, id, client_secret) : null,
    default_role_id: await role_id_of(tx, default_role ?? null, values.audiences ?? []),
  });
}

export async function change_provider(tx: Tx, id: string, input: ProviderChange): Promise<IdentityProvider> {
  demand_staff(tx, "identity-providers:update");
  const { client_secret, default_role, ...values } = validated(provider_change, input);
  const before = await identity_providers.lock(tx, id);
  const audiences = values.audiences ?? before.audiences;
  // Before and after: neither may an outsiders' provider be opened to staff, nor one for staff be bent.
  demand_trustee(tx, [...before.audiences, ...audiences]);
  await demand_step_up(tx);
  if (values.issuer && values.issuer !== before.issuer) await check_move(tx, before, values.issuer);
  check_trust(values, before);
  if ((values.is_enforced ?? before.is_enforced) && audiences.includes("admin")) {
    await demand_break_glass(tx, "is_enforced", "true");
  }
  const after = await identity_providers.patch(tx, before, {
    ...values,
    ...(client_secret === undefined ? {} : {
      client_secret: client_secret && await sealed_secret(tx.services.config.ENCRYPTION_KEYS, id, client_secret),
    }),
    ...(default_role === undefined ? {} : { default_role_id: await role_id_of(tx, default_role, audiences) }),
  });
  if (client_secret !== undefined) {
    tx.audit({
      action: "identity_provider.secret_changed",
      entity_type: "identity_provider",
      entity_id: id,
      entity_label: after.name,
      subscriber_id: null,
      changes: { client_secret: { from: "(secret)", to: client_secret === null ? null : "(secret)" } },
    });
  }
  if (before.is_enabled && !after.is_enabled) await end_sessions_through(tx, id, "identity provider switched off");
  return after;
}

/** What it gave is taken back, and who came in by it is out. Its identities are kept with it, inactive. */
export async function remove_provider(tx: Tx, id: string): Promise<void> {
  demand_staff(tx, "identity-providers:delete");
  const row = await identity_providers.lock(tx, id);
  demand_trustee(tx, row.audiences);
  await demand_step_up(tx);
  await identity_providers.retire(tx, row);
  await end_sessions_through(tx, id, "identity provider deleted");
  await take_back_all_roles(tx, id);
}

/**
 * Whoever sets up a provider for staff decides who its people are: with a provider of their own, they could be anybody,
 * an administrator too. So it takes somebody who may do everything already.
 */
function demand_trustee(tx: Tx, audiences: readonly string[]): void {
  if (!audiences.includes("admin")) return;
  demand_within(tx, ["*"], "A provider for staff decides who is an administrator: it takes one to set it up.");
}

/** Another issuer's subjects are other people, though they may be called the same. */
async function check_move(tx: Tx, { id, issuer }: IdentityProvider, to: string): Promise<void> {
  await check_issuer(tx, to);
  const [linked] = await tx.sql`select from external_identities where provider_id = ${id} and is_active limit 1`;
  if (linked) {
    throw conflict(
      "issuer",
      to,
      `cannot replace ${issuer}: people are linked to accounts there`,
      "Add a new provider for the new issuer.",
    );
  }
}

/** @throws DomainError 422 for a role that does not exist or opens none of the portals, 403 for one that the actor could not give */
export async function role_id_of(
  tx: Tx,
  role_key: string | null,
  audiences: readonly string[],
  field = "default_role",
) {
  if (!role_key) return null;
  const [role] = await tx.sql<{ id: string; audience: string; permissions: string[] }[]>`
    select id, audience, permissions from roles where key = ${role_key} and is_active`;
  if (!role) throw not_found("role", role_key);
  if (!audiences.includes(role.audience)) {
    throw invalid(
      field,
      role_key,
      `opens a portal that is not the provider's`,
      "Choose another role, or add the portal.",
    );
  }
  demand_within(tx, role.permissions, "You cannot let a provider give a role that allows more than your own.");
  return role.id;
}

async function end_sessions_through(tx: Tx, provider_id: string, reason: string): Promise<void> {
  const rows = await tx.sql<{ id: string }[]>`
    select s.id from sessions s join external_identities e on e.id = s.external_identity_id
     where e.provider_id = ${provider_id} and s.revoked_at is null
       for update of s`;
  for (const { id } of rows) await end_session(tx, id, reason);
}
