import { useEffect } from "preact/hooks";

/**
 * Asks before a page is left with words in a `<form data-draft>` that were not sent. Unlike UnsavedGuard it stays out of clicks, and so
 * out of the way of live refreshes, which click a hidden link of their own: for pages that refresh while somebody writes.
 */
export default function DraftGuard() {
  useEffect(() => {
    const sent = new WeakSet<HTMLFormElement>();
    const has_words = (form: HTMLFormElement) =>
      [...form.elements].some((control) =>
        control instanceof HTMLSelectElement
          ? [...control.options].some((option) => option.selected !== option.defaultSelected)
          : (control instanceof HTMLTextAreaElement ||
            (control instanceof HTMLInputElement && control.type === "text")) && control.value !== control.defaultValue
      );
    const submit = (event: SubmitEvent) => void (event.target instanceof HTMLFormElement && sent.add(event.target));
    const input = (event: Event) => {
      const form = event.target instanceof Element ? event.target.closest("form") : null;
      if (form) sent.delete(form);
    };
    const unload = (event: BeforeUnloadEvent) => {
      const drafts = [...document.querySelectorAll<HTMLFormElement>("form[data-draft]")].filter((form) =>
        !sent.has(form) && has_words(form)
      );
      if (drafts.length > 0) event.preventDefault();
    };
    document.addEventListener("submit", submit);
    document.addEventListener("input", input);
    addEventListener("beforeunload", unload);
    return () => {
      document.removeEventListener("submit", submit);
      document.removeEventListener("input", input);
      removeEventListener("beforeunload", unload);
    };
  }, []);
  return <span hidden />;
}
