import { t } from "../text.ts";

/** "45 s", "12 min", "3 h", "2 d": how long something waits, to the unit that matters. */
export function duration_text(seconds: number): string {
  if (seconds < 90) return t("{n} s", { n: Math.round(seconds) });
  if (seconds < 90 * 60) return t("{n} min", { n: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return t("{n} h", { n: Math.round(seconds / 3600) });
  return t("{n} d", { n: Math.round(seconds / 86_400) });
}

/** A rhythm in words: "every 10 s". Whole units alone, so that nothing is rounded away. */
export function every_text(seconds: number): string {
  if (seconds % 86_400 === 0) return t.n(seconds / 86_400, "every day", "every {n} days");
  if (seconds % 3600 === 0) return t.n(seconds / 3600, "every hour", "every {n} hours");
  if (seconds % 60 === 0) return t.n(seconds / 60, "every minute", "every {n} minutes");
  return t("every {n} s", { n: seconds });
}
