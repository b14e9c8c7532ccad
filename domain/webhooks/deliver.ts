/**
 * Deliverer: claims due deliveries by lease and sends them, some fifty beside each other. The row holds the schedule;
 * a process killed between the answer and the record sends the message once more, under the same webhook-id.
 */
import { job_actor } from "~/domain/kernel/actor.ts";
import { count_delivery } from "~/domain/kernel/metrics.ts";
import { next_retry } from "~/domain/kernel/net/retry_schedule.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { attempt_delivery, type AttemptOptions } from "./attempt.ts";
import {
  type AttemptResult,
  claim_deliveries,
  type ClaimedDelivery,
  record_attempts,
  record_health,
} from "./delivery_rows.ts";
import { pause_by_system } from "./pause.ts";

export interface DeliverOptions extends Partial<Pick<AttemptOptions, "timeout_ms" | "retry">> {
  /** Requests beside each other. Default 50. */
  at_once?: number;
  /** Once it fires nothing new is claimed; what is in hand is finished. */
  signal?: AbortSignal;
}

export interface Delivered {
  attempts: number;
  delivered: number;
  retried: number;
  failed: number;
}

const actor = job_actor("webhooks");
/** Four times the time-out of a request: a lease is lost by a dead process, not by a slow receiver. */
const lease_seconds = 60;
const each_endpoint = 20;
/** A receiver in trouble answers late or never: two at a time hold up nobody else. */
const each_failing = 2;
const pause_after_seconds = 5 * 86_400;

/** Sends until nothing is due and nothing is in flight. @throws DomainError 503 when the database is away */
export async function deliver_webhooks(platform: Platform, options: DeliverOptions = {}): Promise<Delivered> {
  const { at_once = 50, signal, timeout_ms = 15_000, retry = next_retry } = options;
  const total: Delivered = { attempts: 0, delivered: 0, retried: 0, failed: 0 };
  const in_flight = new Map<string, number>();
  let running = 0;
  let broken: unknown;
  let tell = () => {};
  const record = in_batches((results: AttemptResult[]) => write(platform, results));

  async function send(delivery: ClaimedDelivery): Promise<void> {
    running++;
    in_flight.set(delivery.endpoint_id, (in_flight.get(delivery.endpoint_id) ?? 0) + 1);
    try {
      const result = await attempt_delivery(delivery, {
        config: platform.config,
        now: platform.now,
        timeout_ms,
        retry,
      });
      await record(result);
      total.attempts++;
      total[result.outcome === "pending" ? "retried" : result.outcome]++;
    } catch (error) {
      broken ??= error;
    } finally {
      running--;
      in_flight.set(delivery.endpoint_id, (in_flight.get(delivery.endpoint_id) ?? 1) - 1);
      tell();
    }
  }

  for (;;) {
    let claimed = 0;
    const was_idle = running === 0;
    const free = at_once - running;
    // Not for each single slot: a claim for ten costs what a claim for one does.
    if (!signal?.aborted && broken === undefined && (free >= Math.min(10, at_once) || running === 0)) {
      const found = await claim(platform, free, in_flight);
      claimed = found.length;
      for (const delivery of found) void send(delivery);
    }
    if (running === 0 && claimed === 0) {
      if (was_idle) break;
      continue; // the last answers came during the claim, which left out what their endpoints still wait for
    }
    // What came in meanwhile must not wait for a receiver that takes its 15 seconds.
    const { promise, resolve } = Promise.withResolvers<void>();
    tell = resolve;
    const look_again = setTimeout(resolve, claimed > 0 ? 50 : 200);
    await promise;
    clearTimeout(look_again);
  }
  if (broken !== undefined) throw broken;
  return total;
}

async function claim(
  platform: Platform,
  free: number,
  in_flight: ReadonlyMap<string, number>,
): Promise<ClaimedDelivery[]> {
  const with_at_least = (share: number) => [...in_flight].flatMap(([id, count]) => count >= share ? [id] : []);
  return await platform.transaction(actor, async (tx) => {
    const well = await claim_deliveries(tx, {
      limit: free,
      each: each_endpoint,
      busy: with_at_least(each_endpoint),
      failing: false,
      lease_seconds,
    });
    const left = free - well.length;
    if (left === 0) return well;
    return [
      ...well,
      ...await claim_deliveries(tx, {
        limit: left,
        each: each_failing,
        busy: with_at_least(each_failing),
        failing: true,
        lease_seconds,
      }),
    ];
  });
}

async function write(platform: Platform, results: AttemptResult[]): Promise<void> {
  await platform.transaction(actor, async (tx) => {
    await record_attempts(tx, results);
    const hopeless = await record_health(tx, results, pause_after_seconds);
    for (const id of hopeless) {
      await pause_by_system(tx, id, "Paused by the system: every delivery of the last five days failed.");
    }
    for (const { endpoint_id } of results.filter((it) => it.gone)) {
      await pause_by_system(tx, endpoint_id, "Paused by the system: the receiver answered 410 Gone.");
    }
  });
  for (const { outcome } of results) count_delivery("webhook", outcome === "pending" ? "retried" : outcome);
}

/** Collects items while a write is under way, and writes them together after it. */
function in_batches<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();
  return (item) => {
    waiting.push(item);
    next ??= current.catch(() => {}).then(() => {
      const items = waiting;
      waiting = [];
      next = undefined;
      return current = write(items);
    });
    return next;
  };
}
