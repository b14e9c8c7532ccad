/** The API on a test's own platform: real mount, real transactions, the actor given instead of a token. */
import { open_gate } from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { create_live } from "~/domain/kernel/live.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { attachment_routes } from "~/routes/(_api)/attachments.ts";
import { mount } from "~/routes/(_api)/mount.ts";
import { portal_routes } from "~/routes/(_api)/portal.ts";
import { reseller_portal_routes } from "~/routes/(_api)/reseller_portal.ts";
import { saved_view_routes } from "~/routes/(_api)/saved_views.ts";
import { technician_routes } from "~/routes/(_api)/technicians.ts";
import { ticket_routes } from "~/routes/(_api)/tickets.ts";
import { vendor_portal_routes } from "~/routes/(_api)/vendor_portal.ts";
import { work_order_routes } from "~/routes/(_api)/work_orders.ts";

const api = mount([
  ...ticket_routes,
  ...work_order_routes,
  ...technician_routes,
  ...attachment_routes,
  ...portal_routes,
  ...reseller_portal_routes,
  ...vendor_portal_routes,
  ...saved_view_routes,
]);

export type Call = (
  actor: Actor | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>;

export async function with_api(platform: Platform, run: (call: Call) => Promise<void>): Promise<void> {
  const gate = await open_gate(platform);
  const live = await create_live(platform);
  const jobs = {
    state: () => {
      throw new Error("no job is running in this test");
    },
  };
  const call: Call = async (actor, method, path, body, headers = {}) => {
    const request = new Request(`http://localhost/api/v1${path}`, {
      method,
      headers: body === undefined || body instanceof FormData
        ? headers
        : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    return await api.fetch(request, {
      house: { platform, gate, live, jobs },
      request: { id: "test", ip: null, user_agent: null },
      actor,
      by_cookie: false,
    });
  };
  try {
    await run(call);
  } finally {
    await live.close();
    await gate.close();
  }
}
