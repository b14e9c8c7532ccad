import { number_text } from "../number_text.ts";

/** Round steps for an axis from 0 to at least `top`: 1, 2, 2.5 or 5 times a power of ten, four or five of them. */
export function axis_ticks(top: number): number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = 0; at < top + step * 0.999; at += step) ticks.push(Number(at.toFixed(10)));
  return ticks;
}

/** SVG path through shares (0 to 1) spread evenly over a 100 × 100 box, y upwards. A missing value breaks the line. */
export function line_path(shares: (number | undefined)[]): string {
  const step = shares.length > 1 ? 100 / (shares.length - 1) : 0;
  let pen_up = true;
  return shares.map((share, at) => {
    if (share === undefined) {
      pen_up = true;
      return "";
    }
    const command = pen_up ? "M" : "L";
    pen_up = false;
    return `${command}${round(at * step)} ${round(100 - share * 100)}`;
  }).filter(Boolean).join(" ");
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** "1,240", "12.4 k", "3 M": axis labels. */
export function short_number(value: number): string {
  return number_text(value, { notation: value >= 10_000 ? "compact" : "standard", maximumFractionDigits: 1 });
}
