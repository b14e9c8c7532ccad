/** A worker in a process of its own, to be killed in the middle: `doomed_worker.ts <database url> events|webhooks` */
import { connect } from "~/domain/kernel/db/connect.ts";
import { deliver_webhooks } from "~/domain/webhooks/mod.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { counting_handler, test_platform } from "./support.ts";

const [url = "", what = ""] = Deno.args;
const platform = test_platform(connect({ address: url, max: 3 }), { ALLOW_PRIVATE_WEBHOOKS: "true" });
const handlers = [counting_handler("probe.first"), counting_handler("probe.second")];
console.log("ready");
for (;;) {
  const found = what === "events"
    ? (await dispatch_events(platform, { handlers, batch: 50 })).events
    : (await deliver_webhooks(platform, { at_once: 10 })).attempts;
  if (found === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
