import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";

export type BannerTone = "info" | "warning" | "danger" | "ok" | "system";

const looks: Record<BannerTone, { look: string; icon: IconName; mark: string }> = {
  info: { look: cx("bg-info-soft border-info-line"), icon: "info", mark: cx("text-info") },
  ok: { look: cx("bg-ok-soft border-ok-line"), icon: "circle-check", mark: cx("text-ok") },
  warning: { look: cx("bg-warn-soft border-warn-line"), icon: "triangle-alert", mark: cx("text-warn") },
  danger: { look: cx("bg-bad-soft border-bad-line"), icon: "circle-alert", mark: cx("text-bad") },
  system: { look: cx("bg-bar border-bar-line text-bar-ink on-dark"), icon: "megaphone", mark: cx("text-rail-mark") },
};

/** The state of a page or of the whole system, until it is over. For things just done use a toast. */
export function Banner(
  { tone, title, children, action }: {
    tone: BannerTone;
    title?: string;
    children?: ComponentChildren;
    action?: ComponentChildren;
  },
) {
  const { look, icon, mark } = looks[tone];
  return (
    <div
      class={cx(
        children ? "items-start" : "items-center",
        "flex flex-wrap gap-x-3 gap-y-2 rounded-lg border px-4 py-3",
        look,
      )}
      role={tone === "danger" ? "alert" : "status"}
    >
      <Icon name={icon} class={cx(children ? "mt-0.5" : "", mark)} />
      <div class="flex-1 min-w-[200px]">
        {title && <p class="font-semibold">{title}</p>}
        {children && <div class="text-sm">{children}</div>}
      </div>
      {action}
    </div>
  );
}
