import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { absolute_time } from "../time_text.ts";
import { is_late } from "./late.ts";
import { clock_span, day_of, day_text, window_text } from "./window_text.ts";

interface Planned {
  status: string;
  scheduled_start?: string | null | undefined;
  scheduled_end?: string | null | undefined;
}

/** When somebody comes; a window that has begun without anybody is marked by icon, colour and word. */
export function WindowMark({ row, now, zone }: { row: Planned; now: string; zone: string }) {
  if (!row.scheduled_start) return <span class="text-ink-3">{t("not planned")}</span>;
  const late = is_late(row, now);
  return (
    <span class={late ? "inline-flex items-center gap-1 font-semibold text-bad" : "inline-flex items-center gap-1"}>
      {late && <Icon name="triangle-alert" class="size-3.5" />}
      <time
        datetime={row.scheduled_start}
        title={absolute_time(new Date(row.scheduled_start), zone)}
        class="fig whitespace-nowrap"
      >
        {window_text(row.scheduled_start, row.scheduled_end, now, zone)}
      </time>
      {late && <span class="text-xs">{t("overdue")}</span>}
    </span>
  );
}

/** The same in the width of a table's cell: the day above the clock. */
export function WindowCell({ row, now, zone }: { row: Planned; now: string; zone: string }) {
  const { scheduled_start: start, scheduled_end: end } = row;
  if (!start) return <span class="text-ink-3">{t("not planned")}</span>;
  const late = is_late(row, now);
  const one_day = !end || day_of(end, zone).equals(day_of(start, zone));
  return (
    <time
      datetime={start}
      title={absolute_time(new Date(start), zone)}
      class={late ? "block whitespace-nowrap text-bad font-semibold" : "block whitespace-nowrap"}
    >
      <span class="flex items-center gap-1">
        {late && <Icon name="triangle-alert" class="size-3.5" />}
        {day_text(day_of(start, zone), now, zone)}
        {late && <span class="text-xs font-normal">{t("overdue")}</span>}
      </span>
      <span class="block text-xs fig">
        {one_day && end ? clock_span(start, end, zone) : window_text(start, end, now, zone)}
      </span>
    </time>
  );
}
