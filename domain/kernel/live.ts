/**
 * Live: tells open pages that something of theirs changed. A message names a topic and carries no data: the page asks
 * again under its own rights, so a socket can never show what a page would not.
 */
import { type Actor, portal_of } from "./actor.ts";
import type { NewEvent } from "./events.ts";
import { find_entity } from "./entity.ts";
import { log } from "./log.ts";
import type { Platform } from "./platform.ts";

export interface LiveHub {
  attach(socket: WebSocket, actor: Actor): void;
  subscribe(actor: Actor, topics: readonly string[], send: (message: LiveMessage) => void): () => void;
  close(): Promise<void>;
}

/** `*` after a gap: what happened meanwhile is unknown. */
export interface LiveMessage {
  topic: string;
}

/** What replicas tell each other of an event. */
interface Change {
  /** Entity path, such as `tickets`. */
  p: string;
  id: string;
  /** Subscriber, where a portal may hear of it. */
  s: string | null;
}

interface Listener {
  actor: Actor;
  topics: Set<string>;
  send: (message: LiveMessage) => void;
}

const channel = "omni_live";
/** Milliseconds in which the changes of many commits become one notify: NOTIFY takes a global lock at commit. */
const gather_ms = 25;
const changes_a_message = 60;
export const most_topics = 50;
const longest_message = 8_192;
/** Bytes a socket may lag behind before it is dropped; its page reconnects and refreshes. */
const most_buffered = 256 * 1024;

export async function create_live(platform: Platform): Promise<LiveHub> {
  const listeners = new Set<Listener>();
  const sockets = new Set<WebSocket>();
  let waiting: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const deliver = (change: Change) => {
    for (const listener of listeners) {
      for (const topic of topics_of(change)) {
        if (listener.topics.has(topic) && hears(listener.actor, change)) listener.send({ topic });
      }
    }
  };
  const flush = () => {
    timer = undefined;
    const changes = waiting;
    waiting = [];
    for (let at = 0; at < changes.length; at += changes_a_message) {
      platform.db.bus.notify(channel, JSON.stringify(changes.slice(at, at + changes_a_message)))
        .catch((error) => log.warn("open pages were not told of a change", { error }));
    }
  };
  const unlisten = await platform.db.bus.listen(
    channel,
    (payload) => {
      const changes: Change[] = JSON.parse(payload);
      for (const change of changes) deliver(change);
    },
    () => {
      for (const listener of listeners) listener.send({ topic: "*" });
    },
  );
  platform.on_committed((events) => {
    waiting.push(...distinct(events));
    timer ??= setTimeout(flush, gather_ms);
  });

  const hub: LiveHub = {
    subscribe(actor, topics, send) {
      const listener = { actor, topics: new Set(topics.slice(0, most_topics)), send };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    attach(socket, actor) {
      let stop = () => {};
      sockets.add(socket);
      socket.onmessage = ({ data }) => {
        const topics = asked(data);
        if (!topics) return socket.close(1008, "send {\"subscribe\": [\"topic\", …]}");
        stop();
        stop = hub.subscribe(actor, topics, (message) => {
          if (socket.readyState !== WebSocket.OPEN) return;
          if (socket.bufferedAmount > most_buffered) return socket.close(1013, "too slow");
          socket.send(JSON.stringify(message));
        });
      };
      socket.onerror = () => {};
      socket.onclose = () => {
        stop();
        sockets.delete(socket);
      };
    },

    async close() {
      clearTimeout(timer);
      for (const socket of sockets) socket.close(1001, "the server restarts");
      await unlisten();
    },
  };
  return hub;
}

const topics_of = (change: Change) => [change.p, `${change.p}:${change.id}`];

/** An outsider hears of own rows only, and of no event that is for staff. */
const hears = (actor: Actor, change: Change) => portal_of(actor) === null || (change.s !== null && actor.subscriber_ids.includes(change.s));

function distinct(events: readonly NewEvent[]): Change[] {
  const found = new Map<string, Change>();
  for (const event of events) {
    const change: Change = {
      p: find_entity(event.subject_type)?.path ?? event.subject_type,
      id: event.subject_id,
      s: event.audience === "all" ? event.subscriber_id : null,
    };
    const key = `${change.p}:${change.id}`;
    if (!found.has(key) || change.s) found.set(key, change);
  }
  return [...found.values()];
}

function asked(data: unknown): string[] | null {
  if (typeof data !== "string" || data.length > longest_message) return null;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== "object" || message === null || !("subscribe" in message) || !Array.isArray(message.subscribe)) return null;
    const topics = message.subscribe.filter((topic): topic is string => typeof topic === "string" && /^[\w:.-]{1,80}$/.test(topic));
    return topics.length <= most_topics ? topics : null;
  } catch {
    return null;
  }
}
