import { Icon } from "../icon.tsx";
import { FieldNotes } from "../form/field.tsx";
import { t } from "../text.ts";

export interface EventChoice {
  type: string;
  description: string;
}

/** Event types as boxes, in groups by what they are about; a group's own box takes all of it, also what is added later. Sends `event_types`. */
export function EventChoices(
  { choices, chosen, error }: { choices: readonly EventChoice[]; chosen: readonly string[]; error: string | undefined },
) {
  const groups = [...Map.groupBy(choices, ({ type }) => type.slice(0, type.indexOf(".")))].sort(([, a], [, b]) =>
    Number(has_own(b)) - Number(has_own(a))
  );
  const picked = new Set(chosen);
  const id = "f-event_types";
  return (
    <fieldset id={id} tabIndex={-1} class="grid gap-2" {...(error ? { "aria-describedby": `${id}-error` } : {})}>
      <legend class="text-sm font-semibold mb-1.5">{t("Events to send")}</legend>
      <FieldNotes id={id} error={error} hint={undefined} />
      <Box value="*" label={t("Everything")} hint={t("all types, also those added later")} checked={picked.has("*")} />
      {groups.map(([subject, types]) => {
        const all = `${subject}.*`;
        const count = types.filter(({ type }) => picked.has(type)).length;
        return (
          <details key={subject} class="rounded-lg border border-line" open={picked.has(all) || count > 0}>
            <summary class="flex items-center gap-2 px-3 py-2 cursor-pointer">
              <Icon name="chevron-right" class="text-ink-3" />
              <span class="font-semibold flex-1">{subject.replaceAll("_", " ")}</span>
              <span class="text-xs text-ink-3">
                {picked.has(all)
                  ? t("all of them")
                  : count > 0
                  ? t("{count} of {all}", { count, all: types.length })
                  : t.n(types.length, "one type", "{n} types")}
              </span>
            </summary>
            <div class="grid gap-1 px-3 pb-3 sm:grid-cols-2">
              <Box value={all} label={all} hint={t("all of them, also those added later")} checked={picked.has(all)} />
              {types.map(({ type, description }) => (
                <Box key={type} value={type} label={type} hint={description} checked={picked.has(type)} />
              ))}
            </div>
          </details>
        );
      })}
    </fieldset>
  );
}

/** More happens to it than being created, changed and deleted: what integrations mostly ask for comes first. */
const has_own = (types: readonly EventChoice[]): boolean =>
  types.some(({ type }) => !/\.(created|updated|deleted)$/.test(type));

function Box({ value, label, hint, checked }: { value: string; label: string; hint: string; checked: boolean }) {
  return (
    <label class="flex items-start gap-2.5 py-1 cursor-pointer">
      <input type="checkbox" class="check-box mt-0.5" name="event_types" value={value} checked={checked} />
      <span class="min-w-0">
        <span class="block text-sm font-medium break-words">{label}</span>
        <span class="block text-xs text-ink-3">{hint}</span>
      </span>
    </label>
  );
}
