import { z } from "zod";
import { demand, portal_of } from "~/domain/kernel/actor.ts";
import { attach, type StagedFile } from "~/domain/kernel/attachments.ts";
import { forbidden, invalid, not_found } from "~/domain/kernel/errors.ts";
import { long_text, ref, text } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { type Ticket, tickets } from "./tickets.ts";

export const problem_report = z.strictObject({
  subscriber_id: ref("subscriber").nullish(),
  subject: text(200),
  description: long_text(),
});
export type ProblemReport = z.input<typeof problem_report>;

/**
 * A report by the customer, or by the reseller for one of its customers. Without `subscriber_id` it is for the one account that the customer has; with several the
 * account must be named, since a guess would put the fault on the wrong address.
 * @throws DomainError 404 for somebody else's account
 */
export async function report_problem(
  tx: Tx,
  report: ProblemReport,
  files: readonly StagedFile[] = [],
): Promise<Ticket> {
  const portal = portal_of(tx.actor);
  if (portal !== "customer" && portal !== "reseller") {
    throw forbidden("portal:tickets:create", "Staff create tickets under /tickets.");
  }
  demand(tx.actor, "tickets:create");
  const { subject, description, ...named } = validated(problem_report, report);
  const subscriber_id = portal === "reseller"
    ? await served_subscriber(tx, named.subscriber_id ?? null)
    : own_subscriber(tx, named.subscriber_id ?? null);
  const id = await tx.elevated(async (inner) => {
    const row = await tickets.create(inner, {
      subject,
      description,
      subscriber_id,
      channel: "portal",
      contact_id: inner.actor.person_id,
    });
    await attach(inner, { entity_type: "ticket", entity_id: row.id, visibility: "public", subscriber_id }, files);
    return row.id;
  });
  return await tickets.get(tx, id);
}

/** A reseller always says for whom. */
async function served_subscriber(tx: Tx, named: string | null): Promise<string> {
  if (named === null) {
    throw invalid("subscriber_id", undefined, "is required", "Choose the customer that the problem is with.");
  }
  const [row] = await tx.sql<{ id: string }[]>`
    select id from subscribers
     where id = ${named}::text::uuid and is_active and id in (select app_reseller_subscriber_ids())`;
  if (!row) throw not_found("subscriber", named);
  return row.id;
}

function own_subscriber(tx: Tx, named: string | null): string {
  const own = tx.actor.subscriber_ids;
  if (named !== null) {
    if (!own.includes(named)) throw not_found("subscriber", named);
    return named;
  }
  const [only, ...others] = own;
  if (!only) {
    throw forbidden("portal:tickets:create", "No service is linked to this sign-in yet: ask support to link it.");
  }
  if (others.length > 0) {
    throw invalid(
      "subscriber_id",
      undefined,
      "is required, since you have several services",
      "Choose the service that the problem is with.",
    );
  }
  return only;
}
