import { type ComponentChild, h, options, type VNode } from "preact";
import { assetUrl } from "./asset.ts";
import { comment } from "./comment.ts";
import { isJsx } from "./jsx.ts";
import { closeMarker, KEY_ATTRIBUTE, openMarker } from "./markers.ts";
import { current, type RenderState } from "./render_state.ts";
import type { Island } from "./snapshot.ts";

/** Runs at its place in the (depth-first, synchronous) rendering, and renders nothing. */
function Step({ run }: { run: () => void }): null {
  run();
  return null;
}

interface BoundaryProps {
  inner: VNode<Record<string, unknown>>;
  island: Island;
}

/** Writes an island between markers, and notes its props for the browser. */
function IslandBoundary({ inner, island }: BoundaryProps): ComponentChild {
  const state = current.state;
  if (state === null) return inner;
  const props: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inner.props)) props[name] = withSlots(value, state);
  state.islands.add(island);
  const id = state.props.push({ island, props }) - 1;
  const component = h(inner.type, props);
  unwrapped.add(component);
  return [
    comment(openMarker("island", island.name, id, String(inner.key ?? ""))),
    h(Step, { run: () => void state.depth++ }),
    component,
    h(Step, { run: () => void state.depth-- }),
    comment(closeMarker("island")),
  ];
}

/** JSX in a prop, alone or in an array, becomes a slot: it stays server-rendered, the browser reuses its DOM. */
function withSlots(value: unknown, state: RenderState): unknown {
  if (Array.isArray(value)) return value.some(isJsx) ? value.map((item) => withSlots(item, state)) : value;
  if (!isJsx(value)) return value;
  const id = state.slots.push({ content: value, rendered: false }) - 1;
  const slot = h(Slot, { id });
  state.slot_ids.set(slot, id);
  return slot;
}

function Slot({ id }: { id: number }): ComponentChild {
  const state = current.state;
  const slot = state?.slots[id];
  if (state === null || slot === undefined) return null;
  const depth = state.depth;
  slot.rendered = true;
  return [
    comment(openMarker("slot", id)),
    h(Step, { run: () => void (state.depth = 0) }),
    slot.content,
    h(Step, { run: () => void (state.depth = depth) }),
    comment(closeMarker("slot")),
  ];
}

/** Islands already between their markers. */
const unwrapped = new WeakSet<VNode>();

function visit(vnode: VNode<Record<string, unknown>>, state: RenderState): void {
  const type = vnode.type;
  if (typeof type === "string") return visitElement(vnode, type, state);
  if (state.depth > 0) return;
  const island = state.snapshot.islands.get(type);
  if (island === undefined || unwrapped.has(vnode)) return;
  // The vnode is changed in place: it may be a constant of a module, which the next rendering meets as a boundary.
  const props: BoundaryProps = { inner: h(type, vnode.props), island };
  props.inner.key = vnode.key;
  Object.assign(vnode, { type: IslandBoundary, props });
}

function visitElement(vnode: VNode<Record<string, unknown>>, type: string, state: RenderState): void {
  const { props } = vnode;
  let more: Record<string, unknown> | null = null;
  if ((type === "script" && !("src" in props) || type === "style") && !("nonce" in props)) {
    more = { nonce: state.nonce };
  } else if ((type === "img" || type === "source") && !("data-fresh-disable-lock" in props)) {
    more = lockedSources(props, state);
  }
  if (props["f-client-nav"] === false) more = { ...more, "f-client-nav": "false" };
  if (vnode.key !== null && vnode.key !== undefined) more = { ...more, [KEY_ATTRIBUTE]: String(vnode.key) };
  if (more !== null) vnode.props = { ...props, ...more };
}

/** `src` and `srcset` of files in the static folder get the cache key, so that they can be cached for a year. */
function lockedSources(props: Record<string, unknown>, { snapshot }: RenderState): Record<string, unknown> | null {
  const { src, srcset, srcSet = srcset } = props;
  const lock = (url: string) => snapshot.files.has(url) ? assetUrl(url, snapshot.asset_id) : url;
  const locked: Record<string, unknown> = {};
  if (typeof src === "string") locked.src = lock(src);
  if (typeof srcSet === "string") locked.srcset = srcSet.replaceAll(/[^\s,]+(?=\s|,|$)/g, lock);
  return Object.keys(locked).length > 0 ? locked : null;
}

// Preact calls `__b` for each vnode before rendering it. The name is stable: devtools and signals build on it.
const previous: unknown = Reflect.get(options, "__b");
Reflect.set(options, "__b", (vnode: VNode<Record<string, unknown>>) => {
  if (current.state !== null) visit(vnode, current.state);
  if (typeof previous === "function") previous(vnode);
});

// `jsx: precompile` writes elements as strings; their attributes pass here.
const previous_attr: unknown = Reflect.get(options, "attr");
Reflect.set(options, "attr", (name: string, value: unknown): unknown => {
  if (name === "f-client-nav" && value === false) return `${name}="false"`;
  if (name === "key" && value !== null && value !== undefined) return `${KEY_ATTRIBUTE}="${escapeAttribute(value)}"`;
  return typeof previous_attr === "function" ? previous_attr(name, value) : undefined;
});

function escapeAttribute(value: unknown): string {
  return String(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
