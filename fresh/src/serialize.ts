import { Signal } from "@preact/signals";
import { DevalueError, stringify } from "devalue";
import { isJsx } from "./vnodes.ts";

/** Thrown when a value cannot travel to the browser. `path` says where it sits: `[0].rows[3].onClick`. */
export class NotSerializable extends Error {
  constructor(readonly what: string, readonly path: string) {
    super(`${path} is ${what}`);
  }
}

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
 * Server-rendered JSX is its slot number, from `slot_of`. The result is safe inside a `<script>` element.
 */
export function serialize(props: unknown[], slot_of: (vnode: object) => number | undefined): string {
  // In a list each, as devalue takes what is falsy for "not mine".
  const reducers: Record<string, (value: unknown) => unknown> = {
    slot: (value) => isJsx(value) && [slot_of(value) ?? nested_jsx],
    signal: (value) => value instanceof Signal && !isComputed(value) && [value.peek()],
    computed: (value) => value instanceof Signal && [value.peek()],
    bytes: (value) => value instanceof Uint8Array && [value.toBase64()],
  };
  const tagOf = (value: unknown) => {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return documented.has(tag) ? tag : "Object";
  };
  try {
    return stringify(props, reducers, { operations: { tagOf } });
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    throw new NotSerializable(
      kindOf(error.value),
      error.path.replace(/\[0\]$/, error.value === nested_jsx ? "" : "$&"),
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
