import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

const looks = { bad: cx("hero"), ok: cx("hero hero-ok"), info: cx("hero hero-info") };

/** The state of a customer's service in one glance, at the head of a portal's home. `live` pulses while something is under way. */
export function Hero(
  { tone, title, lead, live, children }: {
    tone: keyof typeof looks;
    title: string;
    lead?: ComponentChildren;
    live?: boolean;
    children?: ComponentChildren;
  },
) {
  return (
    <section class={cx(looks[tone], "on-dark")}>
      <div class="flex items-center gap-3">
        {live && <span class="pulse" />}
        <div class="flex-1 min-w-0">
          <h2 class="text-lg">{title}</h2>
          {lead && <p class="text-sm text-white">{lead}</p>}
        </div>
      </div>
      {children && <div class="mt-4">{children}</div>}
    </section>
  );
}
