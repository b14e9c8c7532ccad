/** Starts at which somebody fits, with the best technician of each: one press plans the visit. */
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { clock_span, duration_text } from "~/components/work/window_text.ts";
import type { Slot } from "~/domain/technicians/mod.ts";
import { asked_of } from "./asked_window.ts";
import type { DispatchData } from "./read.ts";
import { dispatch_href } from "./window_form.tsx";

const shown_at_once = 6;

export function Slots({ data, zone, form }: { data: DispatchData; zone: string; form: string }) {
  const { slots, asked, closed } = data;
  const length = duration_text(Number(asked.duration));
  const list = (some: Slot[]) => (
    <ul class="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
      {some.map((slot) => (
        <SlotItem key={slot.start_at} slot={slot} data={data} zone={zone} form={closed ? null : form} />
      ))}
    </ul>
  );
  return (
    <Card title={t("Free starts of this day, {time} each", { time: length })}>
      {slots.length === 0
        ? (
          <p class="text-sm text-ink-2">
            {t(
              "No start is left on this day at which somebody who fits has {time} free. Look at another day, or at what is in the way of each.",
              { time: length },
            )}
          </p>
        )
        : list(slots.slice(0, shown_at_once))}
      {slots.length > shown_at_once && (
        <details class="mt-2">
          <summary class="btn btn-ghost btn-sm w-max">
            {t.n(slots.length - shown_at_once, "One later start", "{n} later starts")}
          </summary>
          <div class="mt-2">{list(slots.slice(shown_at_once))}</div>
        </details>
      )}
    </Card>
  );
}

function SlotItem(
  { slot, data: { row, window }, zone, form }: { slot: Slot; data: DispatchData; zone: string; form: string | null },
) {
  const times = clock_span(slot.start_at, slot.end_at, zone);
  const chosen = Date.parse(slot.start_at) === Date.parse(window.start_at) &&
    Date.parse(slot.end_at) === Date.parse(window.end_at);
  return (
    <li
      class={chosen
        ? "flex items-center gap-2 p-2 pl-3 rounded-lg border border-primary bg-primary-soft"
        : "flex items-center gap-2 p-2 pl-3 rounded-lg border border-line"}
    >
      <span class="flex-1 min-w-0">
        <a
          class="link fig font-semibold text-sm"
          href={dispatch_href(row.id, { ...asked_of(slot.start_at, slot.end_at, zone) })}
          {...(chosen ? { "aria-current": "true" as const } : {})}
        >
          {times}
        </a>
        <span class="block text-xs text-ink-2 truncate">
          {slot.technician.name}
          {slot.others > 0 && (
            <span class="text-ink-3">
              {" "}
              <span aria-hidden="true">+{slot.others}</span>
              <span class="sr-only">{t.n(slot.others, "or one other", "or {n} others")}</span>
            </span>
          )}
        </span>
        {slot.warnings.length > 0 && (
          <span
            class="flex items-center gap-1 text-2xs text-warn"
            title={slot.warnings.map((warning) => warning.message).join(" ")}
          >
            <Icon name="truck" class="size-3" />
            {t("little time for the way")}
          </span>
        )}
      </span>
      {form && (
        <Button
          size="sm"
          form={form}
          name="pick"
          value={`${slot.technician.id} ${slot.start_at} ${slot.end_at}`}
          aria-label={t("Plan {times} with {name}", { times, name: slot.technician.name })}
        >
          {t("Plan")}
        </Button>
      )}
    </li>
  );
}
