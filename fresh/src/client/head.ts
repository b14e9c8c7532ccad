import { HEAD_ATTRIBUTE, KEY_ATTRIBUTE } from "../markers.ts";
import { pageNonce } from "./element_props.ts";

/** Brings title, style sheets and other head elements of a response into the document. Resolves when the sheets are there. */
export async function mergeHead(response: Document | DocumentFragment): Promise<void> {
  const whole = response instanceof Document;
  const incoming = whole ? [...response.head.children] : [...response.querySelectorAll(`[${HEAD_ATTRIBUTE}]`)];
  if (whole) {
    // What the last page's <Head> added, and this one does not have.
    for (const old of document.head.querySelectorAll(`[${HEAD_ATTRIBUTE}]:not(title)`)) {
      if (!incoming.some((element) => same(old, element))) old.remove();
    }
  }
  const sheets: Promise<unknown>[] = [];
  for (const element of incoming) {
    if (element instanceof HTMLTitleElement) document.title = element.text;
    else if (element.matches("script, link[rel=modulepreload]")) continue;
    else place(element, sheets);
  }
  await Promise.all(sheets);
}

function place(element: Element, sheets: Promise<unknown>[]): void {
  const old = [...document.head.children].find((each) => same(each, element));
  const is_sheet = element.matches("link[rel=stylesheet]");
  if (old?.isEqualNode(element) || old && is_sheet) return;
  const copy = document.importNode(element, true);
  if (copy instanceof HTMLStyleElement) copy.nonce = pageNonce();
  if (is_sheet) {
    // A sheet that fails must not keep the page away.
    sheets.push(new Promise((resolve) => ["load", "error"].forEach((type) => copy.addEventListener(type, resolve))));
  }
  if (old) old.replaceWith(copy);
  else document.head.append(copy);
}

/** By key, id, the name or property of a meta element, the target of a link; otherwise only what is equal. */
function same(a: Element, b: Element): boolean {
  if (a.localName !== b.localName) return false;
  for (const attribute of [KEY_ATTRIBUTE, "id"]) {
    if (b.hasAttribute(attribute)) return a.getAttribute(attribute) === b.getAttribute(attribute);
  }
  const names = b.localName === "meta" ? ["name", "property", "charset"] : b.localName === "link" ? ["href"] : [];
  const name = names.find((each) => b.hasAttribute(each));
  return name === undefined ? a.isEqualNode(b) : a.getAttribute(name) === b.getAttribute(name);
}
