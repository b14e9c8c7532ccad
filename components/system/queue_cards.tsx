import type { ComponentChildren } from "preact";
import type { QueueFigures } from "~/domain/operations/mod.ts";
import { cx } from "../cx.ts";
import { number_text } from "../number_text.ts";
import { Card } from "../panel.tsx";
import { t } from "../text.ts";
import { duration_text } from "./duration_text.ts";

export interface Queue {
  name: string;
  figures: QueueFigures;
  /** List of what was given up on. */
  failed_href: string | undefined;
}

/** How much waits in each queue, how long the oldest has waited, and what was given up on. */
export function QueueCards({ queues }: { queues: readonly Queue[] }) {
  return (
    <div class="grid gap-4 md:grid-cols-3">
      {queues.map(({ name, figures, failed_href }) => {
        const failed = (
          <span class={cx("fig text-2xl font-semibold", figures.failed > 0 && "text-bad")}>
            {number_text(figures.failed)}
          </span>
        );
        return (
          <Card key={name} title={name}>
            <dl class="grid grid-cols-3 gap-2">
              <Figure label={t("waiting")} hint={t("{n} due now", { n: number_text(figures.due) })}>
                <span class="fig text-2xl font-semibold">{number_text(figures.waiting)}</span>
              </Figure>
              <Figure label={t("oldest due")} hint={t("how long it waits")}>
                <span class={cx("fig text-2xl font-semibold", figures.oldest_due_seconds > 300 && "text-warn")}>
                  {figures.due > 0 ? duration_text(figures.oldest_due_seconds) : "–"}
                </span>
              </Figure>
              <Figure label={t("given up")} hint={figures.failed > 0 ? t("to be looked at") : t("nothing")}>
                {failed_href && figures.failed > 0
                  ? <a class="hover:underline" href={failed_href}>{failed}</a>
                  : failed}
              </Figure>
            </dl>
          </Card>
        );
      })}
    </div>
  );
}

function Figure({ label, hint, children }: { label: string; hint: string; children: ComponentChildren }) {
  return (
    <div class="flex flex-col">
      <dt class="order-2 text-sm font-medium">
        {label}
        <span class="block text-xs font-normal text-ink-3">{hint}</span>
      </dt>
      <dd class="order-1">{children}</dd>
    </div>
  );
}
