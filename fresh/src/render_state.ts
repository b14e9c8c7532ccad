import type { ComponentChild, VNode } from "preact";
import type { Island, Snapshot } from "./snapshot.ts";

/** What one rendering of a page collects. Rendering is synchronous, so one module variable is enough. */
export interface RenderState {
  snapshot: Snapshot;
  nonce: string;
  /** Islands inside an island are ordinary components. */
  in_island: boolean;
  /** The props of each island on the page. */
  instances: { island: Island; props: Record<string, unknown> }[];
  /** Server-rendered JSX handed to islands: by placeholder, and by number. */
  slot_ids: Map<object, number>;
  slots: { content: ComponentChild; rendered: boolean }[];
  /** What stands in `<head>` itself, and what each `<Head>` adds, in the order of rendering. */
  own_head: ComponentChild[];
  head: VNode[];
  partials: Set<string>;
}

/** `state` is set while a page renders, and null otherwise, and always in the browser. `asset_id`: see `asset()`. */
export const current: { state: RenderState | null; asset_id: string } = { state: null, asset_id: "0" };

export function newRenderState(snapshot: Snapshot): RenderState {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const [slot_ids, partials] = [new Map(), new Set<string>()];
  return { snapshot, nonce, in_island: false, instances: [], slot_ids, slots: [], own_head: [], head: [], partials };
}
