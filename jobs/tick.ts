/** The minute: one static Deno.cron, or a timer where the runtime has none. What is due is the rows' business. */
import { log } from "~/domain/kernel/log.ts";

export type TickSource = "cron" | "timer" | "none";

export interface Tick {
  stop(): void;
  /** Milliseconds since 1970; null before the first. */
  last_at(): number | null;
}

export function start_tick(
  tell: () => void,
  source: TickSource = typeof Deno.cron === "function" ? "cron" : "timer",
): Tick {
  let last: number | null = null;
  const tick = () => {
    last = Date.now();
    tell();
  };
  if (source === "none") return { stop: () => {}, last_at: () => last };
  if (source === "cron") {
    const ending = new AbortController();
    // Its own overlap and missed-run rules (skip, forget) never matter: the handler returns at once.
    Deno.cron("omni tick", "* * * * *", { signal: ending.signal }, tick).catch((error) =>
      log.error("the minute's tick ended", { error })
    );
    return { stop: () => ending.abort(), last_at: () => last };
  }
  const timer = setInterval(tick, 60_000);
  return { stop: () => clearInterval(timer), last_at: () => last };
}
