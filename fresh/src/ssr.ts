import { type ComponentChild, type ComponentChildren, h, options, toChildArray, type VNode } from "preact";
import { HEAD_MARKER, KEY_ATTRIBUTE } from "./markers.ts";
import { current, type RenderState } from "./render_state.ts";
import { asset } from "./runtime/env.ts";
import type { Island } from "./snapshot.ts";
import { comment, isJsx, marked } from "./vnodes.ts";

/** Renders nothing, at its place in the (depth-first, synchronous) rendering. */
function Step({ run }: { run: () => void }): null {
  run();
  return null;
}

function within(in_island: boolean, state: RenderState, child: ComponentChild): ComponentChild[] {
  const before = state.in_island;
  const turn = (to: boolean) => h(Step, { run: () => void (state.in_island = to) });
  return [turn(in_island), child, turn(before)];
}

interface BoundaryProps {
  inner: VNode<Record<string, unknown>>;
  island: Island;
}

/** Writes an island between markers, and notes its props for the browser. */
function IslandBoundary({ inner, island }: BoundaryProps): ComponentChild {
  const state = current.state;
  if (state === null) return inner;
  const props = Object.fromEntries(Object.entries(inner.props).map(([name, value]) => [name, withSlots(value, state)]));
  const id = state.instances.push({ island, props }) - 1;
  return marked("island", [island.name, id, String(inner.key ?? "")], within(true, state, h(inner.type, props)));
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
  slot.rendered = true;
  return marked("slot", [id], within(false, state, slot.content));
}

function visit(vnode: VNode<Record<string, unknown>>, state: RenderState): void {
  const { type, props, key } = vnode;
  if (typeof type === "string") {
    const added = addedProps(type, props, state);
    if (key !== null && key !== undefined) added[KEY_ATTRIBUTE] = String(key);
    if (Object.keys(added).length > 0) vnode.props = { ...props, ...added };
    return;
  }
  const island = state.in_island ? undefined : state.snapshot.components.get(type);
  if (island === undefined) return;
  // The vnode is changed in place: it may be a constant of a module, which the next rendering meets as a boundary.
  const inner = h(type, props);
  inner.key = key;
  Object.assign(vnode, { type: IslandBoundary, props: { inner, island } });
}

function addedProps(type: string, props: Record<string, unknown>, state: RenderState): Record<string, unknown> {
  const added: Record<string, unknown> = {};
  if (type === "head") {
    state.own_head = childrenOf(props);
    added.children = comment(HEAD_MARKER);
  } else if ((type === "script" && !("src" in props) || type === "style") && !("nonce" in props)) {
    added.nonce = state.nonce;
  } else if ((type === "img" || type === "source") && !("data-fresh-disable-lock" in props)) {
    // Files of the static folder get the cache key, so that they can be cached for a year.
    const lock = (url: string) => state.snapshot.files.has(url) ? asset(url) : url;
    const { src, srcset, srcSet = srcset } = props;
    if (typeof src === "string") added.src = lock(src);
    if (typeof srcSet === "string") added.srcset = srcSet.replaceAll(/[^\s,]+(?=\s|,|$)/g, lock);
  }
  if (props["f-client-nav"] === false) added["f-client-nav"] = "false";
  return added;
}

function childrenOf({ children }: { children?: ComponentChildren }): ComponentChild[] {
  return toChildArray(children);
}

/** Adds to a hook of Preact. What others hung there runs too, unless this one answers. */
function hook<Args extends unknown[]>(name: string, run: (...args: Args) => unknown): void {
  const others: unknown = Reflect.get(options, name);
  Reflect.set(options, name, (...args: Args) => run(...args) ?? (typeof others === "function" && others(...args)));
}

// Preact calls `__b` for each vnode before rendering it. The name is stable: devtools and signals build on it.
hook(
  "__b",
  (vnode: VNode<Record<string, unknown>>) => current.state === null ? undefined : visit(vnode, current.state),
);

// `jsx: precompile` writes elements as strings; their attributes pass here.
hook("attr", (name: string, value: unknown) => {
  if (name === "f-client-nav" && value === false) return `${name}="false"`;
  if (name === "key" && value !== null && value !== undefined) return `${KEY_ATTRIBUTE}="${escapeAttribute(value)}"`;
});

function escapeAttribute(value: unknown): string {
  return String(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
