import { isValidElement, type VNode } from "preact";

/** Preact knows elements by a constructor that is undefined; signals and objects without a prototype only seem to have that. */
export function isJsx(value: unknown): value is VNode {
  return isValidElement(value) && Object.hasOwn(value, "constructor");
}
