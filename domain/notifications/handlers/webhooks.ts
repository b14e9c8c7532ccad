/** Who may mend a webhook hears of its end by another way than a webhook. */
import { on } from "~/domain/kernel/events.ts";
import { notify_all } from "../notify.ts";

export const paused = on("webhook_endpoint.paused", "notifications.webhook_paused", async (tx, event) => {
  const people = await tx.sql<{ id: string }[]>`
    /* notifications.webhook_keepers */
    select distinct g.person_id as id
      from held_permissions g
      join people p on p.id = g.person_id and p.is_active
     where g.audience = 'admin' and g.key in ('*', 'webhooks:*', 'webhooks:update')
       and (g.expires_at is null or g.expires_at > now())`;
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
