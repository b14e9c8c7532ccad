import autoprefix from "@twind/preset-autoprefix";
import tailwind from "@twind/preset-tailwind";
import { defineConfig } from "@twind/core";

/** Every colour name of tokens.css. A page writes `bg-panel text-ink-2`; a raw palette colour (`text-red-500`) yields nothing and fails the class test. */
export const colour_names = [
  "ground panel raised sunken line line-strong control ink ink-2 ink-3",
  "rail rail-ink rail-on rail-hover rail-line rail-mark",
  "primary primary-hover primary-ink primary-soft primary-line accent accent-hover accent-ink accent-soft accent-line",
  "ok ok-soft ok-line warn warn-soft warn-line bad bad-hover bad-ink bad-soft bad-line info info-soft info-line",
  "amber amber-soft cyan cyan-soft violet violet-soft rose rose-soft emerald emerald-soft indigo indigo-soft",
  "green green-soft orange orange-soft sky sky-soft blue blue-soft pink pink-soft",
  "bar bar-ink bar-ink-2 bar-line bar-hover bar-bad bar-ok grid",
].join(" ").split(" ");

/** `bg-primary/10` mixes in the browser: the value behind a variable is not known here. */
function from_variable(name: string) {
  return ({ opacityValue }: { opacityValue?: string }) =>
    opacityValue && opacityValue !== "1"
      ? `color-mix(in srgb, var(--${name}) ${Math.round(Number(opacityValue) * 100)}%, transparent)`
      : `var(--${name})`;
}

// in rem, so that the reader's own text size counts
const sizes: Record<string, [size_px: number, line_px: number]> = {
  "2xs": [11, 16],
  xs: [12, 16],
  sm: [13, 18],
  base: [14, 20],
  md: [15, 22],
  lg: [17, 24],
  xl: [20, 28],
  "2xl": [24, 32],
  "3xl": [28, 34],
  "4xl": [36, 42],
};

export const twind_config = defineConfig({
  hash: false,
  presets: [autoprefix(), tailwind({ disablePreflight: true })],
  darkMode: "[data-theme='dark'] &",
  rules: [
    ["size-(\\d+(?:\\.5)?)", ({ 1: n }) => ({ width: `${Number(n) / 4}rem`, height: `${Number(n) / 4}rem` })],
    ["line-clamp-(\\d)", ({ 1: n }) => ({
      display: "-webkit-box",
      "-webkit-box-orient": "vertical",
      "-webkit-line-clamp": `${n}`,
      overflow: "hidden",
    })],
  ],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      white: "#fff",
      ...Object.fromEntries(colour_names.map((name) => [name, from_variable(name)])),
    },
    fontFamily: {
      display: "var(--display)",
      body: "var(--body)",
      mono: "ui-monospace, SFMono-Regular, Menlo, monospace",
    },
    fontSize: Object.fromEntries(
      Object.entries(sizes).map(([name, [size, line]]) => [name, [`${size / 16}rem`, `${line / 16}rem`]]),
    ),
    borderRadius: { none: "0", sm: "6px", md: "8px", lg: "12px", xl: "16px", "2xl": "20px", full: "9999px" },
    boxShadow: { none: "none", card: "var(--shadow)", float: "var(--float)" },
  },
});
