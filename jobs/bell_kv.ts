/** The bell on the Deno KV queue: for one replica, or a platform that offers KV queues. */
import { log } from "~/domain/kernel/log.ts";
import { type Bell, is_topic } from "./bell.ts";

/** Of several listeners in one process each hears some messages only, without a word (denoland/deno#28772). */
let listening = false;

/** @param path the KV file; `:memory:` for tests, undefined for the platform's own store */
export async function kv_bell(path?: string): Promise<Bell> {
  const kv = await Deno.openKv(path);
  let ended: Promise<void> | undefined;
  let closed = false;
  return {
    async ring(topic, options = {}) {
      if (closed) return;
      try {
        // No keysIfUndelivered: what a lost message announced is found by the sweep.
        await kv.enqueue({ topic }, { delay: options.delay_ms ?? 0 });
      } catch (error) {
        if (!closed) log.warn("the queue took no message, the sweep will find the work", { topic, error });
      }
    },

    listen(handler) {
      if (listening) {
        throw new Error(
          "A second queue listener in this process would steal messages from the first: use the one of jobs/start.ts",
        );
      }
      listening = true;
      ended = kv.listenQueue((message: unknown) => {
        const topic: unknown = typeof message === "object" && message !== null
          ? Reflect.get(message, "topic")
          : undefined;
        if (is_topic(topic)) handler(topic); // an unknown one is a message of another version: dropped, not retried
      }).finally(() => listening = false);
      return Promise.resolve();
    },

    async close() {
      if (closed) return;
      closed = true;
      kv.close();
      await ended?.catch(() => {}); // it ends by the closing of its store
    },
  };
}
