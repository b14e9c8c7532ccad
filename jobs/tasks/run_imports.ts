import type { Platform } from "~/domain/kernel/platform.ts";
import { type Ending, forget_old_imports, run_waiting_imports, type RunOptions } from "~/domain/subscribers/mod.ts";

/** Imports wait in the database for whoever has time; every replica may call this, one at a time runs each. @returns how the imports ended that this call ran */
export async function run_imports(
  platform: Platform,
  options: RunOptions = {},
): Promise<{ id: string; ending: Ending }[]> {
  await forget_old_imports(platform);
  return await run_waiting_imports(platform, options);
}
