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

interface Running extends Visit {
  refresh: boolean;
  controller: AbortController;
}

/** What is under way: the navigation, and refreshes of the page that is shown, by what they fetch. */
const running = new Map<string, Running>();
const NAVIGATION = "navigation";
/** Scroll positions by history entry; the entry shown now. */
const positions = new Map<string, [number, number]>();
let entry = "";
let shown = new URL(location.href);

/** Takes over clicks, form submissions and history within `f-client-nav`. */
export function startNavigation(): void {
  entry = history.state?.fresh_entry ?? newEntry("replaceState", shown);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  addEventListener("popstate", onPopState);
  // Positions are in memory: a reload has to find its own way.
  addEventListener("pagehide", () => history.scrollRestoration = "auto");
}

function onClick(event: MouseEvent): void {
  const { button, metaKey, ctrlKey, shiftKey, altKey, target } = event;
  if (event.defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
  const element = target instanceof Element ? target.closest("a, button") : null;
  if (element === null || !takesOver(element)) return;
  const partial = element.getAttribute("f-partial");
  let url = new URL(location.href);
  if (element instanceof HTMLAnchorElement) {
    if (!element.hasAttribute("href") || element.hasAttribute("download") || !sameWindow(element.target)) return;
    url = new URL(element.href);
    if (url.origin !== location.origin || (partial === null && url.hash !== "" && samePage(url, shown))) return;
  } else if (partial === null || element instanceof HTMLButtonElement && element.form && element.type !== "button") {
    return; // a button that submits
  }
  event.preventDefault();
  start({ url, source: new URL(partial ?? url, location.href) });
}

function onSubmit(event: SubmitEvent): void {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !takesOver(submitter ?? form)) return;
  // Attributes, not properties: a control named "action" or "method" hides the form's own.
  const of = (name: string) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
  const method = of("method").toLowerCase();
  const action = new URL(of("action") || location.href, location.href);
  if (method === "dialog" || action.origin !== location.origin || !sameWindow(of("target"))) return;
  event.preventDefault();
  const { body: sent_body, form: sent_form } = running.get(NAVIGATION) ?? {};
  if (sent_body !== undefined && sent_form === form) return; // a second click while the first is under way
  const partial = submitter?.getAttribute("f-partial") ?? form.getAttribute("f-partial");
  const source = new URL(partial ?? action, location.href);
  const data = new FormData(form, submitter);
  const encoded = new URLSearchParams(
    [...data].map(([name, value]) => [name, value instanceof File ? value.name : value]),
  );
  if (method === "post") {
    const body = of("enctype") === "multipart/form-data" ? data : encoded;
    return start({ url: partial === null ? action : new URL(location.href), source, body, form });
  }
  action.search = source.search = String(encoded);
  start({ url: action, source, form });
}

function onPopState(): void {
  positions.set(entry, [scrollX, scrollY]);
  const url = new URL(location.href);
  entry = history.state?.fresh_entry ?? newEntry("replaceState", url);
  if (samePage(url, shown) && url.hash !== shown.hash) shown = url; // the browser went to the anchor
  else start({ url, source: url, scroll: positions.get(entry) ?? [0, 0] });
}

function start(visit: Visit): void {
  const { url, source, body, scroll } = visit;
  // A link to the page that is shown, as a script clicks it for a live update, brings new content and nothing else.
  const refresh = body === undefined && scroll === undefined && samePage(url, shown);
  if (refresh && running.has(NAVIGATION)) return; // the page is about to change anyway
  const key = refresh ? source.href : NAVIGATION;
  for (const [other, { controller }] of running) if (!refresh || other === key) controller.abort();
  const now = { ...visit, refresh, controller: new AbortController() };
  running.set(key, now);
  // What goes wrong is an error of the page: it arrives in the window's "error" event.
  run(now)
    .catch((error) => now.controller.signal.aborted || reportError(error))
    .finally(() => running.get(key) === now && running.delete(key));
}

/** Falls back to an ordinary navigation; a refresh that fails leaves the page as it is. */
async function run(visit: Running): Promise<void> {
  const { refresh, controller: { signal } } = visit;
  const answer = await request(visit, signal);
  if (refresh && !answer?.ok) throw new Error(`Refresh from ${visit.source.pathname} failed`);
  if (answer === null) return location.assign(visit.url);
  const { url, redirected } = answer;
  const content = parse(answer.html);
  const read = await loadPage(content);
  if (signal.aborted) return;
  const updates: (() => Promise<void>)[] = [];
  let covered: Node | null = null; // partials inside of one that is updated come with it
  for (const { marker: { kind, args: [name = "", mode = ""] }, from } of markersIn(content)) {
    if (covered !== null && from.compareDocumentPosition(covered) & Node.DOCUMENT_POSITION_FOLLOWING) continue;
    const host = kind === "partial" ? hosts.get(name) : undefined;
    if (host === undefined) continue;
    const end = covered = closeOf(from);
    updates.push(() => host.update(read(from.nextSibling, end), mode));
  }
  if (updates.length === 0) {
    if (visit.body === undefined || redirected) return location.assign(url);
    throw new Error(`The answer to POST ${url.pathname} has none of this page's partials: ${[...hosts.keys()].join()}`);
  }
  await mergeHead(content);
  if (signal.aborted) return;
  const before = shown;
  if (visit.scroll === undefined && url.href !== location.href) newEntry("pushState", url);
  shown = url;
  for (const update of updates) await update();
  if (visit.body !== undefined && redirected && visit.form?.isConnected) resetControls(visit.form); // it was accepted
  settle(visit, before);
}

/** Scroll position, focus and form controls after the content is in place. A mere refresh leaves all as it is. */
function settle({ scroll }: Visit, before: URL): void {
  const anchor = document.getElementById(decodeURIComponent(shown.hash.slice(1)));
  if (samePage(before, shown) && scroll === undefined) {
    if (before.hash !== shown.hash) anchor?.scrollIntoView();
    return;
  }
  resetControls();
  const focus = before.pathname === shown.pathname ? null : document.querySelector("[autofocus]");
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  if (scroll === undefined && anchor !== null) return anchor.scrollIntoView();
  const [left, top] = scroll ?? [0, 0];
  scrollTo({ left, top, behavior: "instant" });
}

/** Null: this has to be an ordinary navigation, for a download, another origin, or the browser's own error page. */
async function request({ url, source, body }: Visit, signal: AbortSignal) {
  const target = new URL(source);
  target.searchParams.set(PARTIAL_PARAM, "true");
  const post = body === undefined ? {} : { method: "POST", body };
  const response = await fetch(target, { signal, headers: { accept: "text/html" }, ...post }).catch((error) => {
    if (body !== undefined || signal.aborted) throw error; // a POST is never sent twice
    return null;
  });
  const type = response?.headers.get("content-type") ?? "";
  if (response === null || !type.startsWith("text/html")) {
    if (body === undefined) return null;
    throw new Error(
      `POST ${source.pathname} was answered with "${type}", not HTML. Set f-client-nav={false} on its form.`,
    );
  }
  const { ok, redirected } = response;
  const final = redirected ? new URL(response.url) : url;
  if (redirected) final.searchParams.delete(PARTIAL_PARAM);
  if (final.hash === "") final.hash = url.hash;
  return { html: await response.text(), url: final, ok, redirected };
}

/** A fragment is parsed as the content of a template, which lets table rows stand alone. */
function parse(html: string): Document | DocumentFragment {
  if (/<html[\s>]/i.test(html.slice(0, 500))) return new DOMParser().parseFromString(html, "text/html");
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function newEntry(how: "pushState" | "replaceState", url: URL): string {
  if (how === "pushState") {
    positions.set(entry, [scrollX, scrollY]);
    history.scrollRestoration = "manual";
  }
  entry = crypto.randomUUID();
  history[how]({ ...(how === "replaceState" ? history.state : {}), fresh_entry: entry }, "", url);
  return entry;
}

function takesOver(element: Element): boolean {
  const value = element.closest("[f-client-nav]")?.getAttribute("f-client-nav") ?? "false";
  return value !== "false";
}

const sameWindow = (target: string): boolean => target === "" || target === "_self";

function samePage(a: URL, b: URL): boolean {
  return a.pathname === b.pathname && a.search === b.search;
}
