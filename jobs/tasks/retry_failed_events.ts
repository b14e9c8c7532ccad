import { dispatch_events } from "../dispatch_events.ts";
import type { Task } from "../task.ts";

/** Their own back-off brings failed events back; this is the net below it, and the record that it was done. */
export const retry_failed_events: Task = {
  key: "retry_failed_events",
  name: "Retry failed events",
  description: "Handles events again whose handlers failed and whose waiting time is over.",
  every: { seconds: 300 },
  async run(platform, { signal }) {
    const total = { completed: 0, retried: 0, parked: 0 };
    while (!signal.aborted) {
      const { events, ...done } = await dispatch_events(platform);
      if (events === 0) break;
      total.completed += done.completed;
      total.retried += done.retried;
      total.parked += done.parked;
    }
    return total;
  },
};
