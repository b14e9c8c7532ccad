import type { ComponentChildren } from "preact";

/** A group of fields with a heading: beside them where there is room, above them where not. */
export function FormSection(
  { title, hint, children }: { title: string; hint?: ComponentChildren; children: ComponentChildren },
) {
  return (
    <section class="grid grid-cols-1 gap-x-8 gap-y-3 py-6 border-b border-line last:border-b-0 lg:grid-cols-[220px_minmax(0,1fr)]">
      <header>
        <h2 class="text-md font-semibold">{title}</h2>
        {hint && <p class="text-xs text-ink-3 mt-1">{hint}</p>}
      </header>
      <div class="grid grid-cols-1 gap-4 max-w-[560px] min-w-0">{children}</div>
    </section>
  );
}

/** Two short fields in one line where there is room. */
export function FieldRow({ children }: { children: ComponentChildren }) {
  return <div class="grid grid-cols-1 gap-4 sm:grid-cols-2">{children}</div>;
}

/** The form's buttons; stays in sight on a long form. */
export function FormActions({ children, note }: { children: ComponentChildren; note?: ComponentChildren }) {
  return (
    <div class="sticky bottom-0 z-10 flex flex-wrap items-center justify-end gap-2 py-3 px-5 -mx-5 -mb-px border-t border-line bg-panel rounded-b-xl">
      {note && <span class="mr-auto text-xs text-ink-3">{note}</span>}
      {children}
    </div>
  );
}
