import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { declare_notice, type NoticeKind, notify } from "~/domain/notifications/mod.ts";

const variables = ["key", "start", "by", "at"];

function declare(code: string, name: string, subject: string, body: string, more: NoticeKind["variables"] = variables) {
  declare_notice({
    code,
    name,
    variables: more,
    words: {
      email: { subject, body: `Hello {{name}},\n\n${body}\n{{link}}` },
      in_app: { subject, body: body.split("\n\n")[0] ?? body },
    },
  });
}

declare(
  "api_key_created",
  "API key was created",
  "A new API key in your name: {{key}}",
  "{{by}} created the API key {{key}} ({{start}}…) on {{at}}. It acts in your name, within what you may.\n\nIf that was not meant, revoke it at once:",
);
declare(
  "api_key_rotated",
  "API key got a new secret",
  "New secret for the API key {{key}}",
  "{{by}} replaced the secret of your API key {{key}} on {{at}}. It begins with {{start}} now.\n\nIf that was not meant, revoke it at once:",
);
declare(
  "api_key_revoked",
  "API key was revoked",
  "The API key {{key}} was revoked",
  "{{by}} revoked your API key {{key}} ({{start}}…) on {{at}}. What used it is refused from now on.\n\nDetails:",
);
declare(
  "api_key_expiring",
  "API key expires soon",
  "The API key {{key}} expires on {{at}}",
  "Your API key {{key}} ({{start}}…) expires on {{at}}. What uses it is refused from then on.\n\nRotate it to give it more time; the old secret can go on working for up to a week meanwhile:",
  ["key", "start", "at"],
);

export interface ToldKey {
  id: string;
  name: string;
  owner_id: string;
  start: string;
}

export const notice_link = (id: string) => `/admin/api-keys/${id}`;

/** The owner hears of it even where it was the owner: a stolen session does the same. */
export async function tell_owner(tx: Tx, key: ToldKey, template: string, by: string): Promise<void> {
  await tx.elevated((inner) =>
    notify(inner, {
      template,
      person_id: key.owner_id,
      link: notice_link(key.id),
      variables: { key: key.name, start: key.start, by, at: tx.now() },
      dedupe_key: new_id(),
    })
  );
}
