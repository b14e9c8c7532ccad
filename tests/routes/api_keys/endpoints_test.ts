/** Keys by REST: made once, told once, rotated, narrowed, revoked; and nowhere a secret. */
import assert from "node:assert/strict";
import { configure_log } from "~/domain/kernel/log.ts";
import { key_pattern } from "~/domain/kernel/crypto/key_form.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { ask, type Ready, say, type Told, with_key_site } from "./ready.ts";

const base = "/api/v1/api-keys";

const input = ({ site }: Ready, more: object = {}) => ({
  name: "ERP",
  scopes: ["tickets:read"],
  expires_at: site.clock.now().add({ hours: 24 * 90 }).toString(),
  ...more,
});
const post = ({ site, token }: Ready, path: string, json: unknown, headers: Record<string, string> = {}) =>
  ask(site, token, path, { method: "POST", json, headers });

Deno.test(
  "a key is made, told once and not to be kept by anybody on the way; its list knows how it begins",
  with_key_site(async (ready) => {
    const { site, token } = ready;
    const made = await post(ready, base, input(ready, { allowed_addresses: ["198.51.100.0/24"] }));
    assert.equal(made.status, 201, made.text);
    const secret = String(made.body.secret);
    assert.match(secret, key_pattern);
    assert.equal(made.headers.get("cache-control"), "no-store");
    assert.equal((await ask(site, secret, "/api/v1/tickets")).status, 200);
    const list = await ask(site, token, `${base}?q=${secret.slice(0, 15)}`);
    assert.match(list.text, new RegExp(secret.slice(0, 15)));
    for (
      const path of [base, `${base}/${made.body.id}`, `/api/v1/me/api-keys/${made.body.id}`, "/api/v1/me/api-keys"]
    ) {
      const read = await ask(site, token, path);
      assert.equal(read.status, 200, path);
      assert.ok(!read.text.includes(secret) && !/hash/.test(read.text), path);
    }
  }),
);

Deno.test(
  "what does not hold is refused with field, value and remedy",
  with_key_site(async (ready) => {
    const cases: [object, RegExp][] = [
      [{ expires_at: undefined }, /expires_at: is required/],
      [{ expires_at: "2020-01-01T00:00:00Z" }, /expires_at: is in the past/],
      [{ expires_at: null }, /never expire are not allowed/],
      [{ scopes: ["fly"] }, /scopes\.0: is no permission \(got "fly"\)/],
      [{ scopes: "tickets:read" }, /scopes: must be an array/],
      [
        { allowed_addresses: ["10.0.0.0/99"] },
        /allowed_addresses\.0: is no address or range \(got "10\.0\.0\.0\/99"\)/,
      ],
      [{ owner_id: crypto.randomUUID() }, /owner_id: is nobody of the staff/],
      [{ name: "" }, /name: must not be empty/],
      [{ secret: "omni_key_mine" }, /secret: is no field/],
    ];
    for (const [change, said] of cases) {
      const answer = await post(ready, base, input(ready, change));
      assert.equal(answer.status, 422, answer.text);
      assert.match(say(answer), said);
    }
  }),
);

Deno.test(
  "without a proof of the last ten minutes no key is made or rotated, and the answer says what is asked",
  with_key_site(async (ready) => {
    const made = await post(ready, base, input(ready));
    ready.site.clock.advance({ minutes: 11 });
    for (const [path, json] of [[base, input(ready)], [`${base}/${made.body.id}/rotate`, {}]] as const) {
      const answer = await post(ready, path, json);
      assert.equal(answer.status, 403);
      assert.match(answer.text, /step_up_required/);
    }
    const narrowed = await ask(ready.site, ready.token, `${base}/${made.body.id}`, {
      method: "PATCH",
      json: { name: "B" },
    });
    assert.deepEqual([narrowed.status, narrowed.body.name], [200, "B"]);
  }),
);

Deno.test(
  "a repeat with the same Idempotency-Key gets the same secret; a key that repeats it for its owner gets nothing of it",
  with_key_site(async (ready) => {
    const { site } = ready;
    const once = { "idempotency-key": "once" };
    const json = input(ready, { scopes: ["*"] });
    const [first, second] = [await post(ready, base, json, once), await post(ready, base, json, once)];
    assert.equal(second.text, first.text);
    assert.equal(second.headers.get("cache-control"), "no-store");
    assert.equal((await site.it.sql`select from api_keys`).length, 1);
    const by_key = await ask(site, String(first.body.secret), base, { method: "POST", json, headers: once });
    assert.equal(by_key.status, 403);
    assert.ok(!by_key.text.includes(String(first.body.secret)));
  }),
);

Deno.test(
  "a rotated secret takes over, and a leaked one can end its key by itself",
  with_key_site(async (ready) => {
    const { site } = ready;
    const made = await post(ready, base, input(ready));
    const [old, id] = [String(made.body.secret), String(made.body.id)];
    const rotated = await post(ready, `${base}/${id}/rotate`, { grace_hours: 1 });
    assert.equal(rotated.headers.get("cache-control"), "no-store");
    const secret = String(rotated.body.secret);
    assert.notEqual(secret, old);
    assert.equal((await ask(site, old, "/api/v1/tickets")).status, 200);
    await site.gate.keys.uses.flush();
    const usage = await ask(site, ready.token, `${base}/${id}/usage`);
    assert.match(JSON.stringify(usage.body.previous_secret), /198\.51\.100\.1/);
    const ended = await post(ready, `${base}/${id}/end-grace`, undefined);
    assert.equal(ended.status, 200, ended.text);
    assert.equal((await ask(site, old, "/api/v1/tickets")).status, 401);
    const gone = await ask(site, secret, `${base}/current/revoke`, { method: "POST" });
    assert.equal(gone.status, 200, gone.text);
    assert.match(say(await ask(site, secret, "/api/v1/tickets")), /revoked/);
    assert.equal((await ask(site, ready.token, `${base}/current`)).status, 403, "a session is no key");
  }),
);

/** Everything in the database as text, table by table. */
async function database_text(sql: Sql): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ text: string | null }[]>(
      `select string_agg(to_jsonb(t)::text, ' ') as text from ${name} t`,
    );
    found.set(name, row?.text ?? "");
  }
  return found;
}

Deno.test(
  "a secret stands nowhere in the database, in no log line, no event, no audit entry, no later answer",
  with_key_site(async (ready) => {
    const { site, token } = ready;
    const kept = {
      log: console.log,
      info: console.info,
      warn: console.warn,
      error: console.error,
      debug: console.debug,
    };
    const lines: string[] = [];
    const keep = (...parts: unknown[]) =>
      void lines.push(parts.map((part) => typeof part === "string" ? part : Deno.inspect(part)).join(" "));
    Object.assign(console, { log: keep, info: keep, warn: keep, error: keep, debug: keep });
    configure_log({ level: "debug", format: "json" });
    const secrets: string[] = [];
    const later: Told[] = [];
    try {
      const made = await post(ready, base, input(ready), { "idempotency-key": "once" });
      const rotated = await post(ready, `${base}/${made.body.id}/rotate`, {});
      secrets.push(String(made.body.secret), String(rotated.body.secret));
      for (const secret of secrets) {
        later.push(
          await ask(site, secret, "/api/v1/tickets"),
          await ask(site, secret, "/api/v1/nothing", { by: "header" }),
        );
        later.push(await ask(site, `${secret.slice(0, -1)}!`, "/api/v1/tickets"));
        later.push(await post(ready, base, input(ready, { name: 1, metadata: { secret } })));
      }
      await site.gate.keys.uses.flush();
      await post(ready, `${base}/${made.body.id}/revoke`, {});
      later.push(await ask(site, secrets[1] ?? "", "/api/v1/tickets"));
      for (const path of [base, "/api/v1/audit-events", "/api/v1/events", "/api/v1/notifications"]) {
        later.push(await ask(site, token, path));
      }
    } finally {
      Object.assign(console, kept);
      configure_log({ level: "error", format: "json" });
    }
    const random = secrets.map((secret) => secret.slice(15, 40));
    assert.equal(random.length, 2);
    assert.ok(lines.some((line) => line.includes(`"key_id"`)), "requests are logged with the key's id");
    for (const part of random) {
      for (const [table, text] of await database_text(site.it.sql)) assert.ok(!text.includes(part), table);
      assert.ok(!lines.some((line) => line.includes(part)), "logged");
      assert.ok(!later.some(({ text }) => text.includes(part)), "told again");
    }
  }),
);
