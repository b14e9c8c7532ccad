import { useEffect } from "preact/hooks";
import { is_command } from "../components/client/keys.ts";

/**
 * Keys of a ticket's page: r reply, n note, a assign, e edit the subject; mod+enter sends. And it holds the version that
 * somebody began to edit with: a live refresh brings the page's new one, and the server could not tell any more that a colleague was first.
 */
export default function TicketKeys() {
  useEffect(() => {
    const held = new WeakMap<HTMLFormElement, string>();

    function write(visibility: "public" | "internal") {
      const tab = document.querySelector<HTMLInputElement>(`#composer input[name=visibility][value=${visibility}]`);
      if (!tab) return;
      tab.checked = true;
      document.getElementById("composer-body")?.focus();
    }
    function edit(field: string) {
      const details = document.getElementById(`edit-${field}`);
      if (!(details instanceof HTMLDetailsElement)) return;
      details.open = true;
      const control = details.querySelector("select, input:not([type=hidden]), textarea");
      if (control instanceof HTMLElement) control.focus();
    }
    const acts: Record<string, () => void> = {
      r: () => write("public"),
      n: () => write("internal"),
      a: () => edit("assigned_to_id"),
      e: () => edit("subject"),
    };

    function key(event: KeyboardEvent) {
      if (
        event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof HTMLTextAreaElement &&
        event.target.form?.id === "composer"
      ) {
        event.preventDefault();
        return event.target.form.requestSubmit();
      }
      const act = is_command(event) && !event.shiftKey ? acts[event.key.toLowerCase()] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    }
    const version_of = (form: HTMLFormElement) => {
      const input = form.elements.namedItem("version");
      return input instanceof HTMLInputElement ? input.value : undefined;
    };
    function toggle(event: Event) {
      const details = event.target;
      const form = details instanceof HTMLDetailsElement
        ? details.querySelector<HTMLFormElement>("form[data-hold]")
        : null;
      if (!form || !(details instanceof HTMLDetailsElement)) return;
      const version = version_of(form);
      if (!details.open) held.delete(form);
      else if (version && !held.has(form)) held.set(form, version);
    }
    function send(event: FormDataEvent) {
      const version = event.target instanceof HTMLFormElement ? held.get(event.target) : undefined;
      if (version) event.formData.set("version", version);
    }
    document.addEventListener("keydown", key);
    document.addEventListener("toggle", toggle, true);
    document.addEventListener("formdata", send);
    return () => {
      document.removeEventListener("keydown", key);
      document.removeEventListener("toggle", toggle, true);
      document.removeEventListener("formdata", send);
    };
  }, []);
  return <span hidden />;
}
