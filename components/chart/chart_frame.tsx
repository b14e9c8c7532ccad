import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { type Hue, hue_text } from "../icon_tile.tsx";
import { number_text } from "../number_text.ts";
import { t } from "../text.ts";
import { short_number } from "./scale.ts";

export interface Series {
  label: string;
  hue: Hue;
  values: (number | undefined)[];
}

/** Picture, legend and the same figures as a table: whoever cannot see the chart misses nothing. */
export function ChartFrame(
  { title, labels, series, unit, children }: {
    title: string;
    labels: string[];
    series: Series[];
    unit?: string | undefined;
    children: ComponentChildren;
  },
) {
  return (
    <figure class="grid gap-3">
      <figcaption class="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span class="font-display font-semibold text-base flex-1">{title}</span>
        {series.length > 1 &&
          series.map((one) => (
            <span key={one.label} class="inline-flex items-center gap-1.5 text-xs text-ink-2">
              <span class={cx("size-2 rounded-full bg-current", hue_text[one.hue])} />
              {one.label}
            </span>
          ))}
      </figcaption>
      {children}
      <details class="text-xs text-ink-2">
        <summary class="inline-flex items-center min-h-[24px] rounded-sm hover:text-ink underline underline-offset-2">
          {t("Show as table")}
        </summary>
        <div class="overflow-x-auto mt-2" tabIndex={0} role="region" aria-label={title}>
          <table class="text-left">
            <caption class="sr-only">{title}</caption>
            <thead>
              <tr>
                <th scope="col" class="p-1.5 border-b border-line">
                  <span class="sr-only">{t("Label")}</span>
                </th>
                {series.map((one) => (
                  <th key={one.label} scope="col" class="p-1.5 text-right border-b border-line">
                    {unit ? `${one.label} (${unit})` : one.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, at) => (
                <tr key={label}>
                  <th scope="row" class="p-1.5 font-medium border-b border-line">{label}</th>
                  {series.map((one) => (
                    <td key={one.label} class="p-1.5 text-right fig border-b border-line">
                      {amount(one.values[at])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** A dash where nothing was measured: a missing value is not a zero. */
function amount(value: number | undefined): string {
  return value === undefined ? "–" : number_text(value);
}

export const plot = { height: 184, bottom: 22, top: 8 } as const;
export const plot_inner = plot.height - plot.bottom - plot.top;

/**
 * The axes around what `children` draw. The plot is as wide as its place and counts in percent across and in pixels down,
 * so that words and lines keep their size at every width.
 */
export function Plot(
  { title, ticks, labels, centred, children }: {
    title: string;
    ticks: number[];
    labels: string[];
    centred: boolean;
    children: ComponentChildren;
  },
) {
  const top = ticks[ticks.length - 1] ?? 1;
  const y_of = (tick: number) => plot.top + plot_inner - (tick / top) * plot_inner;
  const every = Math.ceil(labels.length / 8); // more than eight words would run into each other on a phone
  return (
    <div class="chart" role="img" aria-label={title}>
      <svg width="40" height={plot.height} fill="var(--ink-3)" font-size="11" text-anchor="end" aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x="30" y={y_of(tick)} dominant-baseline="central">{short_number(tick)}</text>
        ))}
      </svg>
      <svg class="w-full" height={plot.height} aria-hidden="true">
        {ticks.map((tick) => <line key={tick} x1="0" x2="100%" y1={y_of(tick)} y2={y_of(tick)} stroke="var(--line)" />)}
        {labels.map((label, at) => {
          if (at % every !== 0) return null;
          const share = centred ? (at + 0.5) / labels.length : labels.length > 1 ? at / (labels.length - 1) : 0;
          const anchor = centred ? "middle" : at === 0 ? "start" : at === labels.length - 1 ? "end" : "middle";
          return (
            <text
              key={label}
              x={`${share * 100}%`}
              y={plot.height - 6}
              text-anchor={anchor}
              fill="var(--ink-3)"
              font-size="11"
            >
              {label}
            </text>
          );
        })}
        {children}
      </svg>
    </div>
  );
}
