import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";
import { icon_circle_alert, icon_circle_check, icon_info } from "./icon_paths.ts";
import { SvgIcon } from "./svg_icon.tsx";
import { t } from "./text.ts";

/** What was just done. `undo` posts it back; `link` leads to what came of it. */
export interface ToastMessage {
  id: string;
  text: string;
  tone?: "ok" | "info" | "bad";
  link?: { label: string; href: string };
  undo?: { action: string; fields?: Record<string, string>; label?: string };
}

const looks = {
  ok: { icon: icon_circle_check, look: cx("text-bar-ok") },
  info: { icon: icon_info, look: cx("text-rail-mark") },
  bad: { icon: icon_circle_alert, look: cx("text-bar-bad") },
};

export function Toast({ message, close }: { message: ToastMessage; close?: ComponentChildren }) {
  const { icon, look } = looks[message.tone ?? "ok"];
  return (
    <div class="toast on-dark">
      <SvgIcon body={icon} class={look} />
      <span class="flex-1 min-w-0 text-sm font-medium">{message.text}</span>
      {message.link && <a href={message.link.href} class="text-sm">{message.link.label}</a>}
      {message.undo && (
        <form method="post" action={message.undo.action}>
          {Object.entries(message.undo.fields ?? {}).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" class="toast-act min-h-[24px] px-1 text-sm rounded-sm">
            {message.undo.label ?? t("Undo")}
          </button>
        </form>
      )}
      {close}
    </div>
  );
}

/** Where toasts stand. Always in the page, empty or not: a live region that comes with its text is not read. */
export function ToastRegion({ children }: { children?: ComponentChildren }) {
  return <div class="toasts" role="status" aria-label={t("Messages")}>{children}</div>;
}
