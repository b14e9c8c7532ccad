import { Icon } from "../icon.tsx";
import { cx } from "../cx.ts";
import { t } from "../text.ts";

export type ImportStep = "columns" | "check" | "import";
const order: readonly { step: ImportStep; label: string }[] = [
  { step: "columns", label: "Choose columns" },
  { step: "check", label: "Check the file" },
  { step: "import", label: "Import" },
];

/** The three steps; `now` is where the reader stands, `done` those behind. */
export function ImportSteps({ now, finished }: { now: ImportStep; finished: boolean }) {
  const at = finished ? order.length : order.findIndex(({ step }) => step === now);
  return (
    <ol class="flex flex-wrap items-center gap-x-2 gap-y-1 mb-4 text-sm" aria-label={t("Steps of the import")}>
      {order.map(({ step, label }, nth) => (
        <li key={step} class="flex items-center gap-2" {...(nth === at ? { "aria-current": "step" as const } : {})}>
          {nth > 0 && <Icon name="chevron-right" class="text-ink-3" />}
          <span
            class={cx(
              "grid place-items-center size-6 rounded-full text-xs font-semibold fig",
              nth < at ? "bg-ok-soft text-ok" : nth === at ? "bg-primary text-primary-ink" : "bg-line text-ink-2",
            )}
          >
            {nth < at ? <Icon name="check" class="size-3.5" label={t("done")} /> : nth + 1}
          </span>
          <span class={nth === at ? "font-semibold" : "text-ink-2"}>{t(label)}</span>
        </li>
      ))}
    </ol>
  );
}
