/**
 * Support acts as a customer: for a stated reason, for an hour at most, looking only unless the right to change was granted.
 * It is a session of the customer's that names the member of staff; every audit entry made in it holds both.
 */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { forbidden, invalid, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { audiences_of } from "./audiences.ts";
import { demand_step_up } from "./step_up.ts";
import { end_session, open_session, type Opened } from "./sessions.ts";

declare_event("impersonation.started", "A member of staff began to act as a customer.");
declare_event("impersonation.ended", "A member of staff stopped acting as a customer.");

export const most_minutes = 60;

export const impersonation_input = z.strictObject({
  person_id: z.uuid(),
  reason: z.string().trim().min(10, "says too little: write why, in ten characters or more").max(500),
  minutes: z.coerce.number().int().min(1).max(most_minutes).default(30),
  /** Change things too; takes a permission of its own. */
  write: z.boolean().default(false),
});
export type ImpersonationInput = z.input<typeof impersonation_input>;

/**
 * @param subscriber_id the subscriber whose holder the person is: only who acts for a subscriber can be acted as
 * @throws DomainError 403 without the permission or a fresh proof of who one is, 404 for a person who is no holder, 422 for one whom the portal would not let in
 */
export async function start_impersonation(tx: Tx, subscriber_id: string, input: ImpersonationInput): Promise<Opened> {
  demand_staff(tx, "customers:impersonate");
  const { actor } = tx;
  const { person_id, reason, minutes, write } = validated(impersonation_input, input);
  if (write) demand(actor, "customers:impersonate_write");
  if (!actor.person_id || actor.kind !== "staff") {
    throw forbidden("customers:impersonate", "It takes a person who is signed in, not a key or a job.");
  }
  await demand_step_up(tx);
  const [holder] = await tx.sql<{ name: string }[]>`
    select p.display_name as name
      from subscriber_people sp join people p on p.id = sp.person_id and p.is_active join subscribers s on s.id = sp.subscriber_id and s.is_active
     where sp.subscriber_id = ${subscriber_id}::text::uuid and sp.person_id = ${person_id}::text::uuid and sp.is_active`;
  if (!holder) throw not_found("account holder", person_id);
  if (person_id === actor.person_id) {
    throw invalid("person_id", person_id, "is yourself", "Sign in to the portal under your own name.");
  }
  if (!(await audiences_of(tx, person_id)).includes("portal")) {
    throw invalid(
      "person_id",
      holder.name,
      "has no access to the customer portal",
      "Give the person the role of a customer first.",
    );
  }
  const opened = await open_session(tx, person_id, "portal", ["impersonation"], {
    impersonator_id: actor.person_id,
    read_only: !write,
    minutes,
  });
  const told = {
    reason: { from: null, to: reason },
    minutes: { from: null, to: minutes },
    may_change: { from: null, to: write },
  };
  // On the histories of both, the person and the account.
  for (const [entity_type, entity_id] of [["person", person_id], ["subscriber", subscriber_id]] as const) {
    tx.audit({
      action: "impersonation.started",
      entity_type,
      entity_id,
      entity_label: holder.name,
      subscriber_id,
      changes: told,
    });
  }
  tx.emit("impersonation.started", {
    id: opened.session_id,
    person_id,
    impersonator_id: actor.person_id,
    subscriber_id,
    minutes,
    may_change: write,
  }, "staff");
  return opened;
}

/** By whoever acts, under the customer's session. Nothing happens to a session that is no impersonation. */
export async function end_impersonation(tx: Tx): Promise<void> {
  const { session_id, impersonator, person_id, label } = tx.actor;
  if (!session_id || !impersonator || !person_id) return;
  await tx.elevated(async (inner) => {
    await end_session(inner, session_id, `${impersonator.label} stopped acting as ${label}`);
    inner.audit({
      action: "impersonation.ended",
      entity_type: "person",
      entity_id: person_id,
      entity_label: label,
      subscriber_id: null,
      changes: {},
    });
    inner.emit("impersonation.ended", { id: session_id, person_id, impersonator_id: impersonator.person_id }, "staff");
  });
}

/** For what only the person in question may do: passwords, second factors, devices, keys. @throws DomainError 403 */
export function demand_oneself(tx: Tx): void {
  if (tx.actor.impersonator) {
    throw forbidden("oneself", "You act as somebody else: only they can change how they sign in.");
  }
}
