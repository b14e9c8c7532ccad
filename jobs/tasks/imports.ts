import type { Task } from "../task.ts";
import { run_imports } from "./run_imports.ts";

export const imports: Task = {
  key: "run_imports",
  name: "Run imports",
  description:
    "Checks and imports uploaded files: new ones begin at once, this goes on with those whose process ended.",
  every: { seconds: 60 },
  async run(platform, { signal }) {
    const endings = await run_imports(platform, { signal });
    return endings.length > 0 ? { imports: endings } : undefined;
  },
};
