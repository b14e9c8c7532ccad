/** A provider as the only way in for people with an address of its domains, and the accounts kept for the day it is down. */
import { demand_step_up, demand_within, entry_rule } from "~/domain/access/mod.ts";
import { conflict, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

declare_event(
  "person.break_glass_changed",
  "An administrator may, or may no longer, sign in past an enforced provider.",
);

// Passwords, links by mail and passkeys all end here; what came by a provider passes.
entry_rule(async (tx, person_id, audience, { auth_methods }) => {
  if (auth_methods.includes("oidc")) return null;
  const [provider] = await tx.sql<{ name: string }[]>`
    /* identity_providers.enforced */
    select p.name
      from identity_providers p
      join person_channels c on c.person_id = ${person_id}::text::uuid and c.channel_type = 'email' and c.is_active
       and split_part(c.address, '@', 2) = any (p.email_domains)
     where p.is_active and p.is_enabled and p.is_enforced and ${audience} = any (p.audiences)
       and not exists (select from user_credentials u where u.person_id = c.person_id and u.is_active and u.is_break_glass)
     order by p.name
     limit 1`;
  return provider ? `With your address you sign in by ${provider.name}: use its button.` : null;
});

export interface BreakGlass {
  person_id: string;
  name: string;
  username: string;
  is_break_glass: boolean;
}

/** Administrators with a password, and whether theirs is kept for emergencies. */
export async function break_glass_accounts(tx: Tx): Promise<BreakGlass[]> {
  demand_staff(tx, "identity-providers:read");
  return [
    ...await tx.sql<BreakGlass[]>`
      /* identity_providers.break_glass */
      select c.person_id, p.display_name as name, c.username, c.is_break_glass
        from user_credentials c join people p on p.id = c.person_id and p.is_active
       where c.is_active and exists (select from permissions_of(c.person_id, 'admin') k where k.key = '*')
       order by c.is_break_glass desc, p.display_name
       limit 100`,
  ];
}

export async function set_break_glass(tx: Tx, person_id: string, is_break_glass: boolean): Promise<void> {
  demand_staff(tx, "users:manage");
  demand_within(tx, ["*"], "It takes an administrator to say who gets in past the provider.");
  await demand_step_up(tx);
  const account = is_uuid(person_id)
    ? (await break_glass_accounts(tx)).find((each) => each.person_id === person_id)
    : undefined;
  if (!account) throw not_found("administrator with a password", person_id);
  if (account.is_break_glass === is_break_glass) return;
  await tx
    .sql`update user_credentials set is_break_glass = ${is_break_glass} where person_id = ${person_id} and is_active`;
  const [enforced] = await tx.sql`
    select from identity_providers where is_active and is_enabled and is_enforced and 'admin' = any (audiences) limit 1`;
  if (enforced) await demand_break_glass(tx, "person_id", person_id);
  tx.audit({
    action: "person.break_glass_changed",
    entity_type: "person",
    entity_id: person_id,
    entity_label: account.username,
    subscriber_id: null,
    changes: { is_break_glass: { from: account.is_break_glass, to: is_break_glass } },
  });
  tx.emit("person.break_glass_changed", { id: person_id, is_break_glass }, "staff");
}

/** A provider that is down, or set wrongly, must not be the only way to whoever could mend it. @throws DomainError 409 */
export async function demand_break_glass(tx: Tx, field: string, value: unknown): Promise<void> {
  if ((await break_glass_accounts(tx)).some(({ is_break_glass }) => is_break_glass)) return;
  throw conflict(
    field,
    value,
    "would leave no administrator who gets in while the provider is down",
    "Mark a break-glass account on the provider's page first.",
  );
}
