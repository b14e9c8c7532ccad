import type { ComponentChildren } from "preact";
import { Button, type ButtonLook, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";
import { command } from "./menu.tsx";
import { t } from "./text.ts";

/** A native modal dialog: focus stays inside, Escape closes, focus returns. Open it with DialogButton or a menu entry's `dialog`. */
export function Dialog(
  { id, title, lead, children, wide }: {
    id: string;
    title: string;
    lead?: ComponentChildren;
    children: ComponentChildren;
    wide?: boolean;
  },
) {
  return (
    <dialog id={id} class={cx("dialog", wide && "dialog-wide")} aria-labelledby={`${id}-title`} closedby="any">
      <header class="flex items-start gap-3 pt-5 px-5">
        <div class="flex-1 min-w-0">
          <h2 id={`${id}-title`} class="text-lg font-semibold">{title}</h2>
          {lead && <p class="text-ink-2 mt-1">{lead}</p>}
        </div>
        <IconButton icon="x" label={t("Close")} size="sm" {...command(id, "close")} />
      </header>
      <div class="p-5">{children}</div>
    </dialog>
  );
}

/** The button that opens a dialog. */
export function DialogButton({ dialog, children, ...look }: ButtonLook & { dialog: string }) {
  return <Button type="button" {...look} {...command(dialog, "show-modal")}>{children}</Button>;
}

/** Asks before something that cannot be undone: says what will happen, and names the act on its button. */
export function ConfirmDialog(
  { id, title, children, action, fields = {}, confirm, danger }: {
    id: string;
    title: string;
    children: ComponentChildren;
    action: string;
    /** Hidden values of the form: csrf, version, action … */
    fields?: Record<string, string>;
    confirm: string;
    danger?: boolean;
  },
) {
  return (
    <Dialog id={id} title={title}>
      <form method="post" action={action} class="grid gap-5">
        {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <div class="text-ink-2 grid gap-3">{children}</div>
        <div class="flex flex-wrap justify-end gap-2">
          <Button type="button" {...command(id, "close")}>{t("Cancel")}</Button>
          <Button variant={danger ? "destroy" : "primary"}>{confirm}</Button>
        </div>
      </form>
    </Dialog>
  );
}
