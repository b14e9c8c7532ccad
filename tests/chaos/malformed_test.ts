import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { write_setting } from "~/domain/kernel/settings.ts";
import { all_endpoints } from "~/routes/(_api)/mod.ts";
import type { Endpoint } from "~/routes/(_api)/endpoint.ts";
import { client } from "../e2e/support/client.ts";
import { start_server, type TestServer } from "../e2e/support/server.ts";
import { platform_on } from "../support/fixtures.ts";
import { wait_for } from "../support/wait_for.ts";
import { type Attempt, attempts } from "./support/malformed.ts";

interface Fault {
  endpoint: string;
  what: string;
  answer: string;
}

/** The envelope of every error, and never a 5xx: what a caller sent is no fault of the server. */
async function fault_of(answer: Response): Promise<string | null> {
  const text = await answer.text();
  if (answer.status < 400) return null;
  if (answer.status === 429) return "429: the request was counted and not looked at";
  if (answer.status >= 500) return `${answer.status} ${text.slice(0, 300)}`;
  try {
    const body: unknown = JSON.parse(text);
    assert.ok(typeof body === "object" && body !== null && "code" in body && "message" in body && "details" in body);
    assert.ok(
      typeof body.code === "string" && typeof body.message === "string" && body.message !== "" &&
        Array.isArray(body.details),
    );
    return null;
  } catch {
    return `${answer.status} without the envelope: ${text.slice(0, 200)}`;
  }
}

/** Whose endpoint it is: that portal's people are let in, and nobody else's token is. */
const portal_of = (endpoint: Endpoint) => /^(portal|reseller|vendor):/.exec(endpoint.permission)?.[1] ?? "admin";

/** So many requests are more than one account may send in a minute. */
async function lift_limit(server: TestServer): Promise<void> {
  await platform_on(server.database.db).transaction(
    job_actor("test"),
    (tx) => write_setting(tx, "access", "rate_per_account", 1_000_000),
  );
  const admin = await client(server.url, "nneka@omni.example");
  await wait_for("the new limit holds", async () => {
    const answer = await admin.raw("GET", "/auth/me");
    await answer.body?.cancel();
    return answer.headers.get("ratelimit-limit") === "1000000";
  }, { within: 60_000, every: 500 });
}

Deno.test("no malformed input to any endpoint of the API is answered with 500, and every refusal has the envelope", async () => {
  await using server = await start_server({ LOG_LEVEL: "error" });
  await lift_limit(server);
  const clients: Record<string, Awaited<ReturnType<typeof client>>> = {
    admin: await client(server.url, "nneka@omni.example"),
    portal: await client(server.url, "hassan@example.net", "portal"),
    reseller: await client(server.url, "rita@north.example", "reseller"),
    vendor: await client(server.url, "vera@splice.example", "vendor"),
  };
  const faults: Fault[] = [];
  let sent = 0;
  const send = async (endpoint: Endpoint, attempt: Attempt) => {
    const { method, ...init } = attempt.init;
    const by = clients[portal_of(endpoint)];
    assert.ok(by, "everybody whose endpoints there are has signed in");
    sent++;
    const found = await by.raw(method ?? "GET", attempt.path, { ...init, signal: AbortSignal.timeout(10_000) }).then(
      fault_of,
      (error) => `no answer: ${error}`,
    );
    if (found) faults.push({ endpoint: `${endpoint.method} ${endpoint.path}`, what: attempt.what, answer: found });
  };
  // Whoever signs out is no longer let in.
  const endpoints = all_endpoints.filter((each) => each.path !== "/auth/sign-out");
  for (const endpoint of endpoints) {
    const waiting = [...attempts(endpoint)];
    await Promise.all(Array.from({ length: 4 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await send(endpoint, next);
    }));
  }
  console.log(`${sent} malformed requests to ${endpoints.length} endpoints`);
  assert.equal(
    faults.length,
    0,
    `${faults.length} faults:\n${
      faults.slice(0, 40).map((each) => `${each.endpoint}: ${each.what}\n    ${each.answer}`).join("\n")
    }\n${server.output().slice(-6000)}`,
  );
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
});
