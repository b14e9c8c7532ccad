import { toString } from "cronstrue";

/** `15 2 * * *` as a person says it: "At 02:15". A line that the describer does not know stays as it was written. */
export function cron_text(cron: string): string {
  try {
    return toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
