import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { webhook_endpoints } from "./endpoints.ts";

/** Who looks after webhooks is told by another way than a webhook: see the notifications. */
export const endpoint_paused = declare_event(
  "webhook_endpoint.paused",
  "The system paused an endpoint whose receiver does not answer or does not want messages.",
);

/** What waits for it stays, and goes on when an operator resumes the endpoint. */
export async function pause_by_system(tx: Tx, id: string, reason: string): Promise<void> {
  const row = await webhook_endpoints.lock(tx, id);
  if (row.status === "paused") return;
  await webhook_endpoints.patch(tx, row, { status: "paused", paused_reason: reason });
  tx.emit(endpoint_paused, { id, name: row.name, reason }, "staff");
}
