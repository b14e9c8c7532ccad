import { cx } from "../cx.ts";
import { hue_text } from "../icon_tile.tsx";
import type { ChartProps } from "./bar_chart.tsx";
import { ChartFrame, Plot, plot, plot_inner } from "./chart_frame.tsx";
import { axis_ticks, line_path } from "./scale.ts";

/** The course over time. A missing value is a gap, not a zero. */
export function LineChart({ title, labels, series, unit }: ChartProps) {
  const ticks = axis_ticks(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const top = ticks[ticks.length - 1] ?? 1;
  return (
    <ChartFrame title={title} labels={labels} series={series} unit={unit}>
      <Plot title={title} ticks={ticks} labels={labels} centred={false}>
        <svg y={plot.top} width="100%" height={plot_inner} viewBox="0 0 100 100" preserveAspectRatio="none" fill="none">
          {series.map((one, nth) => {
            const path = line_path(one.values.map((value) => value === undefined ? undefined : value / top));
            return (
              <g key={one.label} class={cx(hue_text[one.hue])}>
                {nth === 0 && !one.values.includes(undefined) && (
                  <path d={`${path} L100 100 L0 100 Z`} fill="currentColor" opacity=".08" />
                )}
                <path
                  d={path}
                  stroke="currentColor"
                  stroke-width="2"
                  stroke-linejoin="round"
                  stroke-linecap="round"
                  vector-effect="non-scaling-stroke"
                  {...(nth % 2 ? { "stroke-dasharray": "5 4" } : {})}
                />
              </g>
            );
          })}
        </svg>
      </Plot>
    </ChartFrame>
  );
}
