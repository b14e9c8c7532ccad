import { cx } from "./cx.ts";
import { t } from "./text.ts";

export type Priority = "low" | "normal" | "high" | "urgent";

const looks: Record<Priority, { look: string; label: () => string }> = {
  urgent: { look: cx("prio prio-urgent"), label: () => t("Urgent") },
  high: { look: cx("prio prio-high"), label: () => t("High") },
  normal: { look: cx("prio prio-normal"), label: () => t("Normal") },
  low: { look: cx("prio prio-low"), label: () => t("Low") },
};

/** Shape, colour and word: readable in grey, too. The shape is the style sheet's. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const { look, label } = looks[priority];
  return <span class={look}>{label()}</span>;
}
