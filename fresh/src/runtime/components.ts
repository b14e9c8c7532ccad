import { type ComponentChildren, Fragment, toChildArray, type VNode } from "preact";
import { current } from "../render_state.ts";
import { marked } from "../vnodes.ts";
import { IS_BROWSER } from "./env.ts";

/** Adds its children to the document's head. Of two elements with the same key, id or meta name, or two titles, the last wins. */
export function Head({ children }: { children?: ComponentChildren }): null {
  current.state?.head.push(...elements(children));
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
  const refuse = (problem: string) => new Error(`<Partial name="${name}"> ${problem}`);
  if (IS_BROWSER || state?.in_island) {
    throw refuse("stands inside an island. Place it in a page or layout, or in JSX given to the island.");
  }
  if (state?.partials.has(name)) throw refuse("appears twice on the page. Give each its own name.");
  state?.partials.add(name);
  return marked("partial", [name, mode], children);
}
