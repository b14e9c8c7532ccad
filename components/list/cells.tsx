import type { ComponentChildren } from "preact";

/** The usual first cell: number and marks above, what it is about below. Inside a table the row's link surrounds it. */
export function TitleCell({ number, marks, title }: { number?: string; marks?: ComponentChildren; title: string }) {
  return (
    <span class="block min-w-0">
      {(number || marks) && (
        <span class="flex items-center gap-2 text-ink-3 text-xs">
          {number && <span class="fig font-medium">{number}</span>}
          {marks}
        </span>
      )}
      <span class="block font-semibold md:max-w-[380px] md:truncate">{title}</span>
    </span>
  );
}

/** Two lines: who, and where or what of it. */
export function TwoLines({ main, sub }: { main: ComponentChildren; sub?: ComponentChildren }) {
  return (
    <span class="block min-w-0 md:max-w-[200px]">
      <span class="block truncate">{main}</span>
      {sub && <span class="block truncate text-xs text-ink-3">{sub}</span>}
    </span>
  );
}
