/** Roles by claim. Each way to a role is set by somebody who could have given that role by hand. */
import { demand_step_up } from "~/domain/access/mod.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { rule_input, type RuleInput } from "./input.ts";
import { identity_provider_rules, identity_providers, role_id_of } from "./providers.ts";

refusal("identity_provider_rules_one_each", { field: "value", message: "gives that role already" });

export interface Rule {
  id: string;
  claim: string;
  value: string;
  role_key: string;
  role_name: string;
  audience: string;
}

export async function rules_of(tx: Tx, provider_id: string): Promise<Rule[]> {
  return [
    ...await tx.sql<Rule[]>`
      /* identity_providers.rules_of */
      select x.id, x.claim, x.value, r.key as role_key, r.name as role_name, r.audience
        from identity_provider_rules x join roles r on r.id = x.role_id and r.is_active
       where x.provider_id = ${provider_id}::text::uuid and x.is_active
       order by x.claim, x.value, r.name`,
  ];
}

/** Works at the next sign-in of each person whom it concerns. */
export async function add_rule(tx: Tx, provider_id: string, input: RuleInput): Promise<Rule[]> {
  demand_staff(tx, "identity-providers:update");
  const { claim, value, role } = validated(rule_input, input);
  const provider = await identity_providers.lock(tx, provider_id);
  const role_id = await role_id_of(tx, role, provider.audiences, "role");
  await demand_step_up(tx);
  if (role_id) await identity_provider_rules.insert(tx, { provider_id, claim, value, role_id });
  return await rules_of(tx, provider_id);
}

/** Whom it gave a role loses it at the next sign-in. */
export async function remove_rule(tx: Tx, provider_id: string, rule_id: string): Promise<void> {
  demand_staff(tx, "identity-providers:update");
  const rule = await identity_provider_rules.lock(tx, rule_id);
  if (rule.provider_id !== provider_id) throw not_found("rule", rule_id);
  const provider = await identity_providers.lock(tx, rule.provider_id);
  const known = (await rules_of(tx, provider_id)).find(({ id }) => id === rule_id);
  await role_id_of(tx, known?.role_key ?? null, provider.audiences, "role");
  await demand_step_up(tx);
  await identity_provider_rules.retire(tx, rule);
}
