import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { t } from "./text.ts";

export type Priority = "low" | "normal" | "high" | "urgent";

const looks: Record<Priority, { icon: IconName; look: string; label: () => string }> = {
  urgent: { icon: "chevrons-up", look: cx("text-bad"), label: () => t("Urgent") },
  high: { icon: "chevron-up", look: cx("text-accent"), label: () => t("High") },
  normal: { icon: "equal", look: cx("text-ink-3"), label: () => t("Normal") },
  low: { icon: "chevron-down", look: cx("text-ink-3"), label: () => t("Low") },
};

/** Shape, colour and word: readable in grey, too. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const { icon, look, label } = looks[priority];
  return (
    <span class={cx("inline-flex items-center gap-1 text-xs font-semibold whitespace-nowrap", look)}>
      <Icon name={icon} />
      {label()}
    </span>
  );
}
