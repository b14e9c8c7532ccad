import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { t } from "./text.ts";

/** A long job: how far, what of it, and how to stop it. Without `total` it is under way with no end known. */
export function Progress(
  { label, done, total, state = "running", detail, cancel }: {
    label: string;
    done: number;
    total?: number;
    state?: "running" | "done" | "failed" | "canceled";
    detail?: string;
    /** Where a POST stops the job, with its hidden fields. */
    cancel?: { action: string; fields?: Record<string, string> };
  },
) {
  const part = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  const fill =
    { running: cx("text-primary"), done: cx("text-ok"), failed: cx("text-bad"), canceled: cx("text-ink-3") }[state];
  return (
    <div class="grid gap-2">
      <div class="flex items-center gap-2">
        <span class="font-semibold flex-1 min-w-0 truncate">{label}</span>
        {state === "running" && (
          <span class="fig text-sm text-ink-2">{part === undefined ? t("{n} done", { n: done }) : `${part} %`}</span>
        )}
        {state === "done" && <Icon name="circle-check" label={t("done")} class="text-ok" />}
        {state === "failed" && <Icon name="circle-alert" label={t("failed")} class="text-bad" />}
        {state === "canceled" && <span class="text-xs text-ink-3">{t("canceled")}</span>}
        {cancel && state === "running" && (
          <form method="post" action={cancel.action}>
            {Object.entries(cancel.fields ?? {}).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" class="btn btn-ghost btn-sm">{t("Stop")}</button>
          </form>
        )}
      </div>
      <svg
        class={cx("w-full h-2 rounded-full bg-line", fill)}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(part === undefined ? {} : { "aria-valuenow": part })}
      >
        <rect width={part === undefined ? "30%" : `${part}%`} height="8" rx="4" fill="currentColor" />
      </svg>
      {detail && <p class="text-xs text-ink-3">{detail}</p>}
    </div>
  );
}
