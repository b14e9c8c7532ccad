import { z } from "zod";
import { forget_old_guards } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import { forget_inbound_messages } from "~/domain/subscribers/mod.ts";
import type { Task } from "../task.ts";

export const event_days = setting("operations", "keep_events_days", {
  label: "Keep handled events (days)",
  hint: "Whole days from 7 to 3650. Webhook deliveries of an event go with it.",
  schema: z.int().min(7).max(3_650),
  fallback: 90,
});

/** Deletes in pieces: a statement over a million rows would hold its locks, and the vacuum, for minutes. */
const piece = 5_000;
const actor = job_actor("prune");

export const prune: Task = {
  key: "prune",
  name: "Prune sessions and old events",
  description:
    "Removes ended sessions, handled events and runs of tasks that are older than what is kept. Audit entries stay for ever.",
  every: { cron: "30 2 * * *" },
  async run(platform, { signal }) {
    const days = await platform.read(actor, (tx) => read_setting(tx, event_days));
    const sessions = await in_pieces(platform, signal, (tx) =>
      tx.sql`
        delete from sessions
         where id in (select id from sessions where least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '30 days' limit ${piece})`);
    const events = await in_pieces(platform, signal, (tx) =>
      tx.sql`
        delete from event_store
         where id in (
           select id from event_store
            where status = 'completed' and occurred_at < now() - ${days} * interval '1 day'
              and not exists (select from webhook_deliveries d where d.event_id = event_store.id and d.next_attempt_at is not null)
            order by occurred_at
            limit ${piece})`);
    const runs = await in_pieces(
      platform,
      signal,
      (tx) =>
        tx.sql`delete from task_runs where id in (select id from task_runs where status <> 'running' and created_at < now() - interval '14 days' limit ${piece})`,
    );
    const messages = await platform.transaction(actor, forget_inbound_messages);
    const sign_ins = await platform.transaction(actor, forget_old_guards);
    return { sessions, events, runs, messages, sign_ins };
  },
};

type Transaction = Parameters<Parameters<Platform["transaction"]>[1]>[0];

async function in_pieces(
  platform: Platform,
  signal: AbortSignal,
  remove: (tx: Transaction) => PromiseLike<{ count: number }>,
): Promise<number> {
  for (let total = 0;;) {
    const { count } = await platform.transaction(actor, async (tx) => ({ count: (await remove(tx)).count }));
    total += count;
    if (count < piece || signal.aborted) return total;
  }
}
