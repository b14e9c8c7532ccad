import { cx } from "./cx.ts";

// white text on each of them is at least 4.5:1, in both themes
export const colours: readonly string[] = [
  "#0e7490",
  "#b45309",
  "#7c3aed",
  "#be123c",
  "#047857",
  "#4338ca",
  "#1d4ed8",
  "#be185d",
  "#a21caf",
  "#3f6212",
];
const sizes = { sm: cx("size-6.5"), md: cx("size-8"), lg: cx("size-11") };

/** First letters of the first and the last word, for names of any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words[words.length - 1] ?? "" : "";
  return ([...first][0] ?? "?").concat([...last][0] ?? "").toUpperCase();
}

/** A person keeps the colour on every page and in every session: it comes from the name. */
export function avatar_nth(name: string): number {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % colours.length;
}
export const avatar_colour = (name: string): string => colours[avatar_nth(name)] ?? "#0e7490";

/** Beside a written name it is decoration; alone, pass `alone` and it carries the name itself. */
export function Avatar(
  { name, size = "sm", alone, class: extra }: {
    name: string;
    size?: keyof typeof sizes;
    alone?: boolean;
    class?: string;
  },
) {
  return (
    <svg
      viewBox="0 0 32 32"
      class={cx("flex-none rounded-full", sizes[size], extra)}
      {...(alone ? { role: "img", "aria-label": name } : { "aria-hidden": "true" as const })}
    >
      <circle cx="16" cy="16" r="16" fill={avatar_colour(name)} />
      <text
        x="16"
        y="16.5"
        fill="#fff"
        font-size="13"
        font-weight="600"
        class="font-display"
        text-anchor="middle"
        dominant-baseline="central"
      >
        {initials(name)}
      </text>
    </svg>
  );
}

export function PersonLine({ name, hint, size }: { name: string; hint?: string; size?: keyof typeof sizes }) {
  return (
    <span class="inline-flex items-center gap-2 min-w-0">
      <Avatar name={name} {...(size ? { size } : {})} />
      <span class="min-w-0 truncate">
        {name}
        {hint && <span class="block text-xs text-ink-3 truncate">{hint}</span>}
      </span>
    </span>
  );
}
