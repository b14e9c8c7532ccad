import { z } from "zod";
import { queue_overview } from "~/domain/operations/mod.ts";
import { type Endpoint, reading } from "./endpoint.ts";

const figures = z.object({
  waiting: z.int().meta({ description: "Rows that are due or will be" }),
  due: z.int(),
  oldest_due_seconds: z.number(),
  failed: z.int().meta({ description: "Given up on: an operator's to look at" }),
});

export const job_routes: Endpoint[] = [
  reading("/jobs", {
    permission: "jobs:read",
    summary: "How much waits in each queue, and for how long",
    tag: "Jobs",
    returns: z.object({ events: figures, notifications: figures, webhooks: figures }),
  }, (tx) => queue_overview(tx)),
];
