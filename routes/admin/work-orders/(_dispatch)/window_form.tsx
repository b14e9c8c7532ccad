/** Day, time and length: a GET form, so that a plan has an address and works without a script. */
import { Button, LinkButton } from "~/components/button.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { t } from "~/components/text.ts";
import { duration_text, full_day_text } from "~/components/work/window_text.ts";
import { failure_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { href_of } from "../../../(_web)/records/list_state.ts";
import type { State } from "../../../(_web)/state.ts";
import type { DispatchData } from "./read.ts";

const lengths = [15, 30, 45, 60, 90, 120, 180, 240, 360, 480];

export const dispatch_href = (id: string, search: Record<string, string>): string =>
  href_of(paths.admin.dispatch(id), new URLSearchParams(search));

export function WindowForm(
  { data: { row, asked, now }, state, zone }: { data: DispatchData; state: State; zone: string },
) {
  const details = failure_of(state)?.error.details ?? [];
  const error = (name: string) => {
    const found = details.find(({ field }) => field === name);
    return found ? { error: [found.message, found.remedy].filter(Boolean).join(". ") } : {};
  };
  const known = [...new Set([...lengths, row.estimated_duration_minutes, Number(asked.duration)])].sort((a, b) =>
    a - b
  );
  const day = Temporal.PlainDate.from(asked.date);
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate();
  const on = (date: Temporal.PlainDate) => dispatch_href(row.id, { date: date.toString(), duration: asked.duration });
  return (
    <div class="grid gap-4">
      <form
        method="get"
        action={paths.admin.dispatch(row.id)}
        id="window-form"
        class="grid gap-3 items-start grid-cols-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]"
      >
        <DateTimeField kind="date" name="date" label={t("Day")} value={asked.date} required {...error("date")} />
        <DateTimeField kind="time" name="time" label={t("Begins")} value={asked.time} required {...error("time")} />
        <SelectField
          name="duration"
          label={t("Length")}
          value={asked.duration}
          options={known.map((minutes) => ({ value: String(minutes), label: duration_text(minutes) }))}
          {...error("duration")}
        />
        <Button variant="secondary" class="h-10 mt-6" icon="search">{t("Show who fits")}</Button>
      </form>
      <nav class="flex flex-wrap items-center gap-1.5" aria-label={t("Other days")}>
        <LinkButton size="sm" icon="chevron-left" href={on(day.subtract({ days: 1 }))}>
          {full_day_text(day.subtract({ days: 1 }))}
        </LinkButton>
        {!day.equals(today) && <LinkButton size="sm" href={on(today)}>{t("Today")}</LinkButton>}
        <LinkButton size="sm" icon_end="chevron-right" href={on(day.add({ days: 1 }))}>
          {full_day_text(day.add({ days: 1 }))}
        </LinkButton>
        <span class="text-xs text-ink-3 ml-1">{t("Times in {zone}.", { zone: zone.replaceAll("_", " ") })}</span>
      </nav>
    </div>
  );
}
