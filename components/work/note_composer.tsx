import type { ComponentChildren } from "preact";
import type { NoteVisibility } from "~/domain/work_orders/mod.ts";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

/**
 * A note on a job: for the team, unless its writer says that the customer should read it. CSS alone changes ground and words
 * with the choice, so that nothing meant for the team goes out because a script was late.
 */
export function NoteComposer({ action, fields, body, visibility, error, limits, preview }: {
  action: string;
  fields: Record<string, string>;
  body: string;
  visibility: NoteVisibility;
  error?: string | undefined;
  limits: string;
  preview?: ComponentChildren;
}) {
  return (
    <form method="post" action={action} enctype="multipart/form-data" id="composer" data-guard>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div class="composer">
        <fieldset class="flex flex-wrap items-center px-1.5 border-b border-line">
          <legend class="sr-only">{t("Who will read it")}</legend>
          <label class="tab">
            <input type="radio" name="visibility" value="internal" checked={visibility === "internal"} />
            <Icon name="lock" class="size-3.5" />
            {t("Internal note")}
          </label>
          <label class="tab">
            <input type="radio" name="visibility" value="public" checked={visibility === "public"} />
            {t("For the customer")}
          </label>
          <label class="tab">
            <input type="radio" name="visibility" value="vendor" checked={visibility === "vendor"} />
            {t("For the contractor")}
          </label>
          <span class="when-reply ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs text-ink-3">
            {t("the customer reads it with the visit")}
          </span>
          <span class="when-vendor ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs text-ink-3">
            {t("your team and the contractor read it")}
          </span>
          <span class="when-note ml-auto px-2 max-sm:w-full max-sm:pb-2 text-xs font-semibold text-warn">
            {t("only your team sees this")}
          </span>
        </fieldset>
        <textarea
          name="body"
          id="composer-body"
          aria-label={t("Note")}
          placeholder={t("Write a note…")}
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
          <Button variant="primary" size="sm" icon="send">
            <span class="when-reply">{t("Add for the customer")}</span>
            <span class="when-vendor">{t("Add for the contractor")}</span>
            <span class="when-note">{t("Add note")}</span>
          </Button>
        </div>
      </div>
      {error && <p id="composer-error" role="alert" class="mt-2 text-xs font-semibold text-bad">{error}</p>}
    </form>
  );
}
