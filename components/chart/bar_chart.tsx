import { cx } from "../cx.ts";
import { hue_text } from "../icon_tile.tsx";
import { number_text } from "../number_text.ts";
import { ChartFrame, Plot, plot, plot_inner, type Series } from "./chart_frame.tsx";
import { axis_ticks, round } from "./scale.ts";

export interface ChartProps {
  title: string;
  labels: string[];
  series: Series[];
  unit?: string;
}

/** Amounts side by side. Drawn on the server in percent of its width: no script, sharp at every size. */
export function BarChart({ title, labels, series, unit }: ChartProps) {
  const ticks = axis_ticks(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const top = ticks[ticks.length - 1] ?? 1;
  const slot = 100 / Math.max(1, labels.length);
  const width = (slot * 0.62) / series.length;
  return (
    <ChartFrame title={title} labels={labels} series={series} unit={unit}>
      <Plot title={title} ticks={ticks} labels={labels} centred>
        {series.map((one, nth) => (
          <g key={one.label} class={cx(hue_text[one.hue])} fill="currentColor">
            {one.values.map((value, at) => {
              if (!value) return null;
              const height = (value / top) * plot_inner;
              return (
                <rect
                  key={at}
                  x={`${round(at * slot + slot * 0.19 + nth * width)}%`}
                  width={`${round(width * 0.92)}%`}
                  y={plot.top + plot_inner - height}
                  height={height}
                  rx="3"
                >
                  <title>
                    {`${labels[at] ?? ""} · ${one.label}: ${number_text(value)}${unit ? ` ${unit}` : ""}`}
                  </title>
                </rect>
              );
            })}
          </g>
        ))}
      </Plot>
    </ChartFrame>
  );
}
