/** An account elsewhere opens this one from now on: its owner hears of it, also where it was not the owner who linked it. */
import type { Audience } from "~/domain/access/mod.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { declare_notice, notify } from "~/domain/notifications/mod.ts";

declare_notice({
  code: "identity_linked",
  name: "Account at an identity provider was linked",
  variables: ["provider", "linked_at"],
  words: {
    email: {
      subject: "An account at {{provider}} was linked",
      body:
        "Hello {{name}},\n\nsince {{linked_at}} you can sign in with an account at {{provider}}.\n\nIf it was not you, unlink it here, change your password and tell us:\n{{link}}",
    },
  },
});

export async function tell_linked(tx: Tx, person_id: string, provider: string, audience: Audience): Promise<void> {
  await notify(tx, {
    template: "identity_linked",
    person_id,
    link: `/${audience}/account/security`,
    variables: { provider, linked_at: tx.now() },
    dedupe_key: new_id(),
  });
}
