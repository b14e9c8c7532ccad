import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { declare_notice, notify } from "~/domain/notifications/mod.ts";

declare_notice({
  code: "second_factor_changed",
  name: "Second factor was changed",
  variables: ["what", "changed_at"],
  words: {
    email: {
      subject: "How you sign in was changed",
      body:
        "Hello {{name}},\n\nthe second factor of your account was changed on {{changed_at}}: {{what}}.\n\nIf it was not you, tell us at once and choose a new password:\n{{link}}",
    },
  },
});

export async function tell_owner(tx: Tx, person_id: string, what: string): Promise<void> {
  await notify(tx, {
    template: "second_factor_changed",
    person_id,
    link: "/auth/forgot",
    variables: { what, changed_at: tx.now() },
    dedupe_key: new_id(),
  });
}
