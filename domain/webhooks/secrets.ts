/** Secrets of endpoints, sealed for their own row: one copied to another endpoint does not open. */
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_place } from "~/domain/kernel/crypto/sealed_places.ts";
import type { KeyRing } from "~/domain/kernel/crypto/keys.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

const context = (endpoint_id: string) => `webhook/${endpoint_id}`;
sealed_place("webhook_endpoints", "secret", context);
sealed_place("webhook_endpoints", "previous_secret", context);

export const sealed_secret = (tx: Tx, endpoint_id: string, secret: string): Promise<string> =>
  seal(tx.services.config.ENCRYPTION_KEYS, secret, context(endpoint_id));

export const opened_secret = (ring: KeyRing, endpoint_id: string, sealed: string): Promise<string> =>
  open(ring, sealed, context(endpoint_id));
