import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fetch_json, records, text_of } from "../components/client/fetch_json.ts";
import { Field, field_id } from "../components/form/field.tsx";
import { icon_check, icon_loader_circle, icon_x } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

export interface TypeaheadItem {
  id: string;
  label: string;
  hint?: string;
}

export interface TypeaheadProps {
  /** GET `{source}?q=` answers `{items:[{id,label,hint}]}`. */
  source: string;
  name: string;
  label: string;
  value?: TypeaheadItem;
  hint?: string;
  error?: string;
  required?: boolean;
  placeholder?: string;
}

/**
 * Finds one of many. Sends `name` (the id), `name_text` (what stands in the box) and `name_was` (the text of that id). Where no script
 * ran, the text may have changed alone: when `name_text` differs from `name_was`, the server looks the text up.
 */
export default function Typeahead({ source, name, label, value, hint, error, required, placeholder }: TypeaheadProps) {
  const text = useSignal(value?.label ?? "");
  const chosen = useSignal<TypeaheadItem | undefined>(value);
  const items = useSignal<TypeaheadItem[]>([]);
  const state = useSignal<"idle" | "loading" | "ready" | "failed">("idle");
  const active = useSignal(-1);
  const open = useSignal(false);
  const asked = useRef<{ stop: AbortController; timer: ReturnType<typeof setTimeout> }>();
  const list_id = `${field_id(name)}-list`;

  function cancel() {
    clearTimeout(asked.current?.timer);
    asked.current?.stop.abort();
  }
  useEffect(() => cancel, []);

  function ask(wanted: string) {
    cancel();
    open.value = true;
    active.value = -1;
    state.value = "loading";
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch_json(
          `${source}${source.includes("?") ? "&" : "?"}q=${encodeURIComponent(wanted)}`,
          stop.signal,
        );
        items.value = read_items(answer);
        state.value = "ready";
      } catch {
        if (!stop.signal.aborted) state.value = "failed";
      }
    }, 150);
    asked.current = { stop, timer };
  }

  function choose(item: TypeaheadItem | undefined) {
    cancel();
    chosen.value = item;
    text.value = item?.label ?? "";
    open.value = false;
    state.value = "idle";
  }

  function type(typed: string) {
    text.value = typed;
    chosen.value = undefined; // the id must never belong to a text that is no longer there
    if (typed.trim()) ask(typed.trim());
    else choose(undefined);
  }

  function key(event: KeyboardEvent) {
    const last = items.value.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open.value) return ask(chosen.value ? "" : text.value.trim());
      active.value = event.key === "ArrowDown"
        ? (active.value >= last ? 0 : active.value + 1)
        : (active.value <= 0 ? last : active.value - 1);
      document.getElementById(`${list_id}-${active.value}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && open.value) {
      event.preventDefault(); // chooses; the form is sent by the next one
      const item = items.value[active.value] ?? (items.value.length === 1 ? items.value[0] : undefined);
      if (item) choose(item);
    } else if (event.key === "Escape" && open.value) {
      event.preventDefault();
      event.stopPropagation();
      open.value = false;
    }
  }

  function leave() {
    open.value = false;
    const same = items.value.find((item) => item.label.toLowerCase() === text.value.trim().toLowerCase());
    if (!chosen.value && same) choose(same);
  }

  const field = {
    name: `${name}_text`,
    id: field_id(name),
    label,
    ...(hint ? { hint } : {}),
    ...(error ? { error } : {}),
    ...(required ? { required } : {}),
  };
  return (
    <div>
      <Field {...field}>
        {(wired) => (
          <div class="relative">
            <input
              {...wired}
              type="text"
              role="combobox"
              class="input pr-10"
              autocomplete="off"
              spellcheck={false}
              placeholder={placeholder}
              aria-expanded={open.value}
              aria-controls={list_id}
              aria-autocomplete="list"
              {...(open.value && active.value >= 0 ? { "aria-activedescendant": `${list_id}-${active.value}` } : {})}
              value={text.value}
              onInput={(event) => type(event.currentTarget.value)}
              onKeyDown={key}
              onBlur={leave}
            />
            <span class="absolute right-2 top-2 grid place-items-center size-6 text-ink-3">
              {state.value === "loading"
                ? <SvgIcon body={icon_loader_circle} class="animate-spin" />
                : text.value && !required && (
                  <button
                    type="button"
                    class="grid place-items-center size-6 rounded-md hover:bg-sunken"
                    aria-label={t("Clear {field}", { field: label })}
                    onClick={() => choose(undefined)}
                  >
                    <SvgIcon body={icon_x} />
                  </button>
                )}
            </span>
            <ul
              id={list_id}
              role="listbox"
              aria-label={label}
              class="listbox"
              hidden={!open.value || items.value.length === 0 || state.value === "failed"}
            >
              {items.value.map((item, at) => (
                <li
                  key={item.id}
                  id={`${list_id}-${at}`}
                  role="option"
                  aria-selected={at === active.value}
                  class="option"
                  onMouseDown={(event) => event.preventDefault()} // keeps the focus, so that leave() does not close first
                  onClick={() => choose(item)}
                  onMouseMove={() => active.value = at}
                >
                  <span class="flex-1 min-w-0">
                    <span class="block truncate">{item.label}</span>
                    {item.hint && <span class="block text-xs text-ink-3 truncate">{item.hint}</span>}
                  </span>
                  {item.id === chosen.value?.id && <SvgIcon body={icon_check} class="text-primary" />}
                </li>
              ))}
            </ul>
            <p
              role="status"
              class={open.value && (state.value === "failed" || (state.value === "ready" && items.value.length === 0))
                ? "listbox px-3 py-2.5 text-sm text-ink-2"
                : "sr-only"}
            >
              {open.value && state.value === "failed" && t("No answer. Type on to try again.")}
              {open.value && state.value === "ready" && (items.value.length === 0
                ? t("Nothing found for “{text}”", { text: text.value })
                : t.n(items.value.length, "One suggestion", "{n} suggestions"))}
            </p>
          </div>
        )}
      </Field>
      <input type="hidden" name={name} value={chosen.value?.id ?? ""} />
      <input type="hidden" name={`${name}_was`} value={chosen.value?.label ?? ""} />
    </div>
  );
}

function read_items(answer: unknown): TypeaheadItem[] {
  const list = answer !== null && typeof answer === "object" && "items" in answer ? records(answer.items) : [];
  return list.flatMap((item) => {
    const id = text_of(item.id), label = text_of(item.label), hint = text_of(item.hint);
    return id && label ? [{ id, label, ...(hint ? { hint } : {}) }] : [];
  });
}
