import { cx } from "../cx.ts";
import { type Hue, hue_text } from "../icon_tile.tsx";
import { line_path } from "./scale.ts";

/** The course of a figure without axes; decoration beside the figure itself. */
export function Sparkline({ values, hue = "cyan" }: { values: number[]; hue?: Hue }) {
  // from its lowest to its highest: the shape matters here, the amount stands beside it
  const low = Math.min(...values), span = Math.max(...values) - low || 1;
  const path = line_path(values.map((value) => 0.12 + ((value - low) / span) * 0.78));
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      class={cx("w-full h-8", hue_text[hue])}
      fill="none"
      aria-hidden="true"
    >
      <path d={`${path} L100 100 L0 100 Z`} fill="currentColor" opacity=".10" />
      <path
        d={path}
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linejoin="round"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
