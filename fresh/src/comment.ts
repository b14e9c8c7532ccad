import { Fragment, type FunctionComponent, h, type VNode } from "preact";

// preact-render-to-string writes a Fragment with this prop as a comment.
const Comment: FunctionComponent<{ UNSTABLE_comment?: string }> = Fragment;

/** An HTML comment, on the server. */
export function comment(text: string): VNode {
  return h(Comment, { UNSTABLE_comment: text });
}
