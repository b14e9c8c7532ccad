/** Short messages between the processes that share a database. What is said here may be lost; the rows are the truth. */

export type Listener = (payload: string) => void;
/** Called when messages may have been missed: read again what you follow. */
export type OnGap = () => void;
export type Unlisten = () => Promise<void>;

export interface Bus {
  listen(channel: string, fn: Listener, on_gap?: OnGap): Promise<Unlisten>;
  /** @throws RangeError over 7999 bytes, PostgreSQL's limit: send ids, not rows. */
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

export interface Subscription {
  channel: string;
  fn: Listener;
  on_gap: OnGap | undefined;
}

const max_payload_bytes = 7999;
const encoder = new TextEncoder();

export function check_message(channel: string, payload: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(channel)) {
    throw new RangeError(`Channel '${channel}' must be 1 to 63 of a-z, 0-9 and _, not starting with a digit`);
  }
  const bytes = encoder.encode(payload).length;
  if (bytes > max_payload_bytes) {
    throw new RangeError(
      `Payload on channel '${channel}' has ${bytes} bytes, the limit is ${max_payload_bytes}: send ids and let listeners read the rows`,
    );
  }
}

/** One listener that throws must not silence the others. */
export function deliver(subscriptions: Iterable<Subscription>, channel: string, payload: string): void {
  for (const it of [...subscriptions]) {
    if (it.channel !== channel) continue;
    try {
      it.fn(payload);
    } catch (error) {
      console.error(`A listener on '${channel}' failed`, error);
    }
  }
}

/** For a database that one process alone uses. Delivers after the caller's turn, as a server would. */
export function in_process_bus(): Bus {
  const subscriptions = new Set<Subscription>();
  return {
    listen(channel, fn, on_gap) {
      check_message(channel, "");
      const it = { channel, fn, on_gap };
      subscriptions.add(it);
      return Promise.resolve(() => Promise.resolve(void subscriptions.delete(it)));
    },
    notify(channel, payload) {
      check_message(channel, payload);
      queueMicrotask(() => deliver(subscriptions, channel, payload));
      return Promise.resolve();
    },
    close: () => Promise.resolve(subscriptions.clear()),
  };
}
