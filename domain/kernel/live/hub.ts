/** Hub: who on this replica follows what, and who of them may hear of an event. */
import { type Actor, can, portal_of } from "../actor.ts";
import { type Entity, entity_by_path, find_entity } from "../entity.ts";
import { log } from "../log.ts";
import { is_live_message, type LiveMessage } from "./message.ts";

/** Gets JSON text that goes out as it is: it is encoded once for all who hear it. */
export type Send = (text: string) => void;

export interface Subscribed {
  granted: string[];
  refused: { topic: string; reason: string }[];
  unsubscribe(): void;
}

interface Follower {
  actor: Actor;
  send: Send;
}

export interface Hub {
  subscribe(actor: Actor, topics: readonly string[], send: Send): Subscribed;
  /**
   * Tells of the topics that changed since a page was asked for: between its reading and its socket nobody told it.
   * @param since milliseconds of Unix time, by the clock of whichever replica rendered the page
   */
  catch_up(actor: Actor, topics: readonly string[], since: number, send: Send): void;
  /** A packet from the bus. */
  receive(packet: string): void;
  /** Messages may have been missed: everyone looks again. */
  gap(): void;
  state(): { followers: number; topics: number };
}

export const everything = JSON.stringify({ topic: "*" });

/** Milliseconds by which the clocks of two replicas may differ. Too much costs a refresh that was not needed, too little a change unseen. */
const clock_skew = 2_000;
/** What is remembered for pages that are on their way: two minutes, or this many messages (1 MB). */
const remembered_ms = 120_000;
const most_remembered = 5_000;

export function create_hub(now: () => number = Date.now): Hub {
  const by_topic = new Map<string, Set<Follower>>();
  let recent: { at: number; message: LiveMessage }[] = [];
  /** All that was said since then is in `recent`. */
  let complete_since = now();

  function remember(messages: readonly LiveMessage[]): void {
    const at = now();
    for (const message of messages) recent.push({ at, message });
    if (recent.length <= most_remembered && (recent[0]?.at ?? at) > at - 2 * remembered_ms) return;
    const kept = recent.slice(-most_remembered / 2).filter((each) => each.at > at - remembered_ms);
    complete_since = recent.at(-kept.length - 1)?.at ?? complete_since;
    recent = kept;
  }

  function tell(topic: string, message: LiveMessage): void {
    const text = text_of(topic, message);
    for (const follower of [...by_topic.get(topic) ?? []]) {
      if (may_hear(follower.actor, topic, message)) follower.send(text);
    }
  }

  const hub: Hub = {
    subscribe(actor, topics, send) {
      const follower: Follower = { actor, send };
      const granted: string[] = [];
      const refused: Subscribed["refused"] = [];
      for (const topic of new Set(topics)) {
        const reason = refusal_of(actor, topic);
        if (reason !== null) {
          refused.push({ topic, reason });
          continue;
        }
        granted.push(topic);
        const followers = by_topic.get(topic) ?? new Set();
        by_topic.set(topic, followers.add(follower));
      }
      return {
        granted,
        refused,
        unsubscribe() {
          for (const topic of granted) {
            const followers = by_topic.get(topic);
            followers?.delete(follower);
            if (followers?.size === 0) by_topic.delete(topic);
          }
        },
      };
    },

    catch_up(actor, topics, since, send) {
      const from = since - clock_skew;
      if (from <= complete_since) return send(everything);
      for (const topic of new Set(topics)) {
        const missed = recent.find(({ at, message }) =>
          at >= from && message.topics.includes(topic) && may_hear(actor, topic, message)
        );
        if (missed) send(text_of(topic, missed.message));
      }
    },

    receive(packet) {
      const messages = parsed(packet);
      if (messages === null) return hub.gap();
      remember(messages);
      for (const message of messages) for (const topic of message.topics) if (by_topic.has(topic)) tell(topic, message);
    },

    gap() {
      recent = [];
      complete_since = now();
      const all = new Set(
        [...by_topic.values()].flatMap((followers) => [...followers].map((follower) => follower.send)),
      );
      for (const send of all) send(everything);
    },

    state: () => ({
      followers: new Set([...by_topic.values()].flatMap((followers) => [...followers])).size,
      topics: by_topic.size,
    }),
  };
  return hub;
}

const text_of = (topic: string, message: LiveMessage) => JSON.stringify({ topic, id: message.id, type: message.type });

/** An outsider hears of its own subscribers' events that are for all, and of its own bell; staff of what they asked for. */
function may_hear(actor: Actor, topic: string, message: LiveMessage): boolean {
  if (topic.startsWith("notifications:")) return true; // its owner alone was let in
  if (!portal_of(actor)) return true;
  return message.all && message.subscriber_id !== null && actor.subscriber_ids.includes(message.subscriber_id);
}

/** Why an actor may not follow a topic; null where it may. */
function refusal_of(actor: Actor, topic: string): string | null {
  const [head = "", id] = topic.split(":");
  if (head === "notifications" && id !== undefined) return id === actor.person_id ? null : "is somebody else's";
  const entity: Entity | undefined = id === undefined ? entity_by_path(head) : find_entity(head);
  if (!entity) {
    return "is no topic: use a list such as tickets, a record such as ticket:<id>, or notifications:<own person id>";
  }
  const portal = portal_of(actor);
  if (portal && !entity.scope?.[portal]) return "is not open to you";
  return can(actor, `${entity.permission}:read`) ? null : `takes the permission ${entity.permission}:read`;
}

function parsed(packet: string): LiveMessage[] | null {
  try {
    const value: unknown = JSON.parse(packet);
    return Array.isArray(value) ? value.filter(is_live_message) : null;
  } catch (error) {
    log.warn("a live packet could not be read", { error });
    return null;
  }
}
