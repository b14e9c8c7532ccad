import { fetch_json, records, text_of } from "./fetch_json.ts";

export interface PaletteItem {
  label: string;
  hint?: string;
  href: string;
  icon?: string;
}

export interface PaletteGroup {
  label: string;
  items: PaletteItem[];
}

/** Commands whose every typed word begins a word of the label or hint: "new ti" finds "New ticket". */
export function match_commands(commands: PaletteItem[], query: string): PaletteItem[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((item) => {
    const words = `${item.label} ${item.hint ?? ""}`.toLowerCase().split(/[\s/·-]+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** Reads `{groups:[{label,items:[{label,hint,href,icon}]}]}`; only addresses of this site are followed. */
export async function search_groups(source: string, query: string, signal: AbortSignal): Promise<PaletteGroup[]> {
  const answer = await fetch_json(`${source}?q=${encodeURIComponent(query)}`, signal);
  const groups = answer !== null && typeof answer === "object" && "groups" in answer ? records(answer.groups) : [];
  return groups.map((group) => ({
    label: text_of(group.label) ?? "",
    items: records(group.items).flatMap((item) => {
      const label = text_of(item.label),
        href = text_of(item.href),
        hint = text_of(item.hint),
        icon = text_of(item.icon);
      if (!label || !href?.startsWith("/") || href.startsWith("//")) return [];
      return [{ label, href, ...(hint ? { hint } : {}), ...(icon ? { icon } : {}) }];
    }),
  })).filter((group) => group.items.length > 0);
}

/** Links with an icon of the sprite and a label, such as the menu's. */
export function links_as_commands(selector: string): PaletteItem[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(selector)].map((link) => {
    const icon = link.querySelector("use")?.getAttribute("href")?.split("#")[1];
    return {
      label: link.title || (link.textContent ?? "").trim(),
      href: link.pathname + link.search,
      ...(icon ? { icon } : {}),
    };
  });
}
