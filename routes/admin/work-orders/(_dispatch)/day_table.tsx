/** The day of all technicians as a table: what the lines draw, in words. */
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { clock_span } from "~/components/work/window_text.ts";
import type { Busy } from "./day_plan.ts";
import type { DispatchData } from "./read.ts";

export function DayTable({ data: { day, candidates }, zone }: { data: DispatchData; zone: string }) {
  if (!day || candidates.length === 0) return null;
  const told = (spans: readonly Busy[]) =>
    spans.length === 0 ? <span class="text-ink-3">{t("none")}</span> : (
      <ul class="grid gap-0.5">
        {spans.map((span) => (
          <li key={span.start_at}>
            <span class="fig whitespace-nowrap">{clock_span(span.start_at, span.end_at, zone)}</span> {span.label}
          </li>
        ))}
      </ul>
    );
  return (
    <details>
      <summary class="btn btn-ghost btn-sm w-max">
        <Icon name="table" />
        {t("The day as a table")}
      </summary>
      <div class="table-wrap panel mt-2" tabIndex={0} role="region" aria-label={t("The day as a table")}>
        <table class="data w-full text-left">
          <caption class="sr-only">{t("Shifts, absences and jobs of the day by technician")}</caption>
          <thead>
            <tr>
              {[t("Technician"), t("Shift"), t("Away"), t("Jobs")].map((head) => <th key={head} scope="col">{head}
              </th>)}
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ technician }) => {
              const plan = day.plan.get(technician.id);
              return (
                <tr key={technician.id}>
                  <th scope="row" class="text-left">{technician.name}</th>
                  <td>{told(plan?.shifts ?? [])}</td>
                  <td>{told(plan?.absences ?? [])}</td>
                  <td>{told(plan?.jobs ?? [])}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
