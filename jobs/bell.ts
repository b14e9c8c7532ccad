/**
 * Bell: says that rows are waiting, never what is in them. PostgreSQL holds the truth, so a message that is lost costs
 * at most one sweep interval, and one that comes twice finds nothing to do.
 */
import type { Topic } from "~/domain/kernel/wake.ts";

export type { Topic } from "~/domain/kernel/wake.ts";

export const topics = ["events", "notifications", "webhooks", "imports", "tick"] as const satisfies readonly Topic[];

export interface RingOptions {
  /** Milliseconds until the bell sounds. Default 0. */
  delay_ms?: number;
}

export interface Bell {
  /** Never throws: a bell that cannot ring is the sweep's business. */
  ring(topic: Topic, options?: RingOptions): Promise<void>;
  /** One handler a bell. It must not throw and may be called more often than the bell was rung. */
  listen(handler: (topic: Topic) => void): Promise<void>;
  /** After this nothing is heard any more. */
  close(): Promise<void>;
}

export const is_topic = (value: unknown): value is Topic => topics.some((topic) => topic === value);

/**
 * Rings a topic once for all that ask within `window_ms`. Under load this makes forty messages a second out of
 * thousands of commits: a NOTIFY takes a lock that serialises commits, and a KV message costs a write to disk.
 */
export function coalesced(bell: Bell, window_ms = 25): Bell {
  const pending = new Map<Topic, ReturnType<typeof setTimeout>>();
  return {
    ring(topic, options) {
      if (options?.delay_ms) return bell.ring(topic, options);
      if (!pending.has(topic)) {
        pending.set(
          topic,
          setTimeout(() => {
            pending.delete(topic);
            void bell.ring(topic);
          }, window_ms),
        );
      }
      return Promise.resolve();
    },
    listen: (handler) => bell.listen(handler),
    async close() {
      for (const timer of pending.values()) clearTimeout(timer);
      pending.clear();
      await bell.close();
    },
  };
}
