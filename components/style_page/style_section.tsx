import type { ComponentChildren } from "preact";

export function StyleSection(
  { id, title, hint, children }: { id: string; title: string; hint?: string; children: ComponentChildren },
) {
  return (
    <section id={id} class="mb-9">
      <h2 class="text-xl font-semibold">{title}</h2>
      {hint && <p class="text-sm text-ink-2 mt-0.5">{hint}</p>}
      <div class="grid gap-4 mt-3">{children}</div>
    </section>
  );
}

export function Specimens({ children }: { children: ComponentChildren }) {
  return <div class="panel p-5 flex flex-wrap items-center gap-3">{children}</div>;
}
