/** Who may mend a webhook hears of its end by another way than a webhook. */
import { on } from "~/domain/kernel/events.ts";
import { notify_all } from "../notify.ts";

export const paused = on("webhook_endpoint.paused", "notifications.webhook_paused", async (tx, event) => {
  const people = await tx.sql<{ id: string }[]>`
    /* notifications.webhook_keepers */
    select distinct g.person_id as id
      from person_roles g
      join roles r on r.id = g.role_id and r.is_active and r.audience = 'admin'
     where g.is_active and (g.expires_at is null or g.expires_at > now())
       and r.permissions && array['*', 'webhooks:*', 'webhooks:update']`;
  await notify_all(
    tx,
    people.map(({ id }) => ({
      template: "webhook_paused",
      person_id: id,
      variables: { endpoint: String(event.payload.name ?? ""), reason: String(event.payload.reason ?? "") },
      link: `/admin/webhook-endpoints/${event.subject_id}`,
      dedupe_key: event.id,
    })),
  );
});
