/** The bell on PostgreSQL: LISTEN wakes every replica, polling covers for messages that were missed. */
import type { Bus } from "~/domain/kernel/db/connect.ts";
import { log } from "~/domain/kernel/log.ts";
import { type Bell, is_topic, topics } from "./bell.ts";

const channel = "omni_bell";

export interface PostgresBellOptions {
  bus: Bus;
  /** Milliseconds between looks without a message. Default 5000: one indexed query a topic, 0.1 ms each. */
  poll_ms?: number;
}

export function postgres_bell({ bus, poll_ms = 5_000 }: PostgresBellOptions): Bell {
  const delayed = new Set<ReturnType<typeof setTimeout>>();
  let unlisten: (() => Promise<void>) | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  let closed = false;

  async function send(topic: string): Promise<void> {
    try {
      if (!closed) await bus.notify(channel, topic);
    } catch (error) {
      if (!closed) log.warn("the database took no message, the sweep will find the work", { topic, error });
    }
  }

  return {
    async ring(topic, options = {}) {
      if (!options.delay_ms) return await send(topic);
      const timer = setTimeout(() => {
        delayed.delete(timer);
        void send(topic);
      }, options.delay_ms);
      delayed.add(timer);
    },

    async listen(handler) {
      const look_everywhere = () => topics.forEach(handler);
      poll = setInterval(look_everywhere, poll_ms);
      const heard = (topic: string) => void (is_topic(topic) && handler(topic));
      try {
        unlisten = await bus.listen(channel, heard, look_everywhere);
      } catch (error) {
        // Behind a transaction pooler LISTEN is refused or deaf; polling alone still works.
        log.warn("no wake-up messages from the database, polling alone", { poll_ms, error });
      }
    },

    async close() {
      closed = true;
      clearInterval(poll);
      for (const timer of delayed) clearTimeout(timer);
      await unlisten?.().catch(() => {});
    },
  };
}
