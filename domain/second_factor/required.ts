/** Of whom a second factor is asked: whoever has one, and whoever holds a role that the setting names. */
import { z } from "zod";
import { type Audience, type Proven, sign_in_step } from "~/domain/access/mod.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { is_remembered } from "./devices.ts";
import { has_second_factor } from "./methods.ts";

export const step_name = "second-factor";

const required_roles = setting("access", "second_factor_roles", {
  label: "Roles that need a second factor",
  hint:
    "Keys of roles with commas between them, such as administrator, agent. Whoever holds one and has no second factor must set one up at the next sign-in. Empty asks nobody.",
  schema: z.string().max(2_000).regex(/^[\w\s,.-]*$/, "takes keys of roles with commas between them"),
  fallback: "",
});

/** Whether a role that this person holds now in this portal asks for a second factor. */
export async function must_have_second_factor(tx: Tx, person_id: string, audience: Audience): Promise<boolean> {
  const keys = (await read_setting(tx, required_roles)).split(/[\s,]+/).filter(Boolean);
  if (keys.length === 0) return false;
  const [found] = await tx.sql`
    select from person_roles pr join roles r on r.id = pr.role_id and r.is_active
     where pr.person_id = ${person_id}::text::uuid and pr.is_active and r.audience = ${audience}
       and (pr.expires_at is null or pr.expires_at > ${tx.now().toString()}::text::timestamptz)
       and r.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb))
     limit 1`;
  return Boolean(found);
}

async function needed(tx: Tx, person_id: string, audience: Audience, proven: Proven): Promise<boolean> {
  // A passkey that opened the sign-in has verified its owner: it is two factors in one.
  if (proven.auth_methods.includes("passkey")) return false;
  if (!await has_second_factor(tx, person_id)) return await must_have_second_factor(tx, person_id, audience);
  return !await is_remembered(tx, person_id, proven.remembered ?? null);
}

sign_in_step(step_name, { needed });
