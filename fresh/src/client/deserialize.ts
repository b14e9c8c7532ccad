import type { signal } from "@preact/signals";

/** `undefined, null, true, false, NaN, Infinity, -Infinity, -0` at -1 … -8; `serialize.ts` writes the same numbers. */
const constants = [undefined, undefined, null, true, false, NaN, Infinity, -Infinity, -0];
const HOLE = -9;

export interface Revive {
  /** Server-rendered JSX: the content of slot `id`. */
  slot: (id: number) => unknown;
  /** Given only if the page holds a signal, so that other pages need not load the signals library. */
  signals: { signal: typeof signal; computed: (value: () => unknown) => unknown } | null;
}

/** Whether the rows hold a signal. */
export function hasSignals(rows: unknown[]): boolean {
  return rows.some((row) => Array.isArray(row) && (row[0] === "s" || row[0] === "c"));
}

/** Reads what `serialize()` wrote, with the identity of shared and circular references. */
export function deserialize(rows: unknown[], revive: Revive): unknown {
  const done = new Map<number, unknown>();

  function read(row: unknown): unknown {
    if (typeof row !== "number") throw new TypeError(`Island data: row number expected, found ${JSON.stringify(row)}`);
    if (row < 0) return constants[-row];
    if (done.has(row)) return done.get(row);
    return build(row, rows[row]);
  }

  function keep<T>(row: number, value: T): T {
    done.set(row, value);
    return value;
  }

  function build(row: number, data: unknown): unknown {
    if (Array.isArray(data)) {
      return typeof data[0] === "string" ? tagged(row, data[0], data.slice(1)) : list(row, data);
    }
    if (typeof data !== "object" || data === null) return keep(row, data);
    const object = keep(row, {});
    for (const [key, item] of Object.entries(data)) {
      Object.defineProperty(object, key, { value: read(item), enumerable: true, configurable: true, writable: true });
    }
    return object;
  }

  function list(row: number, items: unknown[]): unknown[] {
    const array = keep<unknown[]>(row, new Array(items.length));
    items.forEach((item, i) => {
      if (item !== HOLE) array[i] = read(item);
    });
    return array;
  }

  function tagged(row: number, tag: string, rest: unknown[]): unknown {
    const [first, second] = rest;
    switch (tag) {
      case "n":
        return keep(row, BigInt(String(first)));
      case "d":
        return keep(row, new Date(first === null ? NaN : Number(first)));
      case "u":
        return keep(row, new URL(String(first)));
      case "r":
        return keep(row, new RegExp(String(first), String(second)));
      case "b":
        return keep(row, Uint8Array.from(atob(String(first)), (char) => char.charCodeAt(0)));
      case "j":
        return keep(row, revive.slot(Number(first)));
      case "m": {
        const map = keep(row, new Map<unknown, unknown>());
        for (let i = 0; i < rest.length; i += 2) map.set(read(rest[i]), read(rest[i + 1]));
        return map;
      }
      case "e": {
        const set = keep(row, new Set<unknown>());
        for (const item of rest) set.add(read(item));
        return set;
      }
      case "s": {
        const made = keep(row, revive.signals?.signal<unknown>(undefined));
        if (made) made.value = read(first);
        return made;
      }
      case "c":
        return keep(row, revive.signals?.computed(() => read(first)));
    }
    throw new TypeError(`Island data: unknown tag "${tag}"`);
  }

  return read(0);
}
