/** Secrets at rest are sealed, come out nowhere, and follow a new key. */
import assert from "node:assert/strict";
import "~/domain/all.ts";
import { open_gate } from "~/domain/access/mod.ts";
import { rotate_secrets } from "~/domain/audit/mod.ts";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { open } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_places } from "~/domain/kernel/crypto/sealed_places.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { create_live } from "~/domain/kernel/live.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import { declare_notice, notify } from "~/domain/notifications/mod.ts";
import { hook_secrets } from "~/domain/subscribers/mod.ts";
import { mount } from "~/routes/(_api)/mount.ts";
import { all_endpoints } from "~/routes/(_api)/mod.ts";
import { with_database } from "../support/database.ts";
import { platform_on, staff_person, test_config } from "../support/fixtures.ts";

const old_key = `k1:${btoa("abcdef0123456789abcdef0123456789")}`;
const new_key = `k2:${btoa("98765432109876543210987654321098")}`;
const hook_secret = `whsec_${btoa("a secret of thirty-two bytes, no")}`;
const link_secret = "the-secret-of-the-link";

interface World {
  platform: Platform;
  sql: Sql;
  /** Every answer that was given. */
  answers: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown>;
}

const api = mount(all_endpoints);

const with_world = (run: (world: World) => Promise<void>) =>
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db, { config: test_config({ ENCRYPTION_KEYS: old_key }) });
    const gate = await open_gate(platform);
    const live = await create_live(platform);
    const [person] = await sql<{ id: string }[]>`insert into people (display_name) values ('Ada Ojo') returning id`;
    const actor: Actor = staff_person(person?.id ?? "", "*");
    const answers: string[] = [];
    const jobs = {
      state: () => {
        throw new Error("no job is running in this test");
      },
    };
    try {
      await run({
        platform,
        sql,
        answers,
        async call(method, path, body, headers = {}) {
          const request = new Request(`http://localhost/api/v1${path}`, {
            method,
            headers: { "content-type": "application/json", ...headers },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          const answer = await api.fetch(request, {
            house: { platform, gate, live, jobs },
            request: { id: "req-secrets", ip: "198.51.100.7", user_agent: null },
            actor,
            by_cookie: false,
          });
          const text = await answer.text();
          answers.push(text);
          return text ? JSON.parse(text) : null;
        },
      });
    } finally {
      await live.close();
      await gate.close();
    }
  });

function field(value: unknown, name: string): string {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  assert.equal(typeof found, "string", `${name} is missing in ${JSON.stringify(value)}`);
  return String(found);
}

/** Everything in the database as text, table by table. */
async function database_text(sql: Sql): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ text: string | null }[]>(
      `select string_agg(to_jsonb(t)::text, E'\\n') as text from ${name} t`,
    );
    found.set(name, row?.text ?? "");
  }
  return found;
}

/** Standard output and error of this process, while `run` runs. */
async function logged(run: () => Promise<void>): Promise<string> {
  const kept = { log: console.log, info: console.info, warn: console.warn, error: console.error, debug: console.debug };
  const lines: string[] = [];
  const keep = (...parts: unknown[]) =>
    void lines.push(parts.map((part) => typeof part === "string" ? part : Deno.inspect(part)).join(" "));
  Object.assign(console, { log: keep, info: keep, warn: keep, error: keep, debug: keep });
  configure_log({ level: "debug", format: "json" });
  try {
    await run();
  } finally {
    Object.assign(console, kept);
    configure_log({ level: "error", format: "json" });
  }
  return lines.join("\n");
}

declare_notice({
  code: "test.secret_link",
  name: "A link for a test",
  variables: ["token"],
  words: { email: { subject: "Your link", body: "Type {{token}}." } },
});

/** All that has a secret: a setting, an endpoint's two, a confidential mail, an answer kept for a repeat. @returns the secrets */
async function scenario({ call, platform }: World): Promise<Record<"hook" | "link" | "endpoint" | "newer", string>> {
  await call("PUT", "/settings/subscribers/hook_secrets", { value: { billing: [hook_secret] } });
  const made = await call("POST", "/webhook-endpoints", { name: "Billing", url: "https://hook.example.org/in" }, {
    "idempotency-key": "once-1",
  });
  const newer = await call("POST", `/webhook-endpoints/${field(made, "id")}/rotate-secret`, {});
  await platform.transaction(
    job_actor("test"),
    (tx) =>
      notify(tx, {
        template: "test.secret_link",
        recipient: "hassan@example.org",
        variables: { token: link_secret },
        dedupe_key: "1",
        confidential: true,
      }),
  );
  return { hook: hook_secret, link: link_secret, endpoint: field(made, "secret"), newer: field(newer, "secret") };
}

Deno.test(
  "no secret stands in the database as it is: not in its own row, not in audit, events or kept answers",
  with_world(async (world) => {
    const secrets = await scenario(world);
    for (const [table, text] of await database_text(world.sql)) {
      for (const [name, secret] of Object.entries(secrets)) {
        assert.ok(!text.includes(secret), `the secret '${name}' stands in ${table}`);
      }
    }
  }),
);

Deno.test(
  "no answer and no log line tells a secret but the one that gives it, once",
  with_world(async (world) => {
    let secrets: Record<string, string> = {};
    const log = await logged(async () => {
      secrets = await scenario(world);
      const told = world.answers.length;
      for (const path of ["/settings", "/webhook-endpoints", "/audit-events", "/notifications", "/events"]) {
        await world.call("GET", path);
      }
      // Refused values must not come back in the refusal either.
      await world.call("PUT", "/settings/subscribers/hook_secrets", {
        value: { billing: [hook_secret, "whsec_short"] },
      });
      await world.call("PUT", "/settings/subscribers/hook_secrets", { value: hook_secret });
      for (const answer of world.answers.slice(told)) {
        for (const [name, secret] of Object.entries(secrets)) {
          assert.ok(!answer.includes(secret), `'${name}' is told: ${answer.slice(0, 400)}`);
        }
        assert.ok(!answer.includes("whsec_short"));
      }
    });
    for (const [name, secret] of Object.entries(secrets)) assert.ok(!log.includes(secret), `'${name}' is logged`);
  }),
);

Deno.test(
  "a repeat of the request that told a secret gets the same answer from its sealed copy",
  with_world(async (world) => {
    const body = { name: "Billing", url: "https://hook.example.org/in" };
    const first = await world.call("POST", "/webhook-endpoints", body, { "idempotency-key": "once-2" });
    assert.deepEqual(await world.call("POST", "/webhook-endpoints", body, { "idempotency-key": "once-2" }), first);
  }),
);

Deno.test(
  "rotate_secrets() seals everything under the new key, after which the old one is not needed",
  with_world(async (world) => {
    await scenario(world);
    const both = platform_on(world.platform.db, { config: test_config({ ENCRYPTION_KEYS: `${new_key},${old_key}` }) });
    const report = await rotate_secrets(both);
    assert.equal(report.key_id, "k2");
    const touched = report.places.filter((place) => place.resealed).map(({ place }) => place).sort();
    assert.deepEqual(touched, [
      "domain_settings.value",
      "idempotency_keys.response",
      "notifications.sealed_body",
      "webhook_endpoints.previous_secret",
      "webhook_endpoints.secret",
    ]);
    for (const [table, text] of await database_text(world.sql)) {
      assert.ok(!text.includes("s1.k1."), `${table} is still sealed by the old key`);
    }

    const alone = platform_on(world.platform.db, { config: test_config({ ENCRYPTION_KEYS: new_key }) });
    assert.deepEqual(
      await alone.read(job_actor("test"), (tx) => read_setting(tx, hook_secrets)),
      { billing: [hook_secret] },
    );
    const [mail] = await world.sql<{ id: string; sealed_body: string }[]>`select id, sealed_body from notifications`;
    assert.match(
      await open(alone.config.ENCRYPTION_KEYS, mail?.sealed_body ?? "", `notification/${mail?.id}`),
      /the-secret-of-the-link/,
    );
    const [entry] = await world.sql<
      { actor_label: string }[]
    >`select actor_label from audit_events where action = 'secrets.rotated'`;
    assert.equal(entry?.actor_label, "rotate secrets");

    const again = await rotate_secrets(both);
    assert.equal(again.places.reduce((sum, place) => sum + place.resealed, 0), 0);
  }),
);

Deno.test(
  "rotate_secrets() stops at a secret whose key is missing, and names it",
  with_world(async (world) => {
    await scenario(world);
    const stranger = platform_on(world.platform.db, { config: test_config({ ENCRYPTION_KEYS: new_key }) });
    await assert.rejects(rotate_secrets(stranger), /sealed value of \S+\/\S+ needs the key "k1"\. Add it/);
  }),
);

Deno.test(
  "a sealed setting that is copied to another name does not open",
  with_world(async ({ call, platform, sql }) => {
    await call("PUT", "/settings/subscribers/hook_secrets", { value: { billing: [hook_secret] } });
    await sql`update domain_settings set value = to_jsonb(replace(value #>> '{}', 's1.k1.', 's1.k1.AAAA')) where key = 'hook_secrets'`;
    await assert.rejects(
      platform.read(job_actor("test"), (tx) => read_setting(tx, hook_secrets)),
      /altered, moved or sealed with another key/,
    );
  }),
);

Deno.test(
  "every column that is named like a secret is rotated or holds a hash",
  with_database(async ({ sql }) => {
    const columns = await sql<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'jsonb', 'bytea') and column_name ~ '(^|_)(secret|sealed|secrets)($|_)'
       and table_name in (select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE')`;
    const rotated = new Set(sealed_places().map(({ table, column }) => `${table}.${column}`));
    assert.deepEqual(
      columns.map(({ name }) => name).filter((name) => !name.endsWith("_hash") && !rotated.has(name)),
      [],
    );
    const known = new Set(
      (await sql<
        { name: string }[]
      >`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`)
        .map(({ name }) => name),
    );
    assert.deepEqual([...rotated].filter((name) => !known.has(name)), [], "a place that no table has");
  }),
);
