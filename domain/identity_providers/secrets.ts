/** Client secrets, sealed for their own row: one copied to another provider does not open. */
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_place } from "~/domain/kernel/crypto/sealed_places.ts";
import type { KeyRing } from "~/domain/kernel/crypto/keys.ts";

const context = (provider_id: string) => `identity-provider/${provider_id}`;
sealed_place("identity_providers", "client_secret", context);

export const sealed_secret = (ring: KeyRing, provider_id: string, secret: string): Promise<string> =>
  seal(ring, secret, context(provider_id));

export const opened_secret = (ring: KeyRing, provider_id: string, sealed: string): Promise<string> =>
  open(ring, sealed, context(provider_id));
