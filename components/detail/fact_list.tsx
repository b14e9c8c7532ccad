import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";

export interface Fact {
  label: string;
  value: ComponentChildren;
}

/** Names and values. `wide` lays them out as a grid for the main column. */
export function FactList({ facts, wide }: { facts: Fact[]; wide?: boolean }) {
  return (
    <dl class={cx("facts", wide && "facts-wide")}>
      {facts.map((fact) => (
        <div key={fact.label} class="fact">
          <dt class="text-ink-3">{fact.label}</dt>
          <dd class="min-w-0">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Work on the left, facts on the right; one column where there is no room for two. */
export function Split({ children, aside }: { children: ComponentChildren; aside: ComponentChildren }) {
  return (
    <div class="split">
      <div class="grid gap-4 min-w-0">{children}</div>
      <aside class="grid gap-4 min-w-0">{aside}</aside>
    </div>
  );
}
