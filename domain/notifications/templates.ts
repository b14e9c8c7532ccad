/** Templates in the database, in place of the words that a notice comes with. */
import { refusal } from "~/domain/kernel/db_errors.ts";
import { invalid, invalid_many } from "~/domain/kernel/errors.ts";
import { template_problems } from "~/domain/kernel/mail/render.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Channel, find_kind, notice_kinds, variables_of, type Words } from "./kinds.ts";
import { notification_template } from "./notification.ts";

refusal("notification_templates_one_each", {
  field: "code",
  message: "has a template on this channel in this language already",
  remedy: "Change that one.",
});

/** A variable that nobody will fill is refused when the template is saved, not when the mail should go. */
export const notification_templates = manager(notification_template, {
  prepare(_tx, input, before) {
    const code = input.code ?? before?.code ?? "";
    const kind = find_kind(code);
    if (!kind) {
      throw invalid(
        "code",
        code,
        "is no kind of notice",
        `Use one of: ${notice_kinds().map((each) => each.code).join(", ")}.`,
      );
    }
    const known = variables_of(kind);
    const problems = [
      ...template_problems("subject", input.subject ?? "", known),
      ...template_problems("body", input.body ?? "", known),
    ];
    if (problems.length > 0) throw invalid_many(problems);
    return input;
  },
});

/**
 * Enters the first words of every kind where the table knows nothing of it. What operators changed stays; what they
 * deleted stays deleted, and silences that notice on that channel.
 */
export async function seed_templates(tx: Tx): Promise<number> {
  const rows = notice_kinds().flatMap(({ code, name, words }) =>
    Object.entries(words).map(([channel, { subject, body }]) => ({ code, name, channel, subject, body }))
  );
  const { count } = await tx.sql`
    insert into notification_templates (code, name, channel, subject, body)
    select t.code, t.name, t.channel, t.subject, t.body
      from jsonb_to_recordset(${
    JSON.stringify(rows)
  }::text::jsonb) as t(code text, name text, channel text, subject text, body text)
     where not exists (select from notification_templates n where n.code = t.code and n.channel = t.channel)`;
  return count;
}

interface TemplateRow extends Words {
  code: string;
  channel: Channel;
  locale: string;
  is_active: boolean;
}

/** The words of a kind on a channel in somebody's language: their locale, its language, English, then those of the code. Null: silenced. */
export type FindWords = (code: string, channel: Channel, locale: string | null) => Words | null;

export async function load_words(tx: Tx, codes: readonly string[]): Promise<FindWords> {
  const rows = await tx.sql<TemplateRow[]>`
    /* notifications.templates */
    select code, channel, locale, subject, body, is_active from notification_templates where code = any (${[
    ...new Set(codes),
  ]})`;
  return (code, channel, locale) => {
    const own = rows.filter((row) => row.code === code && row.channel === channel);
    if (own.length === 0) return find_kind(code)?.words[channel] ?? null;
    const wanted = locale ? [locale, locale.split("-")[0] ?? locale, "en"] : ["en"];
    for (const each of wanted) {
      const found = own.find((row) => row.is_active && row.locale.toLowerCase() === each.toLowerCase());
      if (found) return found;
    }
    return own.find((row) => row.is_active) ?? null;
  };
}
