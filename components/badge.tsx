import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "neutral" | "primary" | "info" | "ok" | "warn" | "bad" | "accent";

export const tone_soft: Record<Tone, string> = {
  neutral: cx("bg-line text-ink-2"),
  primary: cx("bg-primary-soft text-primary"),
  info: cx("bg-info-soft text-info"),
  ok: cx("bg-ok-soft text-ok"),
  warn: cx("bg-warn-soft text-warn"),
  bad: cx("bg-bad-soft text-bad"),
  accent: cx("bg-accent-soft text-accent"),
};
export const tone_text: Record<Tone, string> = {
  neutral: cx("text-ink-2"),
  primary: cx("text-primary"),
  info: cx("text-info"),
  ok: cx("text-ok"),
  warn: cx("text-warn"),
  bad: cx("text-bad"),
  accent: cx("text-accent"),
};

const states: Record<Tone, string> = {
  neutral: cx("state"),
  primary: cx("state state-primary"),
  info: cx("state state-info"),
  ok: cx("state state-ok"),
  warn: cx("state state-warn"),
  bad: cx("state state-bad"),
  accent: cx("state state-accent"),
};

/** A word about a thing (type, tag, plan). For states use StatusBadge. */
export function Badge(
  { tone = "neutral", icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren },
) {
  return (
    <span class={cx("pill", tone_soft[tone])}>
      {icon && <Icon name={icon} class="size-3" />}
      {children}
    </span>
  );
}

/** A state: dot, colour and text, so that it never rests on colour alone. `label` comes translated. */
export function StatusBadge({ tone, label }: { tone: Tone; label: string }) {
  return <span class={states[tone]}>{label}</span>;
}
