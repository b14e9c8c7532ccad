/**
 * Live updates: after a commit every page that follows what changed is told to look again. A message names a topic, an
 * id and an event type, never data: what a page may see is decided where it reads.
 */
import type { Actor } from "./actor.ts";
import type { Entity } from "./entity.ts";
import { attach_socket, type LiveSocket, type SocketOptions } from "./live/socket.ts";
import { create_hub, type Send, type Subscribed } from "./live/hub.ts";
import { live_message, packets } from "./live/message.ts";
import { log } from "./log.ts";
import type { Platform } from "./platform.ts";
import type { Tx } from "./tx.ts";

export type { Send, Subscribed } from "./live/hub.ts";

export interface LiveHub {
  /** Follows topics for an actor. @returns what was granted, and the way out */
  subscribe(actor: Actor, topics: readonly string[], send: Send): Subscribed;
  /** Serves an open WebSocket until it closes: `{"subscribe":["tickets"],"since":1790000000000}`, `{"unsubscribe":[…]}`, `{"ping":1}`. */
  attach(socket: LiveSocket, actor: Actor, options?: SocketOptions): void;
  /** Closes every socket with 1001, so that pages connect elsewhere. */
  close(): Promise<void>;
  /** Open sockets and topics followed, for /metrics. */
  state(): { followers: number; topics: number };
}

/** Under the role and policies of whoever asks. */
async function is_visible(tx: Tx, entity: Entity, id: string): Promise<boolean> {
  return (await tx.sql`/* live.is_visible */ select 1 from ${tx.sql(entity.table)} where id = ${id}::text::uuid`)
    .length > 0;
}

const channel = "omni_live";
/** One NOTIFY for all commits of this long: it takes a lock that serialises commits, so never one each. */
const window_ms = 25;

export async function create_live(
  platform: Pick<Platform, "db" | "on_committed"> & Partial<Pick<Platform, "read">>,
): Promise<LiveHub> {
  const { bus } = platform.db;
  const { read } = platform;
  const hub = create_hub(read && ((actor, entity, id) => read(actor, (tx) => is_visible(tx, entity, id))));
  const closers = new Set<() => void>();
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function flush(): Promise<void> {
    timer = undefined;
    const messages = waiting;
    waiting = [];
    try {
      for (const packet of packets(messages)) await bus.notify(channel, packet);
    } catch (error) {
      if (closed) return;
      log.warn("live updates could not be sent", { messages: messages.length, error });
      hub.gap(); // at least the pages of this replica look again
    }
  }

  platform.on_committed((events) => {
    if (closed) return;
    for (const event of events) waiting.push(JSON.stringify(live_message(event)));
    timer ??= setTimeout(() => void flush(), window_ms);
  });
  const unlisten = await bus.listen(channel, hub.receive, hub.gap);

  return {
    subscribe: hub.subscribe,
    attach(socket, actor, options) {
      const close = attach_socket(hub, socket, actor, options, () => closers.delete(close));
      closers.add(close);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      for (const close of [...closers]) close();
      await unlisten();
    },
    state: hub.state,
  };
}
