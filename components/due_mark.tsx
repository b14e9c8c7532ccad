import { cx } from "./cx.ts";
import { type Tone, tone_text } from "./badge.tsx";

const around = 2 * Math.PI * 7;

/** A deadline in a list: the ring shows the share that is used, the words what is left. Figures come from the SLA clock. */
export function DueMark({ text, used, tone }: { text: string; used: number; tone: Tone }) {
  return (
    <span class={cx("inline-flex items-center gap-2 text-xs font-semibold whitespace-nowrap", tone_text[tone])}>
      <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke-width="3" aria-hidden="true" class="flex-none">
        <circle cx="9" cy="9" r="7" stroke="var(--line)" />
        <circle
          cx="9"
          cy="9"
          r="7"
          stroke="currentColor"
          stroke-linecap="round"
          stroke-dasharray={`${(around * clamp(used)).toFixed(1)} ${around.toFixed(1)}`}
          transform="rotate(-90 9 9)"
        />
      </svg>
      {text}
    </span>
  );
}

export interface ClockSpan {
  kind: "used" | "paused";
  /** Share of the whole, 0 to 1. */
  share: number;
}

/** A clock's history on one bar: time used, time it stood still, time left. */
export function ClockBar({ spans, tone, label }: { spans: ClockSpan[]; tone: Tone; label: string }) {
  let from = 0;
  const placed = spans.map((span) => {
    const at = from;
    from += clamp(span.share);
    return { ...span, at };
  });
  return (
    <svg class={cx("w-full h-2 rounded-full bg-line", tone_text[tone])} role="img" aria-label={label}>
      <defs>
        <pattern id="paused" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="3" height="6" fill="var(--line-strong)" />
        </pattern>
      </defs>
      {placed.map((span) => (
        <rect
          key={span.at}
          x={`${span.at * 100}%`}
          width={`${clamp(span.share) * 100}%`}
          height="8"
          fill={span.kind === "paused" ? "url(#paused)" : "currentColor"}
        />
      ))}
    </svg>
  );
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share));
}
