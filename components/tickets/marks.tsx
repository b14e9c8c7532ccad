/**
 * Marks of a long list, drawn once and referred to in every row: rings, arrows and faces drawn anew in each of fifty rows
 * were a third of the page.
 */
import { Avatar } from "../avatar.tsx";
import { type Tone, tone_text } from "../badge.tsx";
import { cx } from "../cx.ts";
import { Icon, type IconName } from "../icon.tsx";
import type { Priority } from "../priority_mark.tsx";
import { t } from "../text.ts";

const priorities: Record<Priority, { icon: IconName; look: string; label: () => string }> = {
  urgent: { icon: "chevrons-up", look: cx("text-bad"), label: () => t("Urgent") },
  high: { icon: "chevron-up", look: cx("text-accent"), label: () => t("High") },
  normal: { icon: "equal", look: cx("text-ink-3"), label: () => t("Normal") },
  low: { icon: "chevron-down", look: cx("text-ink-3"), label: () => t("Low") },
};
const around = 2 * Math.PI * 7;
/** Rings are told apart by eighths: finer is not to be seen at 18 pixels. */
const eighths = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Stands once on the page, before the rows. @param names whose faces the rows show */
export function ListMarks({ names }: { names: readonly string[] }) {
  return (
    <svg class="absolute size-0" aria-hidden="true">
      <defs>
        {Object.entries(priorities).map(([priority, { icon }]) => (
          <g key={priority} id={`mark-${priority}`}>
            <Icon name={icon} />
          </g>
        ))}
        {eighths.map((part) => (
          <g key={part} id={`mark-due-${part}`} fill="none" stroke-width="3">
            <circle cx="9" cy="9" r="7" stroke="var(--line)" />
            <circle
              cx="9"
              cy="9"
              r="7"
              stroke="currentColor"
              stroke-linecap="round"
              stroke-dasharray={`${(around * part / 8).toFixed(1)} ${around.toFixed(1)}`}
              transform="rotate(-90 9 9)"
            />
          </g>
        ))}
        {names.map((name, nth) => (
          <g key={name} id={`mark-face-${nth}`}>
            <Avatar name={name} />
          </g>
        ))}
      </defs>
    </svg>
  );
}

export function PriorityInList({ priority }: { priority: Priority }) {
  const { look, label } = priorities[priority];
  return (
    <span class={cx("inline-flex items-center gap-1 text-xs font-semibold", look)}>
      <svg class="icon" aria-hidden="true">
        <use href={`#mark-${priority}`} />
      </svg>
      {label()}
    </span>
  );
}

export function DueInList({ text, used, tone }: { text: string; used: number; tone: Tone }) {
  return (
    <span class={cx("inline-flex items-center gap-2 text-xs font-semibold whitespace-nowrap", tone_text[tone])}>
      <svg class="size-4.5" aria-hidden="true">
        <use href={`#mark-due-${Math.round(used * 8)}`} />
      </svg>
      {text}
    </span>
  );
}

/** @param nth place of the name among those given to ListMarks */
export function FaceInList({ name, nth }: { name: string; nth: number }) {
  return (
    <span class="inline-flex items-center gap-2">
      <svg class="size-6.5 flex-none" aria-hidden="true">
        <use href={`#mark-face-${nth}`} />
      </svg>
      {name}
    </span>
  );
}
