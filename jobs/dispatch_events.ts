/**
 * Dispatcher: hands events to the handlers registered for their type. Claim, effects and outcomes are one commit, so a
 * process killed anywhere in between neither loses an effect nor applies it twice.
 */
import { job_actor } from "~/domain/kernel/actor.ts";
import { classify_error } from "~/domain/kernel/db/errors.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { all_handlers, type Handler, handles, type StoredEvent } from "~/domain/kernel/events.ts";
import { log } from "~/domain/kernel/log.ts";
import { count_event } from "~/domain/kernel/metrics.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { claim_events, finished_handlers, type Outcome, record_outcomes, settle_events } from "./event_rows.ts";
import { savepoint } from "./savepoint.ts";

export interface DispatchOptions {
  /** Events a transaction. Default 200: their round trips are shared, and the locks are held for some 50 ms. */
  batch?: number;
  /** Seconds to wait after the first, second, … failure; when they are used up the event is parked. */
  retry_seconds?: readonly number[];
  handlers?: readonly Handler[];
}

export interface Dispatched {
  events: number;
  completed: number;
  retried: number;
  parked: number;
}

/** About a day altogether: a fault mended overnight heals by itself, the rest waits for an operator. */
export const event_retry_seconds: readonly number[] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800];

const actor = job_actor("events");

/**
 * Handles one batch of due events. Ordered within the batch as they were committed; replicas work different batches
 * side by side.
 * @throws DomainError 503 when the database is away; no attempt is counted then.
 */
export async function dispatch_events(platform: Platform, options: DispatchOptions = {}): Promise<Dispatched> {
  const claimed: StoredEvent[] = [];
  try {
    return await platform.transaction(actor, async (tx) => {
      claimed.splice(0, claimed.length, ...await claim_events(tx, { limit: options.batch ?? 200 }));
      return await handle(tx, claimed, options);
    });
  } catch (error) {
    if (claimed.length === 0 || is_away(error)) throw error;
    // Not a handler (those fail in their savepoints) but the commit itself: find out whose fault it is.
    log.warn("a batch of events could not be committed, handling them one at a time", {
      events: claimed.length,
      error,
    });
    return await one_at_a_time(platform, claimed, options);
  }
}

async function one_at_a_time(
  platform: Platform,
  claimed: readonly StoredEvent[],
  options: DispatchOptions,
): Promise<Dispatched> {
  const total: Dispatched = { events: 0, completed: 0, retried: 0, parked: 0 };
  for (const event of claimed) {
    let done: Dispatched;
    try {
      done = await platform.transaction(
        actor,
        async (tx) => handle(tx, await claim_events(tx, { limit: 1, id: event.id }), options),
      );
    } catch (error) {
      if (is_away(error)) throw error;
      done = await platform.transaction(actor, async (tx) => {
        const again = await claim_events(tx, { limit: 1, id: event.id });
        return await conclude(tx, again, again.map((one) => failure(one, "(commit)", error)), options);
      });
    }
    total.events += done.events;
    total.completed += done.completed;
    total.retried += done.retried;
    total.parked += done.parked;
  }
  return total;
}

async function handle(tx: Tx, events: readonly StoredEvent[], options: DispatchOptions): Promise<Dispatched> {
  if (events.length === 0) return { events: 0, completed: 0, retried: 0, parked: 0 };
  const finished = await finished_handlers(tx, events);
  const outcomes: Outcome[] = [];
  for (const handler of options.handlers ?? all_handlers()) {
    const open = events.filter((event) => handles(handler, event.type) && !finished.has(`${event.id} ${handler.name}`));
    if (open.length > 0) outcomes.push(...await reach(tx, handler, open));
  }
  return await conclude(tx, events, outcomes, options);
}

/** All of them in one go; where that fails, each alone, so that one poisoned event takes no other with it. */
async function reach(tx: Tx, handler: Handler, events: readonly StoredEvent[]): Promise<Outcome[]> {
  try {
    await savepoint(tx, (inner) => handler.handle(inner, events));
    return events.map((event) => ({ event_id: event.id, handler: handler.name, status: "completed", error: null }));
  } catch (error) {
    if (is_away(error)) throw error; // no fault of a handler, and nothing more can be sent on this connection
    const [only] = events;
    if (events.length === 1 && only) return [failure(only, handler.name, error)];
  }
  const outcomes: Outcome[] = [];
  for (const event of events) outcomes.push(...await reach(tx, handler, [event]));
  return outcomes;
}

const is_away = (error: unknown): boolean =>
  error instanceof DomainError ? error.code === "unavailable" : classify_error(error).kind === "unavailable";

function failure(event: StoredEvent, handler: string, error: unknown): Outcome {
  log.warn("an event handler failed", {
    event_id: event.id,
    type: event.type,
    handler,
    attempt: event.attempts + 1,
    error,
  });
  const text = error instanceof Error ? error.message : String(error);
  return { event_id: event.id, handler, status: "failed", error: text.slice(0, 1_000) };
}

async function conclude(
  tx: Tx,
  events: readonly StoredEvent[],
  outcomes: readonly Outcome[],
  options: DispatchOptions,
): Promise<Dispatched> {
  const delays = options.retry_seconds ?? event_retry_seconds;
  const broken = new Set(outcomes.flatMap((outcome) => outcome.status === "failed" ? [outcome.event_id] : []));
  const settled = events.map((event) => {
    if (!broken.has(event.id)) return { id: event.id, status: "completed" as const, delay_s: null };
    const delay = delays[event.attempts];
    return {
      id: event.id,
      ...(delay === undefined
        ? { status: "failed" as const, delay_s: null }
        : { status: "pending" as const, delay_s: delay }),
    };
  });
  await record_outcomes(tx, outcomes);
  await settle_events(tx, settled);
  const types = new Map(events.map((event) => [event.id, event.type]));
  tx.after_commit(() => {
    for (const { id, status } of settled) {
      count_event(
        types.get(id) ?? "",
        status === "completed" ? "handled" : status === "pending" ? "retried" : "parked",
      );
    }
  });
  const count = (status: string) => settled.filter((event) => event.status === status).length;
  return { events: events.length, completed: count("completed"), retried: count("pending"), parked: count("failed") };
}
