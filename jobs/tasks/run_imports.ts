import type { Platform } from "~/domain/kernel/platform.ts";
import { type Ending, forget_old_imports, run_waiting_imports, type RunOptions } from "~/domain/subscribers/mod.ts";
import type { Task } from "../task.ts";

/** Imports wait in the database for whoever has time; every replica may call this, one at a time runs each. @returns how the imports ended that this call ran */
export async function run_imports(
  platform: Platform,
  options: RunOptions = {},
): Promise<{ id: string; ending: Ending }[]> {
  await forget_old_imports(platform);
  return await run_waiting_imports(platform, options);
}

/** Finds what no bell told of: imports whose process was killed. */
export const run_imports_task: Task = {
  key: "run_imports",
  name: "Run imports",
  description: "Checks and imports uploaded files, and goes on with those whose process ended.",
  every: { seconds: 30 },
  async run(platform, { signal }) {
    const endings = await run_imports(platform, { signal });
    return endings.length ? { imports: endings } : undefined;
  },
};
