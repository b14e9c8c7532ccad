import type { VNode } from "preact";

/** Stable id for a text within one page: the same words give the same id, which is right, they say the same. */
export function text_id(prefix: string, text: string): string {
  let hash = 5381;
  for (let at = 0; at < text.length; at++) hash = (hash * 33 + text.charCodeAt(at)) >>> 0;
  return `${prefix}-${hash.toString(36)}`;
}

/**
 * A native `disabled` takes a button out of the tab order, and its reason with it. So it stays focusable, is announced as
 * disabled, and submits nothing: `type="button"` without a handler is inert even before scripts run.
 */
export function disabled_attributes(reason_id: string | undefined) {
  return reason_id
    ? {
      type: "button" as const,
      "aria-disabled": "true" as const,
      "aria-describedby": reason_id,
      popovertarget: undefined,
      commandfor: undefined,
    }
    : {};
}

/** Shows the reason on hover and on focus; links it for screen readers. Without a reason it adds nothing to the page. */
export function reasoned(reason: string | undefined, button: (reason_id: string | undefined) => VNode): VNode {
  if (!reason) return button(undefined);
  const id = text_id("why", reason);
  return (
    <span class="reasoned">
      {button(id)}
      <span class="reason" role="tooltip" id={id}>{reason}</span>
    </span>
  );
}
