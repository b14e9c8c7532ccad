import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { is_command, set_single_keys, single_keys_on } from "../components/client/keys.ts";
import { palette_icon } from "../components/client/palette_icons.ts";
import {
  links_as_commands,
  match_commands,
  type PaletteGroup,
  type PaletteItem,
  search_groups,
} from "../components/client/palette_items.ts";
import { icon_search } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

/** Search and commands, by mod+k or "/". Without a script it is the link to the search page. `commands` are the page's own. */
export default function CommandPalette(
  { commands = [], menu, source = "/admin/search", href = source }: {
    commands?: PaletteItem[];
    /** Selects the links of the page's menu, which are commands too. They stand in the page once, not once more as data. */
    menu?: string;
    source?: string;
    href?: string;
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  const query = useSignal("");
  const found = useSignal<PaletteGroup[]>([]);
  const state = useSignal<"idle" | "loading" | "failed">("idle");
  const active = useSignal(0);
  const open = useSignal(false);
  const single_keys = useSignal(true);
  const modifier = useSignal("");

  const places = useSignal<PaletteItem[]>([]);
  const matching = match_commands([...commands, ...places.value], query.value).slice(0, query.value ? 6 : 9);
  const groups = [
    ...found.value,
    ...(matching.length > 0 ? [{ label: query.value ? t("Commands") : t("Go to"), items: matching }] : []),
  ];
  const items = groups.flatMap((group) => group.items);
  const current = items[Math.min(active.value, items.length - 1)];

  function show() {
    query.value = "";
    found.value = [];
    active.value = 0;
    open.value = true;
    if (menu) places.value = links_as_commands(menu);
    dialog.current?.showModal();
    dialog.current?.querySelector("input")?.focus();
  }

  useEffect(() => {
    single_keys.value = single_keys_on();
    modifier.value = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘K" : "Ctrl K";
    const key = (event: KeyboardEvent) => {
      const asked =
        (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) ||
        (event.key === "/" && is_command(event));
      if (!asked) return;
      event.preventDefault();
      if (dialog.current?.open) dialog.current.close();
      else show();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);

  useEffect(() => {
    const wanted = query.value.trim();
    active.value = 0;
    if (wanted.length < 2) {
      found.value = [];
      state.value = "idle";
      return;
    }
    state.value = "loading";
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        found.value = await search_groups(source, wanted, stop.signal);
        state.value = "idle";
      } catch {
        if (!stop.signal.aborted) state.value = "failed";
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query.value]);

  function move(event: KeyboardEvent) {
    const last = items.length - 1;
    const to: Record<string, number> = {
      ArrowDown: active.value >= last ? 0 : active.value + 1,
      ArrowUp: active.value <= 0 ? last : active.value - 1,
      Home: 0,
      End: last,
    };
    if (event.key === "Enter" && current) {
      event.preventDefault();
      if (event.metaKey || event.ctrlKey) globalThis.open(current.href, "_blank", "noopener");
      else location.assign(current.href);
      return;
    }
    const next = to[event.key];
    if (next === undefined || (event.key !== "ArrowDown" && event.key !== "ArrowUp" && query.value)) return;
    event.preventDefault();
    active.value = Math.max(0, next);
    document.getElementById(`palette-${active.value}`)?.scrollIntoView({ block: "nearest" });
  }

  let nth = 0;
  return (
    <div class="flex-none">
      <a
        href={href}
        class="find find-link"
        onClick={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <SvgIcon body={icon_search} />
        <span class="flex-1 find-words">{t("Search or jump to…")}</span>
        <kbd class="kbd find-words" aria-hidden="true">{modifier.value || "/"}</kbd>
      </a>
      <dialog
        ref={dialog}
        class="palette"
        aria-label={t("Search and commands")}
        onClose={() => open.value = false}
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        <div class="flex items-center gap-3 px-4 h-14 border-b border-line flex-none">
          <SvgIcon body={icon_search} class="size-5 text-ink-3" />
          <input
            type="text"
            role="combobox"
            class="flex-1 min-w-0 h-full bg-transparent outline-none text-md"
            placeholder={t("Search or jump to…")}
            aria-label={t("Search or jump to…")}
            aria-expanded={open.value && items.length > 0}
            aria-controls="palette-list"
            aria-autocomplete="list"
            {...(open.value && current ? { "aria-activedescendant": `palette-${items.indexOf(current)}` } : {})}
            autocomplete="off"
            spellcheck={false}
            value={query.value}
            onInput={(event) => query.value = event.currentTarget.value}
            onKeyDown={move}
          />
          <kbd class="kbd">Esc</kbd>
        </div>
        <div id="palette-list" role="listbox" aria-label={t("Results")} class="flex-1 min-h-0 overflow-auto p-2">
          {/* Not before it is opened: a closed palette was a tenth of every page. */}
          {open.value &&
            groups.map((group, at) => (
              <div key={group.label} role="group" aria-labelledby={`palette-group-${at}`}>
                <p id={`palette-group-${at}`} class="menu-head" role="presentation">{group.label}</p>
                {group.items.map((item) => {
                  const index = nth++;
                  return (
                    <a
                      key={item.href + item.label}
                      id={`palette-${index}`}
                      role="option"
                      aria-selected={item === current}
                      tabIndex={-1}
                      href={item.href}
                      class="option"
                      onMouseMove={() => active.value = index}
                    >
                      <SvgIcon body={palette_icon(item.icon)} class="text-ink-3" />
                      <span class="flex-1 min-w-0 truncate">{item.label}</span>
                      {item.hint && <span class="text-xs text-ink-3 truncate">{item.hint}</span>}
                    </a>
                  );
                })}
              </div>
            ))}
        </div>
        <div class="flex items-center gap-4 px-4 py-2 min-h-[40px] border-t border-line text-xs text-ink-3 flex-none">
          <span role="status" class="flex-1">
            {state.value === "loading" && t("Searching…")}
            {state.value === "failed" && t("The search did not answer. Try again.")}
            {state.value === "idle" && query.value.trim().length >= 2 && (items.length === 0
              ? t("Nothing found. Check the spelling, or try a number or phone.")
              : t.n(items.length, "One result", "{n} results"))}
          </span>
          <label class="flex items-center gap-2 cursor-pointer">
            <input
              type="checkbox"
              class="check-box"
              checked={single_keys.value}
              onChange={(event) => {
                single_keys.value = event.currentTarget.checked;
                set_single_keys(single_keys.value);
              }}
            />
            {t("Single-key shortcuts")}
          </label>
        </div>
      </dialog>
    </div>
  );
}
