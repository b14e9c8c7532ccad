import type { ComponentChildren } from "preact";

/** A part of a customer's page. `aside` is a quiet link at the right of its heading. */
export function Section(
  { title, aside, children, id }: {
    title: string;
    aside?: ComponentChildren;
    children: ComponentChildren;
    id?: string;
  },
) {
  return (
    <section class="mt-6" {...(id ? { id } : {})}>
      <header class="flex items-baseline gap-3 mb-2.5">
        <h2 class="text-lg flex-1">{title}</h2>
        {aside && <span class="text-sm">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
