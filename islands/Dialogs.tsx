import { useEffect } from "preact/hooks";

/** Teaches `commandfor` to browsers that lack it, closes a dialog by a click beside it, and opens the one that the server asks for (`open`), such as a form that came back with errors. */
export default function Dialogs({ open }: { open?: string }) {
  useEffect(() => {
    const find = (id: string | null) => {
      const element = id ? document.getElementById(id) : null;
      return element instanceof HTMLDialogElement ? element : undefined;
    };
    const asked = open ? find(open) : undefined;
    if (asked && !asked.open) asked.showModal();

    const native_commands = "commandForElement" in HTMLButtonElement.prototype;
    const native_dismiss = "closedBy" in HTMLDialogElement.prototype;
    const click = (event: MouseEvent) => {
      if (!(event.target instanceof Element)) return;
      const button = event.target.closest("button[commandfor]");
      if (button && !native_commands) {
        const dialog = find(button.getAttribute("commandfor"));
        if (button.getAttribute("command") === "close") dialog?.close();
        else dialog?.showModal();
      } else if (!native_dismiss && event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) {
        event.target.close(); // the dialog itself is hit only on its backdrop: its content fills it
      }
    };
    document.addEventListener("click", click);
    return () => document.removeEventListener("click", click);
  }, []);
  return <span hidden />;
}
