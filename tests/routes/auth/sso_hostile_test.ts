/** Forged, replayed, foreign and broken: nothing of it signs anybody in, and each answer is plain. */
import assert from "node:assert/strict";
import type { JWTPayload } from "jose";
import { base64url, SignJWT } from "jose";
import { add_rule, change_provider } from "~/domain/identity_providers/mod.ts";
import { step_name } from "~/domain/second_factor/mod.ts";
import { system } from "../../domain/access/world.ts";
import { type Changes, forged_client, forged_provider, type ForgedProvider } from "../../support/forged_provider.ts";
import { add_provider, begin, come_in, is_in, link, local, problem_of, to, with_sso } from "./sso_support.ts";
import { type Browser, type Site, with_site } from "./site.ts";

interface Scene extends Omit<Site, "attempt"> {
  forged: ForgedProvider;
  id: string;
  /** Button, then back with the token that `make` signs for the flow's own nonce. */
  attempt(make: (nonce: string) => Promise<string> | string, more?: Record<string, string>): Promise<Tried>;
}
interface Tried {
  /** What the provider was asked. */
  asked: URLSearchParams;
  answer: Response;
  browser: Browser;
}

const scene = (run: (scene: Scene) => Promise<void>) =>
  with_site(async (site) => {
    await using forged = await forged_provider();
    const client_secret = "the client secret that a forger knows as well";
    const id = await add_provider(site, { issuer: forged.issuer, client_id: forged_client, client_secret });
    const person = await site.person("mallory@omni.example", "agent");
    await site.it
      .sql`insert into external_identities (provider_id, subject, person_id) values (${id}, 'mallory', ${person})`;
    await run({
      ...site,
      forged,
      id,
      async attempt(make, more = {}) {
        const browser = site.browser();
        const sent = (await begin(browser)).searchParams;
        forged.id_token = await make(sent.get("nonce") ?? "");
        const query = new URLSearchParams({ code: "a-code", state: sent.get("state") ?? "", ...more });
        return { asked: sent, answer: await browser.ask(`/auth/sso/acme/callback?${query}`), browser };
      },
    });
  }, local);

async function refused(tried: Tried, problem: string, why: string): Promise<void> {
  assert.deepEqual([tried.answer.status, problem_of(tried.answer)], [303, problem], why);
  assert.ok(!is_in(tried.browser), why);
  assert.ok(!tried.browser.cookies.has("__Host-omni_sso_admin"), `${why}: the flow is used up`);
  await tried.answer.body?.cancel();
}

Deno.test(
  "an ID token is believed when all of it holds, and for no other reason",
  scene(async ({ forged, attempt }) => {
    const good = await attempt((nonce) => forged.token({ nonce }));
    assert.ok(is_in(good.browser), `the honest one gets in: ${good.answer.headers.get("location")}`);

    const now = Math.floor(Date.now() / 1000);
    const wrong: [string, Changes][] = [
      ["for another client", { aud: "somebody-else" }],
      ["for several clients without saying for whom", { aud: [forged_client, "somebody-else"] }],
      ["for several clients, authorised for another", { aud: [forged_client, "somebody-else"], azp: "somebody-else" }],
      ["authorised for another", { azp: "somebody-else" }],
      ["by another issuer", { iss: "https://evil.example" }],
      ["expired", { iat: now - 900, exp: now - 600 }],
      ["without an end", { exp: undefined }],
      ["without a beginning", { iat: undefined }],
      ["not yet good", { nbf: now + 600 }],
      ["without a subject", { sub: undefined }],
      ["with a subject of 300 characters", { sub: "m".repeat(300) }],
      ["without a nonce", { nonce: undefined }],
      ["of another flow", { nonce: "of-another-flow" }],
    ];
    for (const [why, claims] of wrong) {
      await refused(await attempt((nonce) => forged.token({ nonce, ...claims })), "untrusted", why);
    }
  }),
);

Deno.test(
  "no signature, the client secret's, or a stranger's signs nobody in",
  scene(async ({ forged, attempt }) => {
    const claims = (nonce: string) => {
      const now = Math.floor(Date.now() / 1000);
      return { iss: forged.issuer, aud: forged_client, sub: "mallory", iat: now, exp: now + 300, nonce };
    };
    const part = (value: object) => base64url.encode(JSON.stringify(value));
    const secret = new TextEncoder().encode("the client secret that a forger knows as well");
    const forgeries: [string, (nonce: string) => Promise<string> | string][] = [
      ["alg none", (nonce) => `${part({ alg: "none" })}.${part(claims(nonce))}.`],
      [
        "HS256 by the client secret",
        (nonce) => new SignJWT(claims(nonce)).setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(secret),
      ],
      ["RS256 by a stranger's key under the known id", async (nonce) => {
        await using stranger = await forged_provider();
        return await stranger.token({ ...claims(nonce) });
      }],
      ["a changed claim under the old signature", async (nonce) => {
        const [head, , signature] = (await forged.token({ nonce })).split(".");
        return `${head}.${part({ ...claims(nonce), sub: "ada" })}.${signature}`;
      }],
      ["no token", () => ""],
      ["no JWT", () => "a.b"],
    ];
    for (const [why, make] of forgeries) await refused(await attempt(make), "untrusted", why);
    // Even where the provider announces them.
    forged.description.id_token_signing_alg_values_supported = ["none", "HS256", "RS256"];
    const [, hs256] = forgeries;
    if (hs256) await refused(await attempt(hs256[1]), "untrusted", "announced HS256");
  }),
);

Deno.test(
  "a provider's new key is found by asking once more, an unknown one is asked for once",
  scene(async ({ forged, attempt }) => {
    assert.ok(is_in((await attempt((nonce) => forged.token({ nonce }))).browser));
    const before = forged.key_requests;
    await forged.rotate();
    assert.ok(is_in((await attempt((nonce) => forged.token({ nonce }))).browser), "the new key");
    assert.equal(forged.key_requests, before + 1);
    await refused(await attempt((nonce) => forged.token({ nonce }, { kid: "key-9" })), "untrusted", "unknown key");
    assert.equal(forged.key_requests, before + 2);
  }),
);

Deno.test(
  "a callback counts once, within ten minutes, in the browser that began it, at its own provider and door",
  scene(async (site) => {
    const { forged, clock } = site;
    await add_provider(site, { issuer: forged.issuer, client_id: forged_client }, { key: "other" });
    const honest = async (browser: Browser) => {
      const sent = (await begin(browser)).searchParams;
      forged.id_token = await forged.token({ nonce: sent.get("nonce") ?? "" });
      return `/auth/sso/acme/callback?code=a-code&state=${sent.get("state")}`;
    };
    const stale = async (answer: Response, why: string) => {
      assert.deepEqual([answer.status, problem_of(answer)], [303, "stale"], why);
      await answer.body?.cancel();
    };

    const browser = site.browser();
    const once = await honest(browser);
    const victim = site.browser();
    await stale(await victim.ask(once), "in another browser (login CSRF)");
    await begin(victim);
    await stale(await victim.ask(once), "in another browser that has a flow of its own");
    await stale(await browser.ask(`${once}x`), "with another state");
    assert.ok(!is_in(victim) && !is_in(browser));

    const kept = site.browser();
    const twice = await honest(kept);
    const flow = kept.cookies.get("__Host-omni_sso_admin") ?? "";
    assert.equal((await kept.ask(twice)).status, 303);
    assert.ok(is_in(kept));
    const replay = site.browser();
    replay.cookies.set("__Host-omni_sso_admin", flow);
    await stale(await replay.ask(twice), "a second time, cookie and all");
    assert.equal(forged.exchanges.length, 1, "no code was sent on but the one");

    const slow = site.browser();
    const late = await honest(slow);
    clock.advance({ minutes: 11 });
    await stale(await slow.ask(late), "after eleven minutes");

    const mixed = site.browser();
    const mix_up = await honest(mixed);
    await stale(await mixed.ask(mix_up.replace("/acme/", "/other/")), "at another provider's address");
    const doors = site.browser();
    await site.platform.transaction(
      system,
      (tx) => change_provider(tx, site.id, { audiences: ["admin", "portal"] }),
    );
    const elsewhere = await honest(doors);
    doors.cookies.set("__Host-omni_sso_portal", doors.cookies.get("__Host-omni_sso_admin") ?? "");
    await stale(await doors.ask(`/portal${elsewhere}`), "at another door");
    await stale(await site.browser().ask("/auth/sso/acme/callback"), "with nothing at all");
  }),
);

Deno.test(
  "the exchange carries the verifier of the challenge, and the exact redirect URI",
  scene(async ({ forged, attempt, origin }) => {
    const { browser, asked } = await attempt((nonce) => forged.token({ nonce }));
    const [sent] = forged.exchanges;
    assert.equal(sent?.get("redirect_uri"), `${origin}/auth/sso/acme/callback`);
    const verifier = sent?.get("code_verifier") ?? "";
    assert.match(verifier, /^[\w-]{43}$/);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    assert.equal(asked.get("code_challenge"), base64url.encode(new Uint8Array(digest)));
    assert.ok(is_in(browser));
  }),
);

Deno.test(
  "an answer of another issuer is refused where the provider names itself in its answers",
  scene(async ({ forged, attempt }) => {
    forged.description.authorization_response_iss_parameter_supported = true;
    const honest = (nonce: string) => forged.token({ nonce });
    await refused(await attempt(honest, { iss: "https://evil.example" }), "untrusted", "mix-up");
    await refused(await attempt(honest), "untrusted", "no name at all");
    assert.ok(is_in((await attempt(honest, { iss: forged.issuer })).browser));
  }),
);

Deno.test(
  "a provider that is down is said to be, with 503, and works again by itself",
  scene(async ({ forged, attempt, browser }) => {
    forged.down = 502;
    const away = await browser().ask("/auth/sso/acme");
    assert.equal(away.status, 503);
    assert.equal(away.headers.get("retry-after"), "30");
    assert.match(await away.text(), /Acme cannot be reached now/);
    forged.down = null;
    const during = await attempt((nonce) => {
      forged.down = 503;
      return forged.token({ nonce });
    });
    assert.equal(during.answer.status, 503);
    assert.ok(!is_in(during.browser));
    forged.down = null;
    assert.ok(is_in((await attempt((nonce) => forged.token({ nonce }))).browser));
  }),
);

Deno.test(
  "amr and acr count as a second factor where the provider is trusted with that, and not otherwise",
  scene(async (site) => {
    const { forged, attempt } = site;
    await site.it.sql`
      insert into domain_settings (domain, key, value) values ('access', 'second_factor_roles', '"agent"')`;
    const strong = (nonce: string) => forged.token({ nonce, amr: ["pwd", "mfa"] });
    assert.deepEqual(to((await attempt(strong)).answer), [303, `/auth/${step_name}`]);
    await site.platform.transaction(system, (tx) => change_provider(tx, site.id, { trusts_second_factor: true }));
    assert.ok(is_in((await attempt(strong)).browser));
    assert.deepEqual(to((await attempt((nonce) => forged.token({ nonce, amr: ["pwd"] }))).answer), [
      303,
      `/auth/${step_name}`,
    ]);
    await site.platform.transaction(
      system,
      (tx) => change_provider(tx, site.id, { second_factor_values: ["urn:gold"] }),
    );
    assert.ok(is_in((await attempt((nonce) => forged.token({ nonce, acr: "urn:gold" }))).browser));
  }),
);

Deno.test(
  "claims nested, named by an address, or of the wrong kind give what they say and nothing else",
  scene(async (site) => {
    const { forged, attempt, id } = site;
    const rule = (claim: string, value: string, role: string) =>
      site.platform.transaction(system, (tx) => add_rule(tx, id, { claim, value, role }));
    await rule("realm_access.roles", "desk", "auditor");
    await rule("https://example.com/roles", "desk", "dispatcher");
    await rule("__proto__.polluted", "true", "administrator");
    const roles = async (claims: JWTPayload) => {
      await attempt((nonce) => forged.token({ nonce, ...claims }));
      const rows = await site.it.sql<{ key: string }[]>`
        select r.key from person_roles pr join roles r on r.id = pr.role_id where pr.is_active and pr.identity_provider_id = ${id} order by 1`;
      return rows.map(({ key }) => key);
    };
    assert.deepEqual(await roles({ realm_access: { roles: ["desk"] } }), ["auditor"]);
    assert.deepEqual(await roles({ "https://example.com/roles": "desk" }), ["dispatcher"]);
    for (const realm_access of [null, "desk", ["desk"], { roles: { desk: true } }, { roles: [["desk"], null, {}] }]) {
      assert.deepEqual(await roles({ realm_access }), [], JSON.stringify(realm_access));
    }
  }),
);

Deno.test(
  "the browser's flow token stands nowhere in the database, nor the nonce or verifier that follow from it",
  with_sso({ audiences: ["admin"] }, async (site) => {
    site.provider.accounts.set("ada", {});
    await link(site, await site.person("ada@omni.example", "agent"), "ada");
    const browser = site.browser();
    const sent = (await begin(browser)).searchParams;
    const [row] = await site.it.sql<{ text: string }[]>`select to_jsonb(r)::text as text from identity_requests r`;
    for (const secret of [browser.cookies.get("__Host-omni_sso_admin"), sent.get("nonce"), sent.get("state")]) {
      assert.ok(secret && row && !row.text.includes(secret));
    }
    assert.equal(sent.get("code_challenge_method"), "S256");
    const lines = (await site.browser().ask("/auth/sso/acme")).headers.getSetCookie();
    assert.match(
      lines.join("\n"),
      /__Host-omni_sso_admin=[\w-]{43}; Path=\/; SameSite=Lax; Max-Age=600; HttpOnly; Secure/,
    );
    const other = site.browser();
    await come_in(site, other, "ada");
    assert.ok(is_in(other));
  }),
);
