import { type ComponentChild, type ComponentType, Fragment, h } from "preact";
import { type Marker, readMarker, slotTemplateId, STATE_ID } from "../markers.ts";
import { deserialize, hasSignals } from "./deserialize.ts";
import { elementProps } from "./element_props.ts";
import { PartialHost } from "./partial_host.ts";
import { safe } from "./safe.ts";

/** A server-rendered page (the document, or a response to a navigation) that can be turned into vnodes. */
export interface Page {
  /** The nodes between two markers, or to the end of the parent. Islands and partials in them become components. */
  vnodes(from: Node | null, end: Node | null): ComponentChild[];
  /** The vnode of a whole island or partial, from its opening comment. */
  component(marker: Marker, from: Comment, end: Comment): ComponentChild;
}

interface Slots {
  read(id: number): ComponentChild;
}

/** Server-rendered JSX that was handed to an island. Its vnodes are read when it first renders. */
function Slot({ slots, id }: { slots: Slots; id: number }): ComponentChild {
  return slots.read(id);
}

/** Loads the modules and the data of a page's islands. */
export async function loadPage(root: Document | DocumentFragment): Promise<Page> {
  const state = readState(root.querySelector(`#${STATE_ID}`)?.textContent ?? null);
  const components = new Map<string, ComponentType<Record<string, unknown>>>();
  const [signals] = await Promise.all([
    hasSignals(state.props) ? import("@preact/signals") : null,
    ...Object.entries(state.islands).map(async ([name, [url, exported]]) => {
      // An island that fails to load stays as the server wrote it; the others come to life.
      const module: Record<string, unknown> = await import(url).catch((error) => (reportError(error), {}));
      const component = module[exported];
      if (isComponent(component)) components.set(name, component);
    }),
  ]);
  const contents = new Map<number, ComponentChild>();
  const slots: Slots = { read: (id) => contents.get(id) };
  const props = deserialize(state.props, { slot: (id) => h(Slot, { slots, id }), signals });
  const all_props: unknown[] = Array.isArray(props) ? props : [];

  const page: Page = {
    vnodes(from, end) {
      const found: ComponentChild[] = [];
      for (let node = from; node !== null && node !== end; node = node.nextSibling) {
        if (node instanceof Text) found.push(node.data);
        else if (node instanceof Element) found.push(elementVNode(node, page));
        else if (node instanceof Comment) {
          const marker = readMarker(node.data);
          if (marker === null || marker.kind === "slot") continue;
          const close = closeOf(node);
          found.push(page.component(marker, node, close));
          node = close;
        }
      }
      return found;
    },

    component({ kind, args }, from, end) {
      const [name = "", second = "", key = ""] = args;
      if (kind === "page") return h(Fragment, { key: `page ${name}` }, page.vnodes(from.nextSibling, end));
      if (kind === "partial") {
        return h(PartialHost, { name, key: `partial ${name}` }, page.vnodes(from.nextSibling, end));
      }
      const component = components.get(name);
      const own = all_props[Number(second)];
      if (component === undefined) return h(Fragment, null, page.vnodes(from.nextSibling, end));
      return h(safe(name), key === "" ? { name } : { name, key }, h(component, isObject(own) ? own : {}));
    },
  };

  // Slots are read before anything is hydrated: hydration takes the comments away.
  for (const { marker, from } of [...markersIn(root)]) {
    const id = Number(marker.args[0]);
    if (marker.kind === "slot" && !contents.has(id)) contents.set(id, page.vnodes(from.nextSibling, closeOf(from)));
  }
  readTemplates(root, page, contents);
  return page;
}

/** Slots that their islands did not show yet lie in templates, with further templates inside. */
function readTemplates(root: Document | DocumentFragment, page: Page, contents: Map<number, ComponentChild>): void {
  for (const template of root.querySelectorAll("template")) {
    const id = Number(template.id.slice(slotTemplateId(0).length - 1));
    if (template.id !== slotTemplateId(id)) continue;
    for (const { marker, from } of [...markersIn(template.content)]) {
      const inner = Number(marker.args[0]);
      if (marker.kind === "slot") contents.set(inner, page.vnodes(from.nextSibling, closeOf(from)));
    }
    contents.set(id, page.vnodes(template.content.firstChild, null));
    template.remove();
  }
}

function elementVNode(element: Element, page: Page): ComponentChild {
  const props = elementProps(element);
  // What a template holds is not among its child nodes.
  if (element instanceof HTMLTemplateElement) {
    return h("template", { ...props, dangerouslySetInnerHTML: { __html: element.innerHTML } });
  }
  return h(element.localName, props, page.vnodes(element.firstChild, null));
}

/** All opening markers below a node, in the order of the document. */
export function* markersIn(root: Node): Generator<{ marker: Marker; from: Comment }> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const marker = node instanceof Comment ? readMarker(node.data) : null;
    if (marker !== null && node instanceof Comment) yield { marker, from: node };
  }
}

/** The closing comment of an opening one: a sibling, after all that opens and closes in between. */
export function closeOf(from: Comment): Comment {
  let depth = 0;
  for (let node: Node | null = from; node !== null; node = node.nextSibling) {
    if (!(node instanceof Comment)) continue;
    if (readMarker(node.data) !== null) depth++;
    else if (node.data.startsWith("/fresh:") && --depth === 0) return node;
  }
  throw new Error(`The page has no end for <!--${from.data}-->: is an element inside it closed twice?`);
}

interface State {
  islands: Record<string, [url: string, exported: string]>;
  props: unknown[];
  asset_id: string;
}

export function readState(json: string | null): State {
  const empty: State = { islands: {}, props: [[]], asset_id: "0" };
  return json === null ? empty : { ...empty, ...JSON.parse(json) };
}

function isComponent(value: unknown): value is ComponentType<Record<string, unknown>> {
  return typeof value === "function";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
