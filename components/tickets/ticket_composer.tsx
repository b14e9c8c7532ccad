import type { ComponentChildren } from "preact";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

export interface ComposerSend {
  label: string;
  value: string;
}

/**
 * Reply or internal note. As the design system's Composer, it changes by CSS alone, so that nobody sends a note to a customer because
 * a script was late; besides, it comes back from a refusal on the tab where it was written.
 */
export function TicketComposer({ action, fields, body, visibility, may, to, sends, error, limits, preview, hints }: {
  action: string;
  fields: Record<string, string>;
  body: string;
  visibility: "public" | "internal";
  may: { reply: boolean; note: boolean };
  /** Who gets a reply, and how. */
  to: string;
  /** Sends and moves the ticket on: posted as `then`. */
  sends: ComposerSend[];
  error?: string | undefined;
  limits: string;
  preview: ComponentChildren;
  hints?: ComponentChildren;
}) {
  const internal = !may.reply || (visibility === "internal" && may.note);
  return (
    <form method="post" action={action} enctype="multipart/form-data" id="composer" data-draft>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div class="composer">
        <fieldset class="flex flex-wrap items-center px-1.5 border-b border-line">
          <legend class="sr-only">{t("Who will read it")}</legend>
          {may.reply && (
            <label class="tab">
              <input type="radio" name="visibility" value="public" checked={!internal} />
              {t("Reply")}
            </label>
          )}
          {may.note && (
            <label class="tab">
              <input type="radio" name="visibility" value="internal" checked={internal} />
              <Icon name="lock" class="size-3.5" />
              {t("Internal note")}
            </label>
          )}
          <span class="when-reply ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs text-ink-3 truncate">{to}</span>
          <span class="when-note ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs font-semibold text-warn">
            {t("only your team sees this")}
          </span>
        </fieldset>
        <textarea
          name="body"
          id="composer-body"
          aria-label={t("Your words")}
          placeholder={t("Write here…")}
          required
          maxLength={20_000}
          aria-describedby={error ? "composer-error composer-limits" : "composer-limits"}
          {...(error ? { "aria-invalid": "true" as const } : {})}
          value={body}
        />
        <div class="px-3">{preview}</div>
        <div class="flex flex-wrap items-center gap-1.5 px-2.5 pb-2.5 pt-2">
          <label class="btn btn-ghost btn-sm btn-icon relative" title={limits}>
            <Icon name="paperclip" />
            <input
              type="file"
              name="files"
              id="composer-files"
              multiple
              class="absolute inset-0 opacity-0 cursor-pointer w-full"
              aria-label={t("Attach files")}
              aria-describedby="composer-limits"
            />
          </label>
          <span id="composer-limits" class="flex-1 min-w-[120px] text-2xs text-ink-3">{limits}</span>
          <span class="ml-auto flex flex-wrap justify-end gap-1.5">
            {sends.map((send) => (
              <Button key={send.value} size="sm" class="when-reply" name="then" value={send.value}>{send.label}</Button>
            ))}
            <Button variant="primary" size="sm" icon="send" name="then" value="">
              <span class="when-reply">{t("Send")}</span>
              <span class="when-note">{t("Add note")}</span>
              <kbd class="kbd max-sm:hidden" aria-hidden="true">⌘↵</kbd>
            </Button>
          </span>
        </div>
      </div>
      {error && <p id="composer-error" role="alert" class="mt-2 text-xs font-semibold text-bad">{error}</p>}
      {hints && <div class="mt-2">{hints}</div>}
    </form>
  );
}
