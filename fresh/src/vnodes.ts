import { type ComponentChildren, Fragment, type FunctionComponent, h, isValidElement, type VNode } from "preact";
import type { MarkerKind } from "./markers.ts";

/** Preact knows elements by a constructor that is undefined; signals and objects without a prototype only seem to have that. */
export function isJsx(value: unknown): value is VNode {
  return isValidElement(value) && Object.hasOwn(value, "constructor");
}

// preact-render-to-string writes a Fragment with this prop as a comment.
const Comment: FunctionComponent<{ UNSTABLE_comment?: string }> = Fragment;

/** An HTML comment, on the server. */
export const comment = (text: string): VNode => h(Comment, { UNSTABLE_comment: text });

/** Puts markers around what an island, slot, partial or page holds. */
export function marked(kind: MarkerKind, args: (string | number)[], children: ComponentChildren): VNode {
  const opening = ["fresh", kind, ...args.map((arg) => encodeURIComponent(arg).replaceAll("-", "%2D"))].join(":");
  return h(Fragment, null, comment(opening), children, comment(`/fresh:${kind}`));
}
