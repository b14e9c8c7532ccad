import type { ComponentChildren } from "preact";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

/**
 * Reply or internal note. The tabs are radio buttons `visibility` = public | internal; CSS alone changes ground, words and button,
 * so that nobody sends a note to a customer because a script was late. Posts `body`, `visibility`, `files`.
 */
export function Composer(
  {
    action,
    to,
    note = true,
    fields = {},
    body = "",
    error,
    label = t("Write a reply…"),
    extra_send,
    tools,
    files = true,
    id = "composer",
  }: {
    action: string;
    /** Who gets a reply, and how: "to Hassan Eze · e-mail, portal". */
    to?: string;
    /** Portals have replies only. */
    note?: boolean;
    fields?: Record<string, string>;
    body?: string;
    error?: string;
    label?: string;
    extra_send?: ComponentChildren;
    tools?: ComponentChildren;
    files?: boolean;
    id?: string;
  },
) {
  return (
    <form method="post" action={action} enctype="multipart/form-data" id={id}>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div class="composer">
        {note
          ? (
            <fieldset class="flex flex-wrap items-center px-1.5 border-b border-line">
              <legend class="sr-only">{t("Who will read it")}</legend>
              <label class="tab">
                <input type="radio" name="visibility" value="public" checked />
                {t("Reply")}
              </label>
              <label class="tab">
                <input type="radio" name="visibility" value="internal" />
                <Icon name="lock" class="size-3.5" />
                {t("Internal note")}
              </label>
              {to && (
                <span class="when-reply ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs text-ink-3 truncate">{to}</span>
              )}
              <span class="when-note ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs font-semibold text-warn">
                {t("only your team sees this")}
              </span>
            </fieldset>
          )
          : <input type="hidden" name="visibility" value="public" />}
        <textarea
          name="body"
          aria-label={label}
          placeholder={label}
          required
          value={body}
          {...(error ? { "aria-invalid": "true" as const, "aria-describedby": `${id}-error` } : {})}
        />
        <div class="flex flex-wrap items-center gap-1 px-2.5 pb-2.5">
          {files && (
            <label class="btn btn-ghost btn-sm btn-icon relative" title={t("Attach files")}>
              <Icon name="paperclip" />
              <input
                type="file"
                name="files"
                multiple
                class="js-files absolute inset-0 opacity-0 cursor-pointer w-full"
                aria-label={t("Attach files")}
              />
            </label>
          )}
          {tools}
          <span class="ml-auto flex gap-1.5">
            {extra_send}
            <Button variant="primary" size="sm" icon="send">
              <span class="when-reply">{t("Send")}</span>
              <span class="when-note">{t("Add note")}</span>
            </Button>
          </span>
        </div>
      </div>
      {error && <p id={`${id}-error`} role="alert" class="mt-2 text-xs font-semibold text-bad">{error}</p>}
    </form>
  );
}
