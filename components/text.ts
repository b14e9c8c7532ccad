/**
 * Words for people. The English source text is the key, so that a page reads as what it says and a missing translation
 * still speaks: `t("{n} selected", { n: 3 })`. Runs on the server and in islands alike.
 */
import { number_format, plural_rules } from "./formatters.ts";

export type TextValues = Record<string, string | number>;

const catalogues = new Map<string, Record<string, string>>();
let locale = "en";
let request_locale: (() => string | undefined) | undefined;

/** Makes the translations of one language known. Plural forms are keyed `source|few`, `source|many`, by CLDR category. */
export function set_catalogue(lang: string, entries: Record<string, string>): void {
  catalogues.set(lang, entries);
}

/** Renders synchronously in a language. Never await inside: another request would speak it too. */
export function with_locale<T>(lang: string, render: () => T): T {
  const before = locale;
  locale = lang;
  try {
    return render();
  } finally {
    locale = before;
  }
}

/** Lets the server answer from its request context where a render cannot be wrapped (an AsyncLocalStorage, which islands do not have). */
export function set_locale_source(source: () => string | undefined): void {
  request_locale = source;
}

/** BCP 47 tag in force, for Intl: the request's on the server, `<html lang>` in the browser. */
export function current_locale(): string {
  return request_locale?.() ?? (typeof document === "undefined" ? locale : document.documentElement.lang || locale);
}

function say(source: string, values: TextValues = {}): string {
  return fill(entries_of(current_locale())?.[source] ?? source, values);
}

/** Chooses by count: `t.n(count, "one ticket", "{n} tickets")`. Other languages add forms as `{n} tickets|few`. */
function plural(count: number, one: string, many: string, values: TextValues = {}): string {
  const lang = current_locale();
  const category = plural_rules(lang).select(count);
  const source = category === "one" ? one : many;
  const entries = entries_of(lang);
  const text = entries?.[`${many}|${category}`] ?? entries?.[source] ?? source;
  return fill(text, { n: number_format(lang).format(count), ...values });
}

export const t: typeof say & { n: typeof plural } = Object.assign(say, { n: plural });

/** A text cut at its holes, `["", "n", " min ago"]`: cut anew at each use it was a tenth of a list's rendering. */
const cut = new Map<string, string[]>();

function fill(text: string, values: TextValues): string {
  if (!text.includes("{")) return text;
  let parts = cut.get(text);
  if (!parts) cut.set(text, parts = text.split(/\{(\w+)\}/)); // texts are literals of the sources and of catalogues
  let filled = parts[0] ?? "";
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at] ?? "";
    filled += (name in values ? String(values[name]) : `{${name}}`) + (parts[at + 1] ?? "");
  }
  return filled;
}

function entries_of(lang: string): Record<string, string> | undefined {
  read_page_catalogue();
  return catalogues.get(lang) ?? catalogues.get(lang.split("-")[0] ?? lang);
}

let page_read = false;
/** Islands take their words from a data block of the document (see Document's `client_texts`): data, so the CSP needs no nonce for it. */
function read_page_catalogue(): void {
  if (page_read || typeof document === "undefined") return;
  page_read = true;
  const block = document.getElementById("texts")?.textContent;
  if (!block) return;
  const entries: unknown = JSON.parse(block);
  if (entries === null || typeof entries !== "object") return;
  const strings = Object.entries(entries).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  set_catalogue(document.documentElement.lang, Object.fromEntries(strings));
}
