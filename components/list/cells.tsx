import type { ComponentChildren } from "preact";

/** The usual first cell: number and marks above, what it is about below. Inside a table the row's link surrounds it. */
export function TitleCell({ number, marks, title }: { number?: string; marks?: ComponentChildren; title: string }) {
  if (!number && !marks) return <span class="cell-title">{title}</span>;
  return (
    <>
      <span class="cell-id">{number}{marks}</span>
      <span class="cell-title">{title}</span>
    </>
  );
}

/** Two lines: who, and where or what of it. */
export function TwoLines({ main, sub }: { main: ComponentChildren; sub?: ComponentChildren }) {
  return sub
    ? (
      <span class="two">
        {main}
        <small>{sub}</small>
      </span>
    )
    : <span class="two">{main}</span>;
}
