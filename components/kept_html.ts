/**
 * HTML that was drawn before. It is kept under all that went into it, as text: what is the same is found, what changed in
 * any way is not, so nothing has to be forgotten in time. Lists are read again by everyone who watches them at each
 * change, and forty-nine of fifty rows, the menu and the filters are what they were.
 */
import { type ComponentChild, Fragment, type FunctionComponent, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { current_locale } from "./text.ts";

/** What is drawn in one context: by one component, for readers of one kind. */
interface Drawings {
  by_key: Map<string, string>;
  size: number;
}

/** Characters in all: about forty pages of lists. */
const most = 4_000_000;
const contexts = new Map<string, Drawings>();
let size = 0;

/** The least recently used first, because a context that is used is put at the end. */
function drawings_of(context: string): Drawings {
  const name = `${current_locale()} ${context}`;
  const known = contexts.get(name) ?? { by_key: new Map(), size: 0 };
  contexts.delete(name);
  for (const [oldest, drawings] of contexts) {
    if (size <= most) break;
    contexts.delete(oldest);
    size -= drawings.size;
  }
  contexts.set(name, known);
  return known;
}

/** @param context all that drawings depend on beside their key. @returns looks a drawing up, or draws and keeps it */
export function kept_drawings(context: string): (key: string, draw: () => ComponentChild) => string {
  const drawings = drawings_of(context);
  return (key, draw) => {
    const known = drawings.by_key.get(key);
    if (known !== undefined) return known;
    const html = renderToString(h(Fragment, null, draw()));
    if (html.includes("<!--")) return html; // an island's data belongs to one page alone
    const added = key.length + html.length;
    if (drawings.size + added > most / 4) { // one context must not push all others out
      size -= drawings.size;
      drawings.by_key.clear();
      drawings.size = 0;
    }
    drawings.by_key.set(key, html);
    drawings.size += added;
    size += added;
    return html;
  };
}

/** Written HTML among vnodes: what compiled JSX itself is made of. */
export const raw_html = (html: string): VNode => jsxTemplate([html]);

/**
 * A component that is drawn once for the same props. These are plain data (no elements, functions or dates), and nothing
 * else goes into it but the language: no clock, no chance, no islands.
 */
export function pure<Props extends object>(name: string, component: FunctionComponent<Props>): (props: Props) => VNode {
  return (props) => raw_html(kept_drawings(name)(JSON.stringify(props), () => h(component, props)));
}
