import { Signal } from "@preact/signals";
import { isJsx } from "./jsx.ts";

/**
 * Values that need no row of their own. `deserialize.ts` holds the same table.
 * The format: a list of rows, row 0 is the value. A row is a primitive, `{key: row}` for an object, `[row, …]` for an
 * array, or `["tag", …]` for the rest. Shared and circular references are one row that several others name.
 */
const constants = new Map<unknown, number>([
  [undefined, -1],
  [null, -2],
  [true, -3],
  [false, -4],
  [Infinity, -6],
  [-Infinity, -7],
]);
const NOT_A_NUMBER = -5, MINUS_ZERO = -8, HOLE = -9;

/** Thrown when a value cannot travel to the browser. `path` says where it sits: `["rows", 3, "onClick"]`. */
export class NotSerializable extends Error {
  constructor(readonly what: string, readonly path: (string | number)[]) {
    super(`${what} cannot be sent to the browser`);
  }
}

/**
 * Writes a value as JSON that `deserialize()` reads back: JSON's own types and undefined, bigint, -0, NaN, Infinity, Date,
 * URL, RegExp, Map, Set, Uint8Array, signals, and server-rendered JSX (its slot number, from `slot_of`).
 * The result is safe inside a `<script>` element.
 */
export function serialize(root: object, slot_of: (vnode: object) => number | undefined): string {
  const rows: unknown[] = [];
  const seen = new Map<unknown, number>();
  const path: (string | number)[] = [];

  function within(step: string | number, value: unknown): number {
    path.push(step);
    const row = add(value);
    path.pop();
    return row;
  }

  function add(value: unknown): number {
    const constant = constants.get(value);
    if (constant !== undefined) return constant;
    if (typeof value === "number" && Number.isNaN(value)) return NOT_A_NUMBER;
    if (Object.is(value, -0)) return MINUS_ZERO;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const row = rows.push(null) - 1;
    seen.set(value, row);
    rows[row] = describe(value);
    return row;
  }

  function describe(value: unknown): unknown {
    if (typeof value === "string" || typeof value === "number") return value;
    if (typeof value === "bigint") return ["n", String(value)];
    if (typeof value !== "object" || value === null) throw refuse(value, path);
    if (Array.isArray(value)) {
      return Array.from({ length: value.length }, (_, i) => i in value ? within(i, value[i]) : HOLE);
    }
    if (value instanceof Signal) return [is_computed(value) ? "c" : "s", within("value", value.peek())];
    if (value instanceof Date) return ["d", value.getTime()];
    if (value instanceof URL) return ["u", value.href];
    if (value instanceof RegExp) return ["r", value.source, value.flags];
    if (value instanceof Uint8Array) return ["b", base64(value)];
    if (value instanceof Map) {
      return ["m", ...[...value].flatMap(([key, item], i) => [within(i, key), within(String(key), item)])];
    }
    if (value instanceof Set) return ["e", ...[...value].map((item, i) => within(i, item))];
    const slot = slot_of(value);
    if (slot !== undefined) return ["j", slot];
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null || isJsx(value)) throw refuse(value, path);
    // Entries, not assignment: a key "__proto__" must stay data.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(key, item)]));
  }

  add(root);
  return JSON.stringify(rows).replaceAll("<", "\\u003c");
}

function refuse(value: unknown, path: (string | number)[]): NotSerializable {
  const what = typeof value === "function"
    ? "a function"
    : typeof value === "symbol"
    ? "a symbol"
    : value instanceof Promise
    ? "a promise"
    : isJsx(value)
    ? "JSX inside an object (give it as a prop of its own)"
    : `an instance of ${value?.constructor?.name ?? "an unnamed class"}`;
  return new NotSerializable(what, [...path]);
}

/** A computed signal has no setter; the browser gets its value at the time of rendering. */
function is_computed(signal: Signal): boolean {
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(signal), "value")?.set === undefined;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
