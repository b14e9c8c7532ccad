import { PARTIAL_PARAM } from "../markers.ts";
import { resetControls } from "./element_props.ts";
import { mergeHead } from "./head.ts";
import { closeOf, loadPage, markersIn } from "./page.ts";
import { hosts } from "./partial_host.ts";

/** One navigation: the URL to show, and the request that brings the content. */
interface Visit {
  url: URL;
  source: URL;
  /** Given: the request is a POST. */
  body?: BodyInit;
  form?: HTMLFormElement;
  /** Coming back through the history: the URL is already shown, and the scroll position is known. */
  scroll?: [number, number];
}

/** The navigation under way, and refreshes of the page that is shown, by what they fetch. */
let navigation: AbortController | null = null;
const refreshes = new Map<string, AbortController>();
const submitting = new WeakSet<HTMLFormElement>();
/** Scroll positions by history entry; the entry shown now. */
const positions = new Map<string, [number, number]>();
let entry = "";
let shown = new URL(location.href);

/** Takes over clicks, form submissions and history within `f-client-nav`. */
export function startNavigation(): void {
  entry = entryOf(history.state) ?? newEntry("replaceState", shown);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  addEventListener("popstate", onPopState);
  // Positions are in memory: a reload has to find its own way.
  addEventListener("pagehide", () => history.scrollRestoration = "auto");
}

function onClick(event: MouseEvent): void {
  if (
    event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  ) return;
  const element = event.target instanceof Element ? event.target.closest("a, button") : null;
  if (element === null || !takesOver(element)) return;
  const partial = element.getAttribute("f-partial");
  if (element instanceof HTMLAnchorElement) {
    if (!element.hasAttribute("href") || element.hasAttribute("download") || !sameWindow(element.target)) return;
    const url = new URL(element.href);
    if (url.origin !== location.origin || (partial === null && url.hash !== "" && samePage(url, shown))) return;
    event.preventDefault();
    start({ url, source: partial === null ? url : new URL(partial, location.href) });
  } else if (
    partial !== null && element instanceof HTMLButtonElement && (element.form === null || element.type === "button")
  ) {
    event.preventDefault();
    start({ url: new URL(location.href), source: new URL(partial, location.href) });
  }
}

function onSubmit(event: SubmitEvent): void {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !takesOver(submitter ?? form)) return;
  // Attributes, not properties: a control named "action" or "method" hides the form's own.
  const of = (name: string) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
  const method = of("method").toLowerCase();
  const url = new URL(of("action") || location.href, location.href);
  if (method === "dialog" || url.origin !== location.origin || !sameWindow(of("target"))) return;
  event.preventDefault();
  if (submitting.has(form)) return; // a second click while the first is under way
  const partial = submitter?.getAttribute("f-partial") ?? form.getAttribute("f-partial");
  const source = partial === null ? new URL(url) : new URL(partial, location.href);
  const data = new FormData(form, submitter);
  if (method === "post") {
    const body = of("enctype") === "multipart/form-data" ? data : urlEncoded(data);
    return start({ url: partial === null ? url : new URL(location.href), source, body, form });
  }
  for (const target of [url, source]) target.search = String(urlEncoded(data));
  start({ url, source, form });
}

function onPopState(event: PopStateEvent): void {
  positions.set(entry, [scrollX, scrollY]);
  entry = entryOf(event.state) ?? newEntry("replaceState", new URL(location.href));
  const url = new URL(location.href);
  if (samePage(url, shown) && url.hash !== shown.hash) shown = url; // the browser went to the anchor
  else start({ url, source: url, scroll: positions.get(entry) ?? [0, 0] });
}

/** Brings new content for the page that is shown: a link to the current URL, as a script clicks it for a live update. */
function isRefresh({ url, body, scroll }: Visit): boolean {
  return body === undefined && scroll === undefined && samePage(url, shown);
}

function start(visit: Visit): void {
  const controller = new AbortController();
  const refresh = isRefresh(visit);
  if (refresh) {
    if (navigation !== null) return; // the page is about to change anyway
    refreshes.get(visit.source.href)?.abort();
    refreshes.set(visit.source.href, controller);
  } else {
    for (const old of [navigation, ...refreshes.values()]) old?.abort();
    navigation = controller;
  }
  if (visit.form) submitting.add(visit.form);
  // What goes wrong is an error of the page: it arrives in the window's "error" event.
  run(visit, controller.signal, refresh)
    .catch((error) => controller.signal.aborted || reportError(error))
    .finally(() => {
      if (visit.form) submitting.delete(visit.form);
      if (navigation === controller) navigation = null;
      if (refreshes.get(visit.source.href) === controller) refreshes.delete(visit.source.href);
    });
}

/** Falls back to an ordinary navigation; a refresh that fails leaves the page as it is. */
async function run(visit: Visit, signal: AbortSignal, refresh: boolean): Promise<void> {
  const response = await request(visit, signal);
  if (refresh && (response === null || !response.ok)) throw new Error(`Refresh from ${visit.source.pathname} failed`);
  if (response === null) return location.assign(visit.url);
  const { url } = response;
  const content = parse(response.html);
  const page = await loadPage(content);
  if (signal.aborted) return;
  const updates: (() => Promise<void>)[] = [];
  let skip_to: Node | null = null;
  for (const { marker, from } of [...markersIn(content)]) {
    if (skip_to !== null && from.compareDocumentPosition(skip_to) & Node.DOCUMENT_POSITION_FOLLOWING) continue;
    const host = marker.kind === "partial" ? hosts.get(marker.args[0] ?? "") : undefined;
    if (host === undefined) continue;
    const end = skip_to = closeOf(from);
    updates.push(() => host.update(page.vnodes(from.nextSibling, end), marker.args[1] ?? "replace"));
  }
  if (updates.length === 0) {
    if (visit.body === undefined || response.redirected) return location.assign(url);
    throw new Error(
      `The answer to POST ${url.pathname} has none of this page's partials (${[...hosts.keys()].join(", ")})`,
    );
  }
  await mergeHead(content);
  if (signal.aborted) return;
  const before = shown;
  if (visit.scroll === undefined && url.href !== location.href) newEntry("pushState", url);
  shown = url;
  for (const update of updates) await update();
  settle(visit, before, response.redirected);
}

/** Scroll position, focus and form controls after the content is in place. A mere refresh leaves all as it is. */
function settle({ scroll, form, body }: Visit, before: URL, redirected: boolean): void {
  if (form?.isConnected && body !== undefined && redirected) resetControls(form); // it was accepted
  if (samePage(before, shown) && scroll === undefined) {
    if (before.hash !== shown.hash) document.getElementById(decodeURIComponent(shown.hash.slice(1)))?.scrollIntoView();
    return;
  }
  resetControls();
  if (before.pathname !== shown.pathname) {
    const focus = document.querySelector("[autofocus]");
    if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  }
  const anchor = shown.hash === "" ? null : document.getElementById(decodeURIComponent(shown.hash.slice(1)));
  if (scroll === undefined && anchor !== null) anchor.scrollIntoView();
  else scrollTo({ left: scroll?.[0] ?? 0, top: scroll?.[1] ?? 0, behavior: "instant" });
}

interface Answer {
  html: string;
  url: URL;
  ok: boolean;
  redirected: boolean;
}

/** Null: this has to be an ordinary navigation, for a download, another origin, or the browser's own error page. */
async function request({ url, source, body }: Visit, signal: AbortSignal): Promise<Answer | null> {
  const target = new URL(source);
  target.searchParams.set(PARTIAL_PARAM, "true");
  target.hash = "";
  let response: Response;
  try {
    response = await fetch(target, {
      signal,
      headers: { accept: "text/html" },
      ...(body === undefined ? {} : { method: "POST", body }),
    });
  } catch (error) {
    if (body !== undefined || signal.aborted) throw error; // a POST is never sent twice
    return null;
  }
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/html")) {
    if (body === undefined) return null;
    throw new Error(
      `POST ${source.pathname} was answered with "${type}", not HTML. Set f-client-nav={false} on its form.`,
    );
  }
  const html = await response.text();
  const final = response.redirected ? withoutPartialParam(new URL(response.url)) : url;
  if (response.redirected && final.hash === "") final.hash = url.hash;
  return { html, url: final, ok: response.ok, redirected: response.redirected };
}

/** A fragment is parsed as the content of a template, which lets table rows stand alone. */
function parse(html: string): Document | DocumentFragment {
  if (/<html[\s>]/i.test(html.slice(0, 500))) return new DOMParser().parseFromString(html, "text/html");
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function newEntry(how: "pushState" | "replaceState", url: URL): string {
  const id = crypto.randomUUID();
  if (how === "pushState") {
    positions.set(entry, [scrollX, scrollY]);
    history.scrollRestoration = "manual";
  }
  const kept = how === "replaceState" ? history.state : {};
  history[how]({ ...kept, fresh_entry: id }, "", url);
  return entry = id;
}

function entryOf(state: unknown): string | null {
  const id: unknown = typeof state === "object" && state !== null ? Reflect.get(state, "fresh_entry") : null;
  return typeof id === "string" ? id : null;
}

function takesOver(element: Element): boolean {
  const nearest = element.closest("[f-client-nav]");
  return nearest !== null && nearest.getAttribute("f-client-nav") !== "false";
}

function sameWindow(target: string): boolean {
  return target === "" || target === "_self";
}

function samePage(a: URL, b: URL): boolean {
  return a.pathname === b.pathname && a.search === b.search;
}

function urlEncoded(data: FormData): URLSearchParams {
  return new URLSearchParams([...data].map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function withoutPartialParam(url: URL): URL {
  url.searchParams.delete(PARTIAL_PARAM);
  return url;
}
