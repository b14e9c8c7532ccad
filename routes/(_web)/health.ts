/** /healthz: the process answers. /readyz: it can do its work. /metrics: its figures. */
import { pending as pending_migrations } from "~/domain/kernel/db/migrate.ts";
import { render_metrics } from "~/domain/kernel/metrics.ts";
import { equal_secrets } from "~/domain/kernel/crypto/tokens.ts";
import type { House } from "./state.ts";

const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });

export const healthz = (): Response => json({ status: "ok" });

export async function readyz(house: House): Promise<Response> {
  const checks: Record<string, { ok: boolean; detail?: string }> = {};
  try {
    const open = await pending_migrations(house.platform.db.sql);
    checks.database = { ok: true };
    checks.migrations = open.length === 0
      ? { ok: true }
      : { ok: false, detail: `${open.length} to run: deno task migrate` };
    const { failing } = house.jobs.state();
    checks.queue = failing.length === 0 ? { ok: true } : { ok: false, detail: `workers fail: ${failing.join(", ")}` };
  } catch {
    checks.database = { ok: false, detail: "cannot be reached" };
  }
  const ready = Object.values(checks).every((check) => check.ok);
  return json({ status: ready ? "ready" : "not ready", checks }, ready ? 200 : 503);
}

/** Open on the loopback address; elsewhere it takes METRICS_TOKEN as bearer. */
export async function metrics(house: House, request: Request, ip: string | null): Promise<Response> {
  const { METRICS_TOKEN } = house.platform.config;
  const sent = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const local = ip === "127.0.0.1" || ip === "::1";
  if (METRICS_TOKEN ? !equal_secrets(sent, METRICS_TOKEN) : !local) {
    return json({ code: "not_found", message: "Not found", details: [] }, 404);
  }
  const { body, content_type } = await render_metrics();
  return new Response(body, { headers: { "content-type": content_type } });
}
