/** What operators do with mails: read why one waits or failed, send it again, take it back. */
import type { Row } from "~/domain/kernel/entity.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { notification } from "./notification.ts";
import { confidential_body } from "./notify.ts";

export const notifications = manager(notification);
export type Notification = Row<typeof notification>;

/** Takes back a mail that has not left. @throws DomainError 409 once it has */
export async function cancel_notification(tx: Tx, id: string): Promise<Notification> {
  demand_staff(tx, "notifications:update");
  const row = await notifications.lock(tx, id);
  if (row.status !== "queued") {
    throw conflict("status", row.status, "cannot be canceled", "Only a queued notification can be taken back.");
  }
  return await notifications.patch(tx, row, { status: "canceled", next_attempt_at: null, sealed_body: null });
}

/** Gives a failed or waiting mail its attempts back, from now. */
export async function retry_notification(tx: Tx, id: string): Promise<Notification> {
  demand_staff(tx, "notifications:update");
  const row = await notifications.lock(tx, id);
  const again = row.status === "failed" || row.status === "queued";
  if (!again || row.channel !== "email") {
    throw conflict("status", row.status, "cannot be sent again", "Only failed and queued mails can.");
  }
  const [kept] = await tx.sql<{ wiped: boolean }[]>`
    select body = ${confidential_body} and sealed_body is null as wiped from notifications where id = ${id}`;
  if (kept?.wiped) {
    throw conflict("status", row.status, "was confidential and is wiped", "Let the recipient ask for a new one.");
  }
  const after = await notifications.patch(tx, row, {
    status: "queued",
    attempts: 0,
    next_attempt_at: tx.now().toString(),
    last_error: null,
  });
  wake(tx, "notifications");
  return after;
}
