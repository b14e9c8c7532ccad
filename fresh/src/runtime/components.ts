import { type ComponentChildren, Fragment, h, toChildArray, type VNode } from "preact";
import { comment } from "../comment.ts";
import { closeMarker, openMarker } from "../markers.ts";
import { current } from "../render_state.ts";
import { IS_BROWSER } from "./env.ts";

/** Adds its children to the document's head. Of two elements with the same key, id or meta name, or two titles, the last wins. */
export function Head({ children }: { children?: ComponentChildren }): null {
  const state = current.state;
  if (state !== null) { for (const child of elements(children)) state.head.push(child); }
  return null;
}

function elements(children: ComponentChildren): VNode[] {
  return toChildArray(children).flatMap((child) => {
    if (typeof child !== "object") return [];
    return child.type === Fragment ? elements(child.props.children) : [child];
  });
}

export interface PartialProps {
  children?: ComponentChildren;
  /** Unique among the partials of a page. */
  name: string;
  /** Where the new content goes: in place of the old (default), or before or after it. */
  mode?: "replace" | "prepend" | "append";
}

/** An area of the page that a client navigation replaces. */
export function Partial({ name, mode = "replace", children }: PartialProps): VNode {
  const state = current.state;
  if (IS_BROWSER || state !== null && state.depth > 0) {
    throw new Error(
      `<Partial name="${name}"> stands inside an island. Place it in a page or layout, or in JSX given to the island.`,
    );
  }
  if (state?.partials.has(name)) {
    throw new Error(`<Partial name="${name}"> appears twice on the page. Give each its own name.`);
  }
  state?.partials.add(name);
  return h(Fragment, null, comment(openMarker("partial", name, mode)), children, comment(closeMarker("partial")));
}
