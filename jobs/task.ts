/** Task: something the system does by the clock, declared in code; its rhythm lives in the row, an operator's to change. */
import type { Platform } from "~/domain/kernel/platform.ts";

export interface TaskContext {
  /** Fires when the run has lost its lease or the process goes down: stop at the next whole step. */
  signal: AbortSignal;
}

export interface Task {
  /** Stable: the row is found by it. */
  key: string;
  name: string;
  description: string;
  /** The rhythm a new installation starts with. Seconds (5 or more), or a cron line on the clock of its zone. */
  every: { seconds: number } | { cron: string; timezone?: string };
  /** What it returns is shown in the list of runs. */
  run(platform: Platform, context: TaskContext): Promise<Record<string, unknown> | void>;
}
