import { useEffect } from "preact/hooks";

/** Sends a GET form when a filter changes, and a search 300 ms after the last key where the page is refreshed in place (inside `f-client-nav`). */
export default function AutoSubmit({ form }: { form: string }) {
  useEffect(() => {
    const element = document.getElementById(form);
    if (!(element instanceof HTMLFormElement)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const change = (event: Event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
      clearTimeout(timer);
      element.requestSubmit();
    };
    const input = (event: Event) => {
      // a full page load would take the caret away from who is typing
      if (
        !(event.target instanceof HTMLInputElement) || event.target.type !== "search" ||
        !element.closest("[f-client-nav]")
      ) return;
      clearTimeout(timer);
      timer = setTimeout(() => element.requestSubmit(), 300);
    };
    element.addEventListener("change", change);
    element.addEventListener("input", input);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("change", change);
      element.removeEventListener("input", input);
    };
  }, [form]);
  return <span hidden />;
}
