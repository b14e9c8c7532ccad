import type { Tone } from "~/components/badge.tsx";
import { t } from "~/components/text.ts";
import { type ApiKey, key_state, type KeyState } from "~/domain/api_keys/mod.ts";

const looks: Record<KeyState, { tone: Tone; label: string }> = {
  active: { tone: "ok", label: "Active" },
  expiring: { tone: "warn", label: "Expires soon" },
  expired: { tone: "neutral", label: "Expired" },
  revoked: { tone: "bad", label: "Revoked" },
};

export function state_look(key: ApiKey, now: string): { state: KeyState; tone: Tone; label: string } {
  const state = key_state(key, Temporal.Instant.from(now));
  return { state, tone: looks[state].tone, label: t(looks[state].label) };
}
