import { Signal } from "@preact/signals";
import { DevalueError, stringify } from "devalue";
import type { RenderState } from "./render_state.ts";
import { isJsx } from "./vnodes.ts";

/** What Fresh documents as a prop. Devalue takes more; an application that used it would not run on Fresh. */
const documented = new Set([
  "Array",
  "Date",
  "Map",
  "Object",
  "RegExp",
  "Set",
  "URL",
]);
const nested_jsx = Symbol("JSX inside an object");

/**
 * Writes the props of a page's islands as JSON that `deserialize()` reads back, with shared and circular references.
 * Server-rendered JSX is the number of its slot. The result is safe inside a `<script>` element.
 */
export function serialize(instances: RenderState["instances"], slot_ids: RenderState["slot_ids"]): string {
  // In a list each, as devalue takes what is falsy for "not mine".
  const reducers: Record<string, (value: unknown) => unknown> = {
    slot: (value) => isJsx(value) && [slot_ids.get(value) ?? nested_jsx],
    signal: (value) => value instanceof Signal && !isComputed(value) && [value.peek()],
    computed: (value) => value instanceof Signal && [value.peek()],
    bytes: (value) => value instanceof Uint8Array && [value.toBase64()],
  };
  const tagOf = (value: unknown) => {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return documented.has(tag) ? tag : "Object";
  };
  try {
    return stringify(instances.map(({ props }) => props), reducers, { operations: { tagOf } });
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    const path = error.value === nested_jsx ? error.path.slice(0, -"[0]".length) : error.path;
    const [, instance, prop] = /^\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
    const island = instances[Number(instance)]?.island;
    throw new TypeError(
      `Island "${island?.name}" (${island?.file}): prop "${prop}" is ${
        kindOf(error.value)
      }, which cannot be sent to the ` +
        `browser. Pass plain data (strings, numbers, objects, arrays, Date, Map, Set, URL, signals, JSX), and make the rest inside the island.`,
    );
  }
}

function kindOf(value: unknown): string {
  if (value === nested_jsx) {
    return "JSX inside an object (give it as a prop of its own)";
  }
  return typeof value === "object" ? `an instance of ${value?.constructor?.name ?? "a class"}` : `a ${typeof value}`;
}

/** A computed signal has no setter; the browser gets its value at the time of rendering. */
function isComputed(signal: Signal): boolean {
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(signal), "value")
    ?.set === undefined;
}
