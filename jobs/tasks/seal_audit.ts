import { seal_batch, seal_batch_size } from "~/domain/audit/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Task } from "../task.ts";

/** Seconds in which an entry could still be changed without a trace; see docs/security.md. */
const every_seconds = 15;

export const seal_audit: Task = {
  key: "seal_audit",
  name: "Seal the audit trail",
  description: "Links new audit entries into the chain that shows whether one was changed, deleted or added later.",
  every: { seconds: every_seconds },
  async run(platform, { signal }) {
    for (let sealed = 0;;) {
      const done = await platform.transaction(job_actor("seal audit"), seal_batch);
      sealed += done.sealed;
      if (done.sealed < seal_batch_size || signal.aborted) return { sealed, position: done.position };
    }
  },
};
