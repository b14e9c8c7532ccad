import { type ContainerNode, hydrate } from "preact";
import { STATE_ID } from "../markers.ts";
import { current } from "../render_state.ts";
import { closeOf, loadPage, markersIn, readState } from "./page.ts";

/** The browser's entry: brings the islands and partials of the page to life, and then client navigation. */
async function boot(): Promise<void> {
  current.asset_id = readState(document.getElementById(STATE_ID)?.textContent ?? null).asset_id;
  const page = await loadPage(document);
  let end: Comment | null = null;
  for (const { marker, from } of [...markersIn(document.body)]) {
    // What lies inside another island or partial is hydrated with it.
    if (!from.isConnected || (end !== null && from.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING)) {
      continue;
    }
    if (marker.kind !== "island" && marker.kind !== "partial") continue;
    end = closeOf(from);
    hydrate(page.component(marker, from, end), between(from, end));
  }
  if (document.querySelector("[f-client-nav]") !== null) (await import("./navigate.ts")).startNavigation();
}

/** The nodes between two comments, in the shape of an element: what Preact needs to render there. */
function between(start: Comment, end: Comment): ContainerNode {
  const parent = (): ParentNode & Node => {
    const node = end.parentNode;
    if (node === null) throw new Error(`<!--${start.data}--> is no longer on the page`);
    return node;
  };
  const nodes = () => {
    const found: ChildNode[] = [];
    for (let node = start.nextSibling; node !== null && node !== end; node = node.nextSibling) found.push(node);
    return found;
  };
  return {
    nodeType: Node.ELEMENT_NODE,
    get parentNode() {
      return parent();
    },
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      return nodes();
    },
    contains: (node) => node !== null && parent().contains(dom(node)),
    insertBefore: (node, before) => parent().insertBefore(dom(node), before === null ? end : dom(before)),
    appendChild: (node) => parent().insertBefore(dom(node), end),
    removeChild: (node) => parent().removeChild(dom(node)),
  };
}

/** Preact's type for a node allows stand-ins like the one above; children are always real. */
function dom(node: ContainerNode): Node {
  if (!(node instanceof Node)) throw new TypeError("A child of the page must be a DOM node");
  return node;
}

await boot();
