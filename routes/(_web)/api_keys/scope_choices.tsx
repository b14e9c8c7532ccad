/** The permission table as boxes, in groups by domain: those that one has oneself, since no other can be given. Sends `scopes`. */
import { FieldNotes } from "~/components/form/field.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { scope_keys } from "~/domain/api_keys/mod.ts";
import type { PermissionSet } from "~/domain/kernel/permissions.ts";
import { humanise } from "~/domain/kernel/text/label.ts";

export function ScopeChoices(
  { own, chosen, error }: { own: PermissionSet; chosen: readonly string[]; error: string | undefined },
) {
  const picked = new Set(chosen);
  // What the key has already stays to be seen, and can be kept, even where its changer lacks it.
  const offered = (key: string) => own.has(key) || picked.has(key);
  const groups = Map.groupBy(
    scope_keys().filter(({ key }) => offered(key)),
    ({ key }) => key.slice(0, key.indexOf(":")),
  );
  const id = "f-scopes";
  return (
    <fieldset id={id} tabIndex={-1} class="grid gap-2" {...(error ? { "aria-describedby": `${id}-error` } : {})}>
      <legend class="text-sm font-semibold mb-1.5">{t("What it may")}</legend>
      <FieldNotes id={id} error={error} hint={undefined} />
      {offered("*") && (
        <Box
          value="*"
          label={t("Everything you may, now and later")}
          hint={t("Whoever gets hold of such a key can do all of it. Better choose below.")}
          checked={picked.has("*")}
        />
      )}
      {[...groups].map(([domain, keys]) => {
        const all = `${domain}:*`;
        const count = keys.filter(({ key }) => picked.has(key)).length;
        return (
          <details key={domain} class="rounded-lg border border-line" open={picked.has(all) || count > 0}>
            <summary class="flex items-center gap-2 px-3 py-2 cursor-pointer">
              <Icon name="chevron-right" class="text-ink-3" />
              <span class="font-semibold flex-1">{humanise(domain.replaceAll("-", "_"))}</span>
              <span class="text-xs text-ink-3">
                {picked.has(all)
                  ? t("all of them")
                  : count > 0
                  ? t("{count} of {all}", { count, all: keys.length })
                  : t.n(keys.length, "one permission", "{n} permissions")}
              </span>
            </summary>
            <div class="grid gap-1 px-3 pb-3 sm:grid-cols-2">
              {offered(all) && (
                <Box
                  value={all}
                  label={all}
                  hint={t("all of them, also those added later")}
                  checked={picked.has(all)}
                />
              )}
              {keys.map(({ key, description }) => (
                <Box key={key} value={key} label={key} hint={description} checked={picked.has(key)} />
              ))}
            </div>
          </details>
        );
      })}
    </fieldset>
  );
}

function Box({ value, label, hint, checked }: { value: string; label: string; hint: string; checked: boolean }) {
  return (
    <label class="flex items-start gap-2.5 py-1 cursor-pointer">
      <input type="checkbox" class="check-box mt-0.5" name="scopes" value={value} checked={checked} />
      <span class="min-w-0">
        <span class="block text-sm font-medium break-words">{label}</span>
        <span class="block text-xs text-ink-3">{hint}</span>
      </span>
    </label>
  );
}
