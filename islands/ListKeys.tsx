import { useEffect } from "preact/hooks";
import { is_command } from "../components/client/keys.ts";
import { t } from "../components/text.ts";

/** Keys and ranges for the page's DataTable: j k move, o opens, x selects (shift+x a range), a selects all, Esc clears. Works on the rendered rows, so a refreshed list needs nothing from it. */
export default function ListKeys() {
  useEffect(() => {
    let focused: string | null | undefined;
    let last_picked: HTMLInputElement | undefined;
    const rows = () => [...document.querySelectorAll<HTMLTableRowElement>("table[data-list] > tbody > tr")];
    const name_of = (row: HTMLTableRowElement) =>
      pick_of(row)?.value ?? row.querySelector("a.row-link")?.getAttribute("href");
    const picks = () => [...document.querySelectorAll<HTMLInputElement>("table[data-list] input.row-pick")];
    const pick_of = (row: HTMLTableRowElement | undefined) =>
      row?.querySelector<HTMLInputElement>("input.row-pick") ?? undefined;
    const all_box = () => document.querySelector<HTMLInputElement>("input.js-pick-all");
    const at = () => focused ? rows().findIndex((row) => name_of(row) === focused) : -1;

    function focus_row(index: number) {
      const row = rows()[index];
      if (!row) return;
      for (const other of rows()) delete other.dataset.focus;
      row.dataset.focus = "";
      focused = name_of(row);
      row.scrollIntoView({ block: "nearest" });
      row.querySelector<HTMLAnchorElement>("a.row-link")?.focus({ preventScroll: true });
    }

    function tell() {
      const boxes = picks();
      const count = boxes.filter((box) => box.checked).length;
      const all = all_box();
      if (all) {
        all.hidden = boxes.length === 0;
        all.checked = count > 0 && count === boxes.length;
        all.indeterminate = count > 0 && count < boxes.length;
      }
      const said = document.querySelector(".js-bulk-said");
      if (said) said.textContent = count === 0 ? "" : t.n(count, "One row selected", "{n} rows selected");
    }

    function pick(box: HTMLInputElement, checked: boolean, range: boolean) {
      const boxes = picks();
      const from = last_picked ? boxes.indexOf(last_picked) : -1;
      const to = boxes.indexOf(box);
      const touched = range && from >= 0 ? boxes.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
      for (const one of touched) one.checked = checked;
      last_picked = box;
      tell();
    }

    function pick_all(checked: boolean) {
      for (const box of picks()) box.checked = checked;
      tell();
    }

    function key(event: KeyboardEvent) {
      if (
        event.key === "Escape" && picks().some((box) => box.checked) &&
        !document.querySelector("dialog:modal, [popover]:popover-open")
      ) return pick_all(false);
      if (!is_command(event)) return;
      const index = at();
      const box = pick_of(rows()[index]);
      const acts: Record<string, () => void> = {
        j: () => focus_row(Math.min(index + 1, rows().length - 1)),
        k: () => focus_row(Math.max(index - 1, 0)),
        o: () => rows()[index]?.querySelector<HTMLAnchorElement>("a.row-link")?.click(),
        x: () => box && pick(box, !box.checked, event.shiftKey),
        a: () => pick_all(!picks().every((one) => one.checked)),
      };
      const act = acts[event.key.toLowerCase()];
      if (!act || rows().length === 0) return;
      event.preventDefault();
      act();
    }

    function click(event: MouseEvent) {
      if (!(event.target instanceof HTMLInputElement)) return;
      if (event.target.matches(".js-pick-all")) pick_all(event.target.checked);
      else if (event.target.matches(".row-pick")) pick(event.target, event.target.checked, event.shiftKey);
    }

    const focus_in = (event: FocusEvent) => {
      const row = event.target instanceof Element
        ? event.target.closest<HTMLTableRowElement>("table[data-list] > tbody > tr")
        : null;
      if (row) focused = name_of(row);
    };
    const reset = () => setTimeout(tell); // the form clears its boxes after the event
    document.addEventListener("keydown", key);
    document.addEventListener("click", click);
    document.addEventListener("focusin", focus_in);
    document.addEventListener("reset", reset);
    tell();
    return () => {
      document.removeEventListener("keydown", key);
      document.removeEventListener("click", click);
      document.removeEventListener("focusin", focus_in);
      document.removeEventListener("reset", reset);
    };
  }, []);
  return <span hidden />;
}
