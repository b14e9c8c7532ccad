/**
 * Events: what happened, written with the rows it happened to, handled after the commit.
 *
 * `tx.emit` collects, the commit stores (outbox), `jobs/` hands each event to the handlers that are registered here.
 * A handler only writes rows in the transaction it is given: the outcome is recorded in the same commit, so that a
 * killed process neither loses nor doubles its effect. Mail and HTTP leave from rows that handlers queue.
 */
import type { Tx } from "./tx.ts";

/** Who may hear of an event over a live socket. Staff always may. */
export type Audience = "all" | "staff";

export interface EventPayload {
  /** Id of the row the event is about. */
  id: string;
  subscriber_id?: string | null | undefined;
  [key: string]: unknown;
}

export interface NewEvent {
  id: string;
  type: string;
  subject_type: string;
  subject_id: string;
  subscriber_id: string | null;
  audience: Audience;
  payload: EventPayload;
}

export interface StoredEvent extends NewEvent {
  occurred_at: string;
  actor_kind: string;
  actor_id: string | null;
  actor_label: string;
  attempts: number;
}

export interface Handler {
  /** Unique and stable: outcomes are recorded under it. */
  name: string;
  /** Exact types, `ticket.*`, or `*`. */
  types: readonly string[];
  /** Gets every event of a batch that matches: set-based work (webhook fan-out) is one statement for a hundred. */
  handle(tx: Tx, events: readonly StoredEvent[]): Promise<void>;
}

const handlers: Handler[] = [];

export function on_batch(types: string | readonly string[], name: string, handle: Handler["handle"]): Handler {
  if (handlers.some((handler) => handler.name === name)) throw new Error(`Event handler '${name}' is registered twice`);
  const handler = { name, types: typeof types === "string" ? [types] : types, handle };
  handlers.push(handler);
  return handler;
}

/** Registers a reaction. The name appears in the operator's event log. */
export function on(
  types: string | readonly string[],
  name: string,
  handle: (tx: Tx, event: StoredEvent) => Promise<void>,
): Handler {
  return on_batch(types, name, async (tx, events) => {
    for (const event of events) await handle(tx, event);
  });
}

export const all_handlers = (): readonly Handler[] => handlers;

export function matches(pattern: string, type: string): boolean {
  return pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
}
export const handles = (handler: Handler, type: string): boolean =>
  handler.types.some((pattern) => matches(pattern, type));

export interface EventType {
  type: string;
  description: string;
}
const types = new Map<string, EventType>();

/** Declares a type, so that webhook forms, documentation and tests know it. Emitting an undeclared one throws. */
export function declare_event(type: string, description: string): string {
  types.set(type, { type, description });
  return type;
}
export const event_types = (): EventType[] => [...types.values()].sort((a, b) => a.type.localeCompare(b.type));
export const is_declared = (type: string): boolean => types.has(type);
