/**
 * Deno's precompiled JSX writes `aria-pressed={true}` as a bare attribute and leaves `false` out; for ARIA both mean
 * something else ("" is "undefined"). This writes the words, as rendering without precompilation does.
 */
import { options } from "preact";

interface AttributeOptions {
  attr?: (name: string, value: unknown) => string | void;
}
const hooks: AttributeOptions = options;
const before = hooks.attr;

hooks.attr = (name, value) =>
  typeof value === "boolean" && name.startsWith("aria-") ? `${name}="${value}"` : before?.(name, value);
