/** One page's WebSocket: what it may ask for, and when it is let go. */
import type { Actor } from "../actor.ts";
import type { Hub } from "./hub.ts";

export interface SocketOptions {
  /** Milliseconds after which the page has to connect anew, and so to prove again who it is. Default 30 minutes. */
  max_age_ms?: number;
}

/** The part of a WebSocket that is used here. */
export type LiveSocket = Pick<WebSocket, "send" | "close" | "readyState" | "bufferedAmount" | "addEventListener">;

const most_topics = 50;
const longest_topic = 100;
const longest_message = 8_192;
/** A page that does not read is not kept: its messages would fill the server's memory. 1 MB is some 10,000 of them. */
const most_buffered = 1_000_000;
const most_messages_a_minute = 120;
const open_state = 1;

/** @returns closes the socket with 1001 "going away" */
export function attach_socket(
  hub: Hub,
  socket: LiveSocket,
  actor: Actor,
  options: SocketOptions = {},
  ended: () => void = () => {},
): () => void {
  const topics = new Map<string, () => void>();
  let heard = 0;
  let minute = Date.now();

  const send = (text: string) => {
    if (socket.readyState !== open_state) return;
    if (socket.bufferedAmount > most_buffered) return socket.close(1013, "too slow");
    socket.send(text);
  };
  const say = (value: unknown) => send(JSON.stringify(value));
  const expiry = setTimeout(() => socket.close(4001, "sign in again"), options.max_age_ms ?? 30 * 60_000);

  socket.addEventListener("message", (event) => {
    const now = Date.now();
    if (now - minute > 60_000) [minute, heard] = [now, 0];
    if (++heard > most_messages_a_minute) return socket.close(1008, "too many messages");
    if (typeof event.data !== "string" || event.data.length > longest_message) return socket.close(1009, "too big");
    const asked = read(event.data);
    if (asked === null) {
      return say({ error: 'must be {"subscribe":["tickets"]}, {"unsubscribe":["tickets"]} or {"ping":1}' });
    }
    if (asked.ping) say({ pong: 1 });
    for (const topic of asked.unsubscribe) {
      topics.get(topic)?.();
      topics.delete(topic);
    }
    if (asked.subscribe.length > 0) subscribe(asked.subscribe, asked.since);
  });

  function subscribe(wanted: readonly string[], since: number | null): void {
    const fresh = wanted.filter((topic) => !topics.has(topic));
    const room = fresh.slice(0, most_topics - topics.size);
    const refused = fresh.slice(room.length).map((topic) => ({ topic, reason: `is one more than ${most_topics}` }));
    for (const topic of room) {
      const result = hub.subscribe(actor, [topic], send);
      if (result.granted.length > 0) topics.set(topic, result.unsubscribe);
      refused.push(...result.refused);
    }
    say({ subscribed: [...topics.keys()], ...(refused.length > 0 ? { refused } : {}) });
    if (since !== null) hub.catch_up(actor, wanted.filter((topic) => topics.has(topic)), since, send);
  }

  function end(): void {
    clearTimeout(expiry);
    for (const unsubscribe of topics.values()) unsubscribe();
    topics.clear();
    ended();
  }
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  return () => {
    end();
    socket.close(1001, "going away");
  };
}

interface Asked {
  subscribe: string[];
  unsubscribe: string[];
  /** When the page was asked for: what changed since then is told at once. */
  since: number | null;
  ping: boolean;
}

function read(text: string): Asked | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [subscribe, unsubscribe] = [
    topics_in(Reflect.get(value, "subscribe")),
    topics_in(Reflect.get(value, "unsubscribe")),
  ];
  const ping = Reflect.has(value, "ping");
  if (subscribe === null || unsubscribe === null || (!ping && subscribe.length + unsubscribe.length === 0)) return null;
  const since: unknown = Reflect.get(value, "since");
  return { subscribe, unsubscribe, since: typeof since === "number" ? since : null, ping };
}

function topics_in(value: unknown): string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > most_topics * 2) return null;
  const topics = value.filter((topic) => typeof topic === "string" && topic.length <= longest_topic);
  return topics.length === value.length ? topics : null;
}
