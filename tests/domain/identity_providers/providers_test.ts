/** Who may set up a provider, what it may be, and what is never told of it. */
import assert from "node:assert/strict";
import { open_session } from "~/domain/access/mod.ts";
import {
  add_rule,
  change_provider,
  check_provider,
  create_provider,
  identity_providers,
  type ProviderInput,
  remove_rule,
  rules_of,
  set_break_glass,
} from "~/domain/identity_providers/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { forged_provider } from "../../support/forged_provider.ts";
import { platform_on, staff, test_config } from "../../support/fixtures.ts";
import { good_password, system, with_world, type World } from "../access/world.ts";

const secret = "the-client-secret-that-nobody-is-told";
const given: ProviderInput = {
  key: "acme",
  name: "Acme",
  issuer: "https://id.example.com/realms/staff",
  client_id: "omni",
  client_secret: secret,
  audiences: ["portal"],
};
const manages = ["identity-providers:read", "identity-providers:create", "identity-providers:update"];

const as = <T>({ platform }: World, actor: Actor, run: (tx: Tx) => Promise<T>) => platform.transaction(actor, run);
const refused = (field: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Error && "details" in error && Array.isArray(error.details), String(error));
  assert.equal(error.details[0]?.field, field);
  assert.match(error.message, words);
  return true;
};

Deno.test(
  "a provider for staff takes an administrator, one for outsiders the key alone",
  with_world(async (world) => {
    await as(world, staff(...manages), (tx) => create_provider(tx, given));
    const for_staff = { ...given, key: "staff", audiences: ["admin" as const] };
    await assert.rejects(
      as(world, staff(...manages), (tx) => create_provider(tx, for_staff)),
      /takes one to set it up/,
    );
    await assert.rejects(
      as(world, staff("users:manage"), (tx) => create_provider(tx, given)),
      /identity-providers:create/,
    );
    const row = await as(world, staff("*"), (tx) => create_provider(tx, for_staff));
    // Nor may it be bent, or an outsiders' provider be opened to staff.
    await assert.rejects(as(world, staff(...manages), (tx) => change_provider(tx, row.id, { name: "Mine" })));
    const [other] = await world.it.sql<{ id: string }[]>`select id from identity_providers where key = 'acme'`;
    await assert.rejects(
      as(world, staff(...manages), (tx) => change_provider(tx, other?.id ?? "", { audiences: ["admin"] })),
      /takes one to set it up/,
    );
  }),
);

Deno.test(
  "nobody lets a claim give a role that they could not give, or of a portal that is not the provider's",
  with_world(async (world) => {
    const { id } = await as(
      world,
      staff("*"),
      (tx) => create_provider(tx, { ...given, audiences: ["admin", "portal"] }),
    );
    const rule = (role: string) => ({ claim: "groups", value: "x", role });
    const deputy = staff(...manages, "work-orders:execute", "work-orders:note", "notifications:read");
    for (const role of ["administrator", "agent"]) {
      await assert.rejects(as(world, deputy, (tx) => add_rule(tx, id, rule(role))), /allows more than your own/);
    }
    await as(world, deputy, (tx) => add_rule(tx, id, rule("technician")));
    await as(world, deputy, (tx) => add_rule(tx, id, rule("customer")));
    const made = await as(world, staff("*"), (tx) => add_rule(tx, id, rule("administrator")));
    const beyond = made.find(({ role_key }) => role_key === "administrator")?.id ?? "";
    await assert.rejects(as(world, deputy, (tx) => remove_rule(tx, id, beyond)), /allows more than your own/);
    await as(world, staff("*"), (tx) => change_provider(tx, id, { audiences: ["portal"] }));
    await assert.rejects(
      as(world, staff("*"), (tx) => add_rule(tx, id, rule("auditor"))),
      refused("role", /not the provider's/),
    );
    await assert.rejects(as(world, staff("*"), (tx) => add_rule(tx, id, rule("nothing"))), /No role "nothing"/);
    assert.equal((await as(world, system, (tx) => rules_of(tx, id))).length, 3);
  }),
);

Deno.test(
  "changes of providers and rules ask for a fresh proof",
  with_world(async (world) => {
    const { id } = await as(world, system, (tx) => create_provider(tx, given));
    const ada = await world.person("ada@omni.example", "administrator");
    const { session_id } = await as(world, system, (tx) => open_session(tx, ada, "admin", ["password"]));
    const actor = { ...staff("*"), person_id: ada, session_id };
    await as(world, actor, (tx) => change_provider(tx, id, { name: "Just now" }));
    world.clock.advance({ minutes: 11 });
    const tries: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => create_provider(tx, { ...given, key: "other" }),
      (tx) => change_provider(tx, id, { name: "Later" }),
      (tx) => add_rule(tx, id, { claim: "groups", value: "x", role: "customer" }),
      (tx) => set_break_glass(tx, ada, true),
    ];
    for (const run of tries) await assert.rejects(as(world, actor, run), /proof of the last 10 minutes/);
  }),
);

Deno.test(
  "bad input is named by field and remedy",
  with_world(async (world) => {
    const create = (changes: Partial<ProviderInput>) =>
      as(world, system, (tx) => create_provider(tx, { ...given, ...changes }));
    const wrong: [string, Partial<ProviderInput>, RegExp][] = [
      ["key", { key: "Acme Corp" }, /small letters/],
      ["issuer", { issuer: "http://id.example.com" }, /https/],
      ["issuer", { issuer: "ftp://id.example.com" }, /address/],
      ["issuer", { issuer: "https://id.example.com?x=1" }, /which no issuer has/],
      ["issuer", { issuer: "https://user:pw@id.example.com" }, /password/],
      ["issuer", { issuer: "https://127.0.0.1" }, /private network/],
      ["issuer", { issuer: "https://[::1]:8443/realm" }, /private network/],
      ["issuer", { issuer: "https://169.254.169.254/latest" }, /private network/],
      ["issuer", { issuer: "https://0x7f.1/" }, /private network/],
      ["scopes", { scopes: ["profile"] }, /openid/],
      ["scopes.0", { scopes: ["open id"] }, /no scope/],
      ["email_claim", { email_claim: "a b" }, /no name of a claim/],
      ["email_domains.0", { trusts_email: true, email_domains: ["@example"] }, /no domain/],
      ["email_domains", { email_domains: ["example.com"] }, /nobody has verified/],
      ["links_by_email", { links_by_email: true }, /whose word/],
      ["is_enforced", { is_enforced: true }, /domains/],
      ["default_role", { default_role: "agent" }, /not the provider's/],
    ];
    for (const [field, changes, words] of wrong) {
      await assert.rejects(create(changes), refused(field, words), JSON.stringify(changes));
    }
    await create({ issuer: "https://id.example.com/realms/staff/.well-known/openid-configuration" });
    const [row] = await world.it.sql<{ issuer: string }[]>`select issuer from identity_providers`;
    assert.equal(row?.issuer, "https://id.example.com/realms/staff", "what people copy from the provider");
    await assert.rejects(create({}), refused("key", /belongs to another provider/));
  }),
);

Deno.test(
  "the issuer stays once somebody is linked: another issuer's subjects are other people",
  with_world(async (world) => {
    const { id } = await as(world, system, (tx) => create_provider(tx, given));
    await as(world, system, (tx) => change_provider(tx, id, { issuer: "https://id2.example.com" }));
    const person = await world.person("ada@omni.example", "customer");
    await world.it
      .sql`insert into external_identities (provider_id, subject, person_id) values (${id}, '1', ${person})`;
    await assert.rejects(
      as(world, system, (tx) => change_provider(tx, id, { issuer: "https://evil.example" })),
      refused("issuer", /people are linked/),
    );
  }),
);

Deno.test(
  "the client secret is sealed, and stands in no row, answer, event or entry of the trail",
  with_world(async (world) => {
    const row = await as(world, system, (tx) => create_provider(tx, given));
    await as(world, system, (tx) => change_provider(tx, row.id, { client_secret: `${secret}-2`, name: "Renamed" }));
    assert.ok(!JSON.stringify(row).includes(secret) && !("client_secret" in row));
    assert.ok(!JSON.stringify(await as(world, staff("*"), (tx) => identity_providers.list(tx))).includes("s1.k1"));
    for (const table of ["identity_providers", "audit_events", "event_store"]) {
      const [found] = await world.it.sql.unsafe<{ text: string }[]>(
        `select string_agg(to_jsonb(t)::text, '') as text from ${table} t`,
      );
      assert.ok(!found?.text.includes(secret), table);
    }
    const [stored] = await world.it.sql<{ client_secret: string }[]>`select client_secret from identity_providers`;
    assert.match(stored?.client_secret ?? "", /^s1\.k1\./);
    const [entry] = await world.it.sql<{ changes: Record<string, unknown> }[]>`
      select changes from audit_events where action = 'identity_provider.secret_changed'`;
    assert.ok(entry && "client_secret" in entry.changes, "that it changed is told");
  }),
);

Deno.test(
  "the test of a connection says what is wrong, and asks no private address",
  with_world(async (world) => {
    await using forged = await forged_provider();
    const open = platform_on(world.it.db, { config: test_config({ ALLOW_PRIVATE_IDENTITY_PROVIDERS: "true" }) });
    const { id } = await open.transaction(system, (tx) => create_provider(tx, { ...given, issuer: forged.issuer }));
    const words = async (platform = open) =>
      (await check_provider(platform, system, id)).filter(({ tone }) => tone === "bad").map((each) => each.words).join(
        " ",
      );
    assert.equal(await words(), "");
    const [row] = await world.it.sql<{ report: unknown }[]>`select check_report as report from identity_providers`;
    assert.match(JSON.stringify(row?.report), /publishes one key/);

    const trouble: [Record<string, unknown>, RegExp][] = [
      [{ issuer: "https://somebody-else.example" }, /issuer/i],
      [{ jwks_uri: undefined }, /no address for its keys/],
      [{ jwks_uri: `${forged.issuer}/nowhere` }, /cannot be read: the answer was 404/],
      [{ id_token_signing_alg_values_supported: ["HS256"] }, /RS256 or ES256/],
      [{ response_types_supported: ["id_token"] }, /authorization code flow/],
      [{ code_challenge_methods_supported: ["plain"] }, /not by S256/],
      [{ jwks_uri: "http://169.254.169.254/keys" }, /private network/],
    ];
    for (const [description, expected] of trouble) {
      Object.assign(forged.description, description);
      assert.match(await words(), expected);
      for (const name of Object.keys(description)) delete forged.description[name];
    }
    forged.down = 502;
    assert.match(await words(), /answered 502/);
    forged.down = null;

    // The same provider where private addresses are not allowed: refused before anything is asked.
    const asked = forged.key_requests;
    assert.match(await words(platform_on(world.it.db)), /private network|https/i);
    assert.equal(forged.key_requests, asked);
    await assert.rejects(check_provider(open, staff("identity-providers:read"), id), /identity-providers:update/);
  }),
);

Deno.test(
  "the only way in: passwords of its domains are refused, but for a break-glass administrator, who must be there first",
  with_world(async (world) => {
    const ada = await world.person("ada@acme.example", "agent");
    const nneka = await world.person("nneka@acme.example", "administrator");
    await world.person("kemi@other.example", "agent");
    const enforced = {
      ...given,
      audiences: ["admin" as const],
      trusts_email: true,
      email_domains: ["acme.example"],
      is_enforced: true,
      is_enabled: true,
    };
    await assert.rejects(
      as(world, system, (tx) => create_provider(tx, enforced)),
      refused("is_enforced", /while the provider is down/),
    );
    await assert.rejects(as(world, system, (tx) => set_break_glass(tx, ada, true)), /No administrator/);
    await as(world, system, (tx) => set_break_glass(tx, nneka, true));
    await as(world, system, (tx) => create_provider(tx, enforced));
    await assert.rejects(world.try_in("ada@acme.example", good_password), /you sign in by Acme/);
    assert.equal(await world.try_in("ada@acme.example", "a wrong password here"), null, "who guesses learns nothing");
    assert.equal((await world.try_in("nneka@acme.example", good_password))?.kind, "open");
    assert.equal((await world.try_in("kemi@other.example", good_password))?.kind, "open");
    await assert.rejects(
      as(world, system, (tx) => set_break_glass(tx, nneka, false)),
      refused("person_id", /while the provider is down/),
    );
  }),
);
