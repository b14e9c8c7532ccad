/** Step-up: before exports, changes of roles and acting as somebody, the session's owner proves again that it is them. */
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** Minutes that a proof within the session is good for. */
export const step_up_minutes = 10;

/** Stands in the details of the refusal: pages lead to the proof by it, clients ask for one. */
export const step_up_field = "step_up_required";

/**
 * Actors without a session pass: keys have their own scopes and jobs are the system itself.
 *
 * A sign-in of this moment counts as well, where it was as strong as the proof would be: with a second factor, or by
 * somebody who has none. A remembered device that skipped the second factor does not, nor does an identity provider's
 * word: it may come from a session there that was opened this morning.
 * @throws DomainError 403 with the detail `step_up_required`
 */
export async function demand_step_up(tx: Tx): Promise<void> {
  const { session_id } = tx.actor;
  if (tx.trusted || !session_id) return;
  const since = tx.now().subtract({ minutes: step_up_minutes }).toString();
  const found = await tx.elevated((tx) =>
    tx.sql<{ is_fresh: boolean }[]>`
      select coalesce(s.stepped_up_at > ${since}::text::timestamptz, false) or (
               s.authenticated_at > ${since}::text::timestamptz and s.impersonator_id is null and (
                 s.auth_methods && array['totp', 'passkey', 'recovery_code'] or (
                   not 'oidc' = any (s.auth_methods)
                   and not exists (select from totp_secrets t where t.person_id = s.person_id and t.verified_at is not null)
                   and not exists (select from passkeys k where k.person_id = s.person_id)
                 )
               )
             ) as is_fresh
        from sessions s
       where s.id = ${session_id} and s.revoked_at is null`
  );
  if (!found[0]?.is_fresh) throw step_up_required();
}

export function step_up_required(): DomainError {
  const remedy = "Confirm that it is you, then do it again.";
  return new DomainError(
    "forbidden",
    `This needs a proof of the last ${step_up_minutes} minutes that it is you. ${remedy}`,
    {
      details: [{ field: step_up_field, message: `must be given within the last ${step_up_minutes} minutes`, remedy }],
    },
  );
}

export const is_step_up_required = (error: unknown): boolean =>
  error instanceof DomainError && error.details.some(({ field }) => field === step_up_field);
