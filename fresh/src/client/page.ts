import { type ComponentChild, type ComponentType, Fragment, h } from "preact";
import { type Marker, readMarker, SLOTS_ID, STATE_ID } from "../markers.ts";
import { deserialize, hasSignals } from "./deserialize.ts";
import { elementProps } from "./element_props.ts";
import { PartialHost } from "./partial_host.ts";
import { safe } from "./safe.ts";

/** Turns server-rendered nodes, up to `end`, into vnodes: islands and partials become components. */
export type Reader = (from: Node | null, end: Node | null) => ComponentChild[];

type Slots = Map<number, ComponentChild>;

/** Server-rendered JSX that was handed to an island. */
function Slot({ slots, id }: { slots: Slots; id: number }): ComponentChild {
  return slots.get(id);
}

/** Loads the modules and the data of a page's islands (the document's, or those of a response to a navigation). */
export async function loadPage(root: Document | DocumentFragment): Promise<Reader> {
  const state = readState(root);
  const components = new Map<string, ComponentType<Record<string, unknown>>>();
  const [signals] = await Promise.all([
    hasSignals(state.props) ? import("@preact/signals") : null,
    ...Object.entries(state.islands).map(async ([name, [url, exported]]) => {
      // An island that fails to load stays as the server wrote it; the others come to life.
      await import(url).then((module) => components.set(name, module[exported]), reportError);
    }),
  ]);
  const slots: Slots = new Map();
  const all_props = deserialize(state.props, (id) => h(Slot, { slots, id }), signals);

  const read: Reader = (from, end) => {
    const found: ComponentChild[] = [];
    for (let node = from; node !== null && node !== end; node = node.nextSibling) {
      if (node instanceof Text) found.push(node.data);
      else if (node instanceof Element) found.push(elementVNode(node, read));
      const marker = node instanceof Comment ? readMarker(node.data) : null;
      if (marker === null || marker.kind === "slot") continue;
      const close = closeOf(node);
      found.push(component(marker, node.nextSibling, close));
      node = close;
    }
    return found;
  };

  function component({ kind, args }: Marker, from: Node | null, end: Node): ComponentChild {
    const [name = "", id = "", key = ""] = args;
    if (kind === "page") return h(Fragment, { key: `page ${name}` }, read(from, end));
    if (kind === "partial") return h(PartialHost, { name, key: `partial ${name}` }, read(from, end));
    const island = components.get(name);
    if (island === undefined) return h(Fragment, null, read(from, end));
    return h(safe(name), key === "" ? { name } : { name, key }, h(island, all_props[Number(id)] ?? {}));
  }

  // Slots are read before anything is hydrated: hydration takes the comments away. What no island shows yet is in a template.
  const unused = root.querySelector(`#${SLOTS_ID}`);
  for (const part of unused instanceof HTMLTemplateElement ? [root, unused.content] : [root]) {
    for (const { marker, from } of markersIn(part)) {
      if (marker.kind === "slot") slots.set(Number(marker.args[0]), read(from.nextSibling, closeOf(from)));
    }
  }
  unused?.remove();
  return read;
}

function elementVNode(element: Element, read: Reader): ComponentChild {
  const props = elementProps(element);
  // What a template holds is not among its child nodes.
  if (element instanceof HTMLTemplateElement) props.dangerouslySetInnerHTML = { __html: element.innerHTML };
  return h(element.localName, props, read(element.firstChild, null));
}

/** All opening markers below a node, in the order of the document. */
export function markersIn(root: Node): { marker: Marker; from: Node }[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found: { marker: Marker; from: Node }[] = [];
  while (walker.nextNode()) {
    const marker = readMarker(walker.currentNode.nodeValue ?? "");
    if (marker !== null) found.push({ marker, from: walker.currentNode });
  }
  return found;
}

/** The closing comment of an opening one: a sibling, after all that opens and closes in between. */
export function closeOf(from: Node): Node {
  let depth = 0;
  for (let node: Node | null = from; node !== null; node = node.nextSibling) {
    if (!(node instanceof Comment)) continue;
    if (readMarker(node.data) !== null) depth++;
    else if (node.data.startsWith("/fresh:") && --depth === 0) return node;
  }
  throw new Error(`The page has no end for <!--${from.nodeValue}-->: is an element inside it closed twice?`);
}

interface State {
  /** The URL of each island's module, and the name of its export. */
  islands: Record<string, [url: string, exported: string]>;
  props: unknown[];
  asset_id: string;
}

export function readState(root: Document | DocumentFragment): State {
  const json = root.querySelector(`#${STATE_ID}`)?.textContent;
  return json ? JSON.parse(json) : { islands: {}, props: [[]], asset_id: "0" };
}
