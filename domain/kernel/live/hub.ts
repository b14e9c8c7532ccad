/** Hub: who on this replica follows what, and who of them may hear of an event. */
import { type Actor, can, portal_of } from "../actor.ts";
import { type Entity, entity_by_path, find_entity } from "../entity.ts";
import { log } from "../log.ts";
import { is_uuid } from "../text/uuid.ts";
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

/** Whether a partner sees a row at this moment: asked of the database as that partner. */
export type Sees = (actor: Actor, entity: Entity, id: string) => Promise<boolean>;

export const everything = JSON.stringify({ topic: "*" });

/** Milliseconds by which the clocks of two replicas may differ. Too much costs a refresh that was not needed, too little a change unseen. */
const clock_skew = 2_000;
/** What is remembered for pages that are on their way: two minutes, or this many messages (1 MB). */
const remembered_ms = 120_000;
const most_remembered = 5_000;
/** More missed messages than this are not judged one by one for a partner: its page reads again. */
const most_judged = 20;

/** @param sees without it partners hear of nothing */
export function create_hub(sees: Sees = () => Promise.resolve(false), now: () => number = Date.now): Hub {
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

  function tell(topic: string, message: LiveMessage, asked: Map<string, Promise<boolean>>): void {
    const text = text_of(topic, message);
    for (const follower of [...by_topic.get(topic) ?? []]) {
      if (is_partner(follower.actor)) void tell_partner(follower, topic, message, asked, text);
      else if (may_hear(follower.actor, topic, message)) follower.send(text);
    }
  }

  /** One question a message and person, however many of its topics the person follows. */
  async function tell_partner(
    { actor, send }: Follower,
    topic: string,
    message: LiveMessage,
    asked: Map<string, Promise<boolean>>,
    text: string,
  ): Promise<void> {
    if (topic.startsWith("notifications:")) return send(text);
    const entity = partner_entity(actor, message);
    if (!entity) return;
    const key = `${actor.kind} ${actor.person_id}`;
    const answer = asked.get(key) ?? sees(actor, entity, message.id);
    asked.set(key, answer);
    try {
      if (await answer) send(text);
    } catch (error) {
      log.warn("a partner's page could not be told of a change", { error });
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
        const missed = recent.filter(({ at, message }) => at >= from && message.topics.includes(topic));
        if (is_partner(actor)) {
          if (missed.length > most_judged) return send(everything);
          for (const { message } of missed) {
            void tell_partner({ actor, send }, topic, message, new Map(), text_of(topic, message));
          }
          continue;
        }
        const heard = missed.find(({ message }) => may_hear(actor, topic, message));
        if (heard) send(text_of(topic, heard.message));
      }
    },

    receive(packet) {
      const messages = parsed(packet);
      if (messages === null) return hub.gap();
      remember(messages);
      for (const message of messages) {
        const asked = new Map<string, Promise<boolean>>();
        for (const topic of message.topics) if (by_topic.has(topic)) tell(topic, message, asked);
      }
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

/** Whose rows depend on relations that begin and end: no list of ids in a session could tell. */
const is_partner = (actor: Actor): boolean => actor.kind === "reseller" || actor.kind === "vendor";

/**
 * The row that decides whether a partner hears: the event's own, where the partner's portal has such rows. An event that is more than
 * "this row changed" is heard only if it is for all: that an internal note was written is for nobody outside.
 */
function partner_entity(actor: Actor, message: LiveMessage): Entity | undefined {
  const [name = "", verb = ""] = message.type.split(".");
  const portal = portal_of(actor);
  const entity = find_entity(name);
  if (!portal || !entity?.scope?.[portal] || !is_uuid(message.id)) return undefined;
  return message.all || row_verbs.has(verb) ? entity : undefined;
}
const row_verbs = new Set(["created", "updated", "deleted"]);

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
