import { cx } from "../cx.ts";
import { type Hue, hue_text } from "../icon_tile.tsx";
import { line_path } from "./scale.ts";

/** The course of a figure without axes; decoration beside the figure itself. */
export function Sparkline({ values, hue = "cyan" }: { values: number[]; hue?: Hue }) {
  const top = Math.max(...values, 1);
  const path = line_path(values.map((value) => (value / top) * 0.9));
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" class={cx("w-full h-8", hue_text[hue])} fill="none" aria-hidden="true">
      <path d={`${path} L100 100 L0 100 Z`} fill="currentColor" opacity=".10" />
      <path d={path} stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
