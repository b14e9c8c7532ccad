/**
 * A nudge from a transaction to the workers of this process: "rows are waiting". Given after the commit, never after a
 * rollback, and free to get lost: whoever works the rows also sweeps them.
 */
import type { Tx } from "./tx.ts";

export type Topic = "events" | "notifications" | "webhooks" | "imports" | "tick";

const listeners = new Set<(topic: Topic) => void>();

/** Asks for the work behind `topic` to be looked at as soon as this transaction has committed. */
export function wake(tx: Tx, topic: Topic): void {
  tx.after_commit(() => {
    for (const listen of [...listeners]) listen(topic);
  });
}

/** @returns the way out */
export function on_wake(listen: (topic: Topic) => void): () => void {
  listeners.add(listen);
  return () => void listeners.delete(listen);
}
