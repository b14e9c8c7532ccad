import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../components/text.ts";

/** Guards every `<form data-guard>`: whoever leaves with something typed is asked first; sending the form is no leaving. */
export default function UnsavedGuard() {
  const dialog = useRef<HTMLDialogElement>(null);
  const target = useSignal<string | undefined>(undefined);
  const dirty = useRef(new Set<HTMLFormElement>());

  useEffect(() => {
    const guarded = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-guard]") : null;
    const typed = (event: Event) => {
      const form = guarded(event);
      if (form) dirty.current.add(form);
    };
    const settled = (event: Event) => {
      const form = guarded(event);
      if (form) dirty.current.delete(form);
    };
    const in_page = () => [...dirty.current].some((form) => form.isConnected);
    const unload = (event: BeforeUnloadEvent) => {
      if (in_page()) event.preventDefault();
    };
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const stays = !link || link.target === "_blank" || event.ctrlKey || event.metaKey || event.shiftKey ||
        link.getAttribute("href")?.startsWith("#") || link.hasAttribute("f-partial") ||
        /^(tel|mailto):/.test(link.href);
      if (stays || !in_page()) return;
      event.preventDefault();
      event.stopPropagation();
      target.value = link.href;
      dialog.current?.showModal();
    };
    document.addEventListener("input", typed);
    document.addEventListener("submit", settled);
    document.addEventListener("reset", settled);
    document.addEventListener("click", follow, true); // before the client navigation sees the click
    addEventListener("beforeunload", unload);
    return () => {
      document.removeEventListener("input", typed);
      document.removeEventListener("submit", settled);
      document.removeEventListener("reset", settled);
      document.removeEventListener("click", follow, true);
      removeEventListener("beforeunload", unload);
    };
  }, []);

  function leave() {
    dirty.current.clear();
    if (target.value) location.assign(target.value);
  }

  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="unsaved-title">
      <div class="p-5 grid gap-4">
        <h2 id="unsaved-title" class="text-lg">{t("Leave without saving?")}</h2>
        <p class="text-ink-2">{t("What you typed on this page will be lost.")}</p>
        <div class="flex justify-end gap-2">
          <button type="button" class="btn" onClick={leave}>{t("Leave")}</button>
          <button type="button" class="btn btn-primary" autofocus onClick={() => dialog.current?.close()}>
            {t("Keep editing")}
          </button>
        </div>
      </div>
    </dialog>
  );
}
