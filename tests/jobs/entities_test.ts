import { equal } from "node:assert/strict";
import "~/domain/all.ts";
import { manager_of } from "~/domain/kernel/manager.ts";
import { plain_list } from "~/domain/kernel/list_query.ts";
import { declare_tasks, run_due_tasks } from "~/jobs/schedule.ts";
import { sweep_events } from "~/jobs/tasks/sweep_events.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { deliver_webhooks } from "~/domain/webhooks/mod.ts";
import { endpoint } from "~/tests/domain/webhooks/support.ts";
import { staff } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";
import { emit, test_platform } from "./support.ts";

Deno.test(
  "every list of the queues, logs and schedules answers, with labels and as JSON",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    await endpoint(platform, "http://127.0.0.1:1/");
    await emit(platform, 1);
    await dispatch_events(platform);
    await deliver_webhooks(platform);
    await declare_tasks(platform, [sweep_events]);
    await run_due_tasks(platform, { tasks: [sweep_events], replica: "a" });
    await sql`insert into notifications (template_code, channel, recipient, subject, body, dedupe_key) values ('x', 'email', 'a@example.org', 's', 'b', 'k')`;
    await sql`insert into notification_templates (code, name, channel, subject, body) values ('x', 'x', 'email', 's', 'b')`;
    const names = ["event", "scheduled_task", "task_run", "notification", "notification_template"];
    for (const name of [...names, "webhook_endpoint", "webhook_subscription", "webhook_delivery", "webhook_attempt"]) {
      const manager = manager_of(name);
      const page = await platform.read(staff("*"), (tx) => manager.list(tx, { labels: true }));
      equal(page.items.length > 0, true, name);
      const text = await platform.read(staff("*"), (tx) => manager.list_json(tx, plain_list(manager.entity)));
      equal(JSON.parse(text).items.length, page.items.length, name);
      equal(manager.entity.read.safeParse(JSON.parse(text).items[0]).error, undefined, name);
    }
  }),
);
