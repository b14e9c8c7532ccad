/** One attempt: the message signed as Standard Webhooks wants it, sent past the guard, and the answer judged. */
import type { Config } from "~/config.ts";
import { post_json, PostError } from "~/domain/kernel/net/post_json.ts";
import { parse_retry_after } from "~/domain/kernel/net/retry_schedule.ts";
import { sign_webhook } from "~/domain/kernel/net/webhook_signature.ts";
import type { AttemptResult, ClaimedDelivery } from "./delivery_rows.ts";
import { opened_secret } from "./secrets.ts";

export interface AttemptOptions {
  config: Config;
  now: () => Temporal.Instant;
  timeout_ms: number;
  /** Seconds until the attempt after so many, undefined when they are used up. */
  retry: (attempts_made: number, retry_after: number) => number | undefined;
}

/** Type, time and data as they were when it happened: the same bytes at every attempt, since the event never changes. */
export const message_body = (delivery: Pick<ClaimedDelivery, "event_type" | "occurred_at" | "payload">): string =>
  JSON.stringify({ type: delivery.event_type, timestamp: delivery.occurred_at, data: delivery.payload });

/** Never throws: whatever goes wrong is a result that an integrator can read. */
export async function attempt_delivery(delivery: ClaimedDelivery, options: AttemptOptions): Promise<AttemptResult> {
  const told = {
    id: delivery.id,
    endpoint_id: delivery.endpoint_id,
    attempt: delivery.attempt,
    throttle_s: 0,
    gone: false,
  };
  const start = performance.now();
  try {
    const body = message_body(delivery);
    const seconds = Math.floor(options.now().epochMilliseconds / 1000);
    const headers = sign_webhook(delivery.event_id, seconds, body, await current_secrets(delivery, options));
    const answer = await post_json(delivery.url, body, headers, {
      timeout_ms: options.timeout_ms,
      guard: { allow_private: options.config.ALLOW_PRIVATE_WEBHOOKS },
    });
    const seen = {
      ...told,
      duration_ms: answer.ms,
      response_status: answer.status,
      response_excerpt: answer.body_excerpt || null,
    };
    if (answer.status >= 200 && answer.status < 300) {
      return { ...seen, error: null, outcome: "delivered", delay_s: null };
    }
    const gone = answer.status === 410;
    if (gone) {
      return {
        ...seen,
        error: "The receiver answered 410 Gone: it wants no more messages.",
        outcome: "failed",
        delay_s: null,
        gone,
      };
    }
    const retry_after = parse_retry_after(answer.headers["retry-after"] ?? null, options.now().epochMilliseconds);
    return {
      ...seen,
      throttle_s: Math.min(retry_after, 86_400),
      error: reason(answer.status),
      ...later(delivery.attempt, retry_after, options),
    };
  } catch (error) {
    const refused = error instanceof PostError && error.failure === "refused_target";
    return {
      ...told,
      duration_ms: Math.round(performance.now() - start),
      response_status: null,
      response_excerpt: null,
      error: error instanceof Error ? error.message : String(error),
      ...(refused ? { outcome: "failed", delay_s: null } as const : later(delivery.attempt, 0, options)),
    };
  }
}

const reason = (status: number) =>
  status >= 300 && status < 400
    ? `The receiver answered ${status}: redirects are not followed. Change the address.`
    : `The receiver answered ${status} instead of 2xx.`;

function later(
  attempts_made: number,
  retry_after: number,
  options: AttemptOptions,
): Pick<AttemptResult, "outcome" | "delay_s"> {
  const delay = options.retry(attempts_made, retry_after);
  return delay === undefined ? { outcome: "failed", delay_s: null } : { outcome: "pending", delay_s: delay };
}

/** The new secret first, and the old one beside it until its overlap ends. */
async function current_secrets(delivery: ClaimedDelivery, { config, now }: AttemptOptions): Promise<string[]> {
  const secrets = [await opened_secret(config.ENCRYPTION_KEYS, delivery.endpoint_id, delivery.secret)];
  const { previous_secret: old, previous_secret_until: until } = delivery;
  if (old !== null && until !== null && Temporal.Instant.compare(Temporal.Instant.from(until), now()) > 0) {
    secrets.push(await opened_secret(config.ENCRYPTION_KEYS, delivery.endpoint_id, old));
  }
  return secrets;
}
