/** Step-up: before exports, changes of roles and acting as somebody, the session's owner proves again that it is them. */
import { DomainError, forbidden } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** Minutes that a proof within the session is good for. */
export const step_up_minutes = 10;

/** Stands in the details of the refusal: pages lead to the proof by it, clients ask for one. */
export const step_up_field = "step_up_required";

/**
 * Jobs are the system itself and pass. An API key cannot prove anything: it passes where its scopes hold the very
 * permission, written out, because somebody who did prove it gave it that; `users:*` or `*` were not meant so. Where no
 * permission is named it never passes.
 *
 * A sign-in of this moment counts as well, where it was as strong as the proof would be: with a second factor, or by
 * somebody who has none. A remembered device that skipped the second factor does not, nor does an identity provider's
 * word: it may come from a session there that was opened this morning.
 * @param permission what the step takes, where a key may be given it
 * @throws DomainError 403 with the detail `step_up_required`
 */
export async function demand_step_up(tx: Tx, permission?: string): Promise<void> {
  const { session_id, key_id, key_scopes = [] } = tx.actor;
  if (tx.trusted) return;
  if (key_id) {
    if (permission && key_scopes.includes(permission)) return;
    throw permission
      ? forbidden(permission, "An API key needs it among its scopes by its full name: a wildcard is not enough here.")
      : new DomainError("forbidden", "This takes a person who proves who they are: an API key cannot do it.");
  }
  if (!session_id) return;
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
