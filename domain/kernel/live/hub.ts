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
  /** A packet from the bus. */
  receive(packet: string): void;
  /** Messages may have been missed: everyone looks again. */
  gap(): void;
  state(): { followers: number; topics: number };
}

export const everything = JSON.stringify({ topic: "*" });

export function create_hub(): Hub {
  const by_topic = new Map<string, Set<Follower>>();

  function tell(topic: string, message: LiveMessage): void {
    const text = JSON.stringify({ topic, id: message.id, type: message.type });
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

    receive(packet) {
      const messages = parsed(packet);
      if (messages === null) return hub.gap();
      for (const message of messages) for (const topic of message.topics) if (by_topic.has(topic)) tell(topic, message);
    },

    gap() {
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
