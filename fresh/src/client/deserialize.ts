import type { Signal } from "@preact/signals";
import { unflatten } from "devalue";

type Signals = Pick<typeof import("@preact/signals"), "signal" | "computed">;

/** Where there is none, the page need not load the signals library. */
export function hasSignals(rows: unknown[]): boolean {
  return rows.some((row) => Array.isArray(row) && (row[0] === "signal" || row[0] === "computed"));
}

/** Reads what `serialize()` wrote. `slot` gives the server-rendered JSX of a number. */
export function deserialize(
  rows: unknown[],
  slot: (id: number) => unknown,
  signals: Signals | null,
): Record<string, unknown>[] {
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
