import type { ComponentChild, VNode } from "preact";
import type { Island, Snapshot } from "./snapshot.ts";

/** What one rendering of a page collects. Rendering is synchronous, so one module variable is enough. */
export interface RenderState {
  snapshot: Snapshot;
  nonce: string;
  /** Above zero inside an island: islands there are ordinary components. */
  depth: number;
  /** The islands on the page, and the props of each of their instances. */
  islands: Set<Island>;
  props: { island: Island; props: Record<string, unknown> }[];
  /** Server-rendered JSX handed to islands: by placeholder, and by number. */
  slot_ids: Map<object, number>;
  slots: { content: ComponentChild; rendered: boolean }[];
  /** The contents of all `<Head>`, in the order of rendering. */
  head: VNode[];
  partials: Set<string>;
}

/** `state` is set while a page renders, and null otherwise, and always in the browser. `asset_id`: see `asset()`. */
export const current: { state: RenderState | null; asset_id: string } = { state: null, asset_id: "0" };

export function newRenderState(snapshot: Snapshot): RenderState {
  return {
    snapshot,
    nonce: crypto.randomUUID().replaceAll("-", ""),
    depth: 0,
    islands: new Set(),
    props: [],
    slot_ids: new Map(),
    slots: [],
    head: [],
    partials: new Set(),
  };
}
