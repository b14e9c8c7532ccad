/** What travels between replicas: enough to decide who may hear of an event, nothing of its contents. */
import { find_entity } from "../entity.ts";
import type { NewEvent } from "../events.ts";
import { is_uuid } from "../text/uuid.ts";

export interface LiveMessage {
  /** Event type. */
  type: string;
  /** Id of the row it is about. */
  id: string;
  /** Who follows one of these hears of it. */
  topics: string[];
  subscriber_id: string | null;
  /** Portals may hear of it. */
  all: boolean;
}

/** `tickets`, `ticket:<id>`, and of every row that the payload names by `<entity>_id`: `subscriber:<id>`. */
export function live_message(event: NewEvent): LiveMessage {
  const topics = new Set<string>();
  if (event.type === "notification.queued") {
    topics.add(`notifications:${String(event.payload.person_id)}`);
  } else {
    const entity = find_entity(event.subject_type);
    topics.add(entity?.path ?? event.subject_type);
    topics.add(`${event.subject_type}:${event.subject_id}`);
    for (const [field, value] of Object.entries(event.payload)) {
      const of = field.endsWith("_id") ? field.slice(0, -3) : "";
      if (is_uuid(value) && find_entity(of)) topics.add(`${of}:${value}`);
    }
  }
  return {
    type: event.type,
    id: event.subject_id,
    topics: [...topics],
    subscriber_id: event.subscriber_id,
    all: event.audience === "all",
  };
}

export function is_live_message(value: unknown): value is LiveMessage {
  if (typeof value !== "object" || value === null) return false;
  const field = (name: string): unknown => Reflect.get(value, name);
  const subscriber_id = field("subscriber_id");
  return typeof field("type") === "string" && typeof field("id") === "string" && Array.isArray(field("topics")) &&
    typeof field("all") === "boolean" && (subscriber_id === null || typeof subscriber_id === "string");
}

/** Under PostgreSQL's limit of 8,000 bytes for a notification, with room to spare. */
const longest_packet = 7_800;
const encoder = new TextEncoder();

/** Packs JSON texts into as few JSON arrays as fit. A commit of thousands becomes one "look at everything". */
export function packets(messages: readonly string[]): string[] {
  if (messages.length > 2_000) return [JSON.stringify("gap")];
  const packed: string[] = [];
  let current: string[] = [];
  let bytes = 2;
  for (const message of messages) {
    const size = encoder.encode(message).length + 1;
    if (size > longest_packet) continue; // ids and a type: cannot be
    if (bytes + size > longest_packet) {
      packed.push(`[${current.join(",")}]`);
      current = [];
      bytes = 2;
    }
    current.push(message);
    bytes += size;
  }
  if (current.length > 0) packed.push(`[${current.join(",")}]`);
  return packed;
}
