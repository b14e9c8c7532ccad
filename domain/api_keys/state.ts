/** What a key is at a moment. It follows from its times, so that nothing has to run for a key to expire. */

export type KeyState = "active" | "expiring" | "expired" | "revoked";

/** Days before its end that a key's owner is told, and that lists warn. */
export const warning_days = [14, 1] as const;

export function key_state(
  key: { expires_at?: string | null; revoked_at?: string | null; is_active: boolean },
  now: Temporal.Instant,
): KeyState {
  if (key.revoked_at || !key.is_active) return "revoked";
  if (!key.expires_at) return "active";
  const left_hours = now.until(Temporal.Instant.from(key.expires_at)).total("hours");
  if (left_hours <= 0) return "expired";
  return left_hours <= warning_days[0] * 24 ? "expiring" : "active";
}
