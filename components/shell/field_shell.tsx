import type { ComponentChildren } from "preact";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { SkipLink } from "./skip_link.tsx";
import type { ShellSlots } from "./slots.ts";

/** A technician's phone: one job, large targets, the next step always under the thumb. `sync` says what still waits to be sent. */
export function FieldShell(
  { title, subtitle, back_href, sync, action, menu, slots = {}, children }: {
    title: string;
    subtitle?: string;
    back_href?: string;
    sync?: ComponentChildren;
    action?: ComponentChildren;
    menu?: ComponentChildren;
    slots?: ShellSlots;
    children: ComponentChildren;
  },
) {
  return (
    <div class="has-bottom min-h-screen flex flex-col max-w-[640px] mx-auto bg-ground">
      <SkipLink />
      <header class="sticky top-0 z-30 flex items-center gap-1 min-h-[56px] px-2 bg-panel border-b border-line">
        {back_href && (
          <a href={back_href} class="btn btn-ghost btn-icon btn-lg" aria-label={t("Back")}>
            <Icon name="chevron-left" class="size-5" />
          </a>
        )}
        <div class={back_href ? "flex-1 min-w-0 py-2" : "flex-1 min-w-0 py-2 pl-2"}>
          <h1 class="text-md font-semibold truncate">{title}</h1>
          {subtitle && <p class="text-xs text-ink-3 truncate">{subtitle}</p>}
        </div>
        {slots.theme}
        {menu}
      </header>
      {sync && (
        <div
          class="flex items-center gap-2 px-4 py-2 text-xs font-medium bg-sunken text-ink-2 border-b border-line"
          role="status"
        >
          {sync}
        </div>
      )}
      <main id="main" tabIndex={-1} class="flex-1 p-4 grid gap-4 content-start text-md">{children}</main>
      {action && <section class="sticky-act grid gap-2" aria-label={t("What to do now")}>{action}</section>}
      {slots.live}
      {slots.toasts}
    </div>
  );
}
