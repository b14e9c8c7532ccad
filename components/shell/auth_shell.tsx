import type { ComponentChildren } from "preact";
import { t } from "../text.ts";
import { Mark } from "./brand.tsx";
import type { ShellSlots } from "./slots.ts";

/** Sign-in and its relatives: one card, and beside it, where there is room, a calm panel of the brand. */
export function AuthShell(
  { title, lead, claim, slots = {}, children, foot }: {
    title: string;
    lead?: ComponentChildren;
    claim?: string;
    slots?: ShellSlots;
    children: ComponentChildren;
    foot?: ComponentChildren;
  },
) {
  return (
    <div class="auth">
      <aside class="auth-brand on-dark" aria-label="Omni">
        <Fibers />
        <p class="relative flex items-center gap-2.5 font-display font-semibold text-lg">
          <Mark />
          Omni
        </p>
        <p class="relative font-display font-semibold text-4xl max-w-[480px]">
          {claim ?? t("Every line, every visit, every answer in one place.")}
        </p>
        <p class="relative text-sm text-rail-ink">{t("Service desk, field work and network for providers")}</p>
      </aside>
      <div class="flex flex-col min-w-0">
        <header class="flex items-center p-4">
          <span class="auth-small flex items-center gap-2.5 font-display font-semibold text-lg">
            <Mark />
            Omni
          </span>
          <span class="ml-auto">{slots.theme}</span>
        </header>
        <main id="main" tabIndex={-1} class="flex-1 grid content-center justify-items-center px-5 pb-20">
          <div class="w-full max-w-[400px]">
            <h1 class="text-3xl font-semibold">{title}</h1>
            {lead && <p class="text-ink-2 mt-2">{lead}</p>}
            <div class="mt-7 grid gap-4">{children}</div>
            {foot && <div class="mt-6 text-sm text-ink-2">{foot}</div>}
          </div>
        </main>
      </div>
      {slots.toasts}
    </div>
  );
}

/** Light in glass: strands that leave one cable and end at homes. Decoration, drawn once, 1 KB. */
function Fibers() {
  const strands = Array.from({ length: 14 }, (_, nth) => {
    const end = 40 + nth * 62;
    return `M-20 ${560 + nth * 5} C 200 ${560 + nth * 5}, 300 ${end + 60}, 620 ${end}`;
  });
  return (
    <>
      <span class="auth-glow" aria-hidden="true" />
      <svg
        class="absolute inset-0 w-full h-full"
        viewBox="0 0 600 900"
        preserveAspectRatio="xMidYMid slice"
        fill="none"
        aria-hidden="true"
      >
        {strands.map((path, nth) => (
          <path
            key={nth}
            d={path}
            stroke={nth === 9 ? "#fb923c" : "#22d3ee"}
            stroke-width={nth === 9 ? 1.6 : 1}
            opacity={nth === 9 ? 0.8 : 0.12 + (nth % 5) * 0.06}
          />
        ))}
      </svg>
    </>
  );
}
