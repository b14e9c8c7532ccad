import { dispatch_events } from "../dispatch_events.ts";
import type { Task } from "../task.ts";

/** A bell that was lost costs at most this interval. */
export const sweep_events: Task = {
  key: "sweep_events",
  name: "Sweep events",
  description: "Handles events whose wake-up message was lost.",
  every: { seconds: 30 },
  async run(platform, { signal }) {
    let handled = 0;
    while (!signal.aborted) {
      const { events } = await dispatch_events(platform);
      if (events === 0) break;
      handled += events;
    }
    return { handled };
  },
};
