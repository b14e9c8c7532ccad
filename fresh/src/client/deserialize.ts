import type { Signal } from "@preact/signals";
import { unflatten } from "devalue";

export interface Revive {
  /** Server-rendered JSX: the content of slot `id`. */
  slot: (id: number) => unknown;
  /** Null where `hasSignals()` says so: such pages need not load the signals library. */
  signals: Pick<typeof import("@preact/signals"), "signal" | "computed"> | null;
}

export function hasSignals(rows: unknown[]): boolean {
  return rows.some((row) => Array.isArray(row) && (row[0] === "signal" || row[0] === "computed"));
}

/** Reads what `serialize()` wrote. */
export function deserialize(rows: unknown[], { slot, signals }: Revive): Record<string, unknown>[] {
  // A signal that holds itself is met again while its value is being read: known by the list that the value comes in.
  const made = new Map<unknown[], Signal<unknown> | undefined>();
  return unflatten(rows, {
    slot: ([id]) => slot(id),
    bytes: ([base64]) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
    computed: (box) => signals?.computed(() => box[0]),
    signal(box) {
      const signal = made.get(box) ?? signals?.signal<unknown>(undefined);
      made.set(box, signal);
      if (signal) signal.value = box[0];
      return signal;
    },
  });
}
