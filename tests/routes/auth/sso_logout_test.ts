/** Signing out on one side and the other: RP-initiated and back-channel logout. */
import assert from "node:assert/strict";
import { type Changes, forged_client, forged_provider, type ForgedProvider } from "../../support/forged_provider.ts";
import { add_provider, come_in, is_in, link, local, to, with_sso } from "./sso_support.ts";
import { type Site, with_site } from "./site.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const hook = "/api/v1/hooks/identity-providers/acme/logout";

Deno.test(
  "signing out at the provider ends the sessions that came by it, and no others",
  with_sso({ audiences: ["admin"] }, async (site) => {
    site.provider.accounts.set("ada", {});
    await link(site, await site.person("ada@omni.example", "agent"), "ada");
    const jar = new Map<string, string>();
    const [desk, phone] = [site.browser(), site.browser()];
    await come_in(site, desk, "ada", "/auth/sso/acme", jar);
    await come_in(site, phone, "ada"); // another session at the provider
    await site.provider.sign_out(jar);
    assert.equal((await desk.ask("/admin")).status, 303);
    assert.equal((await phone.ask("/admin")).status, 200, "her phone's session there goes on");
    const [ended] = await site.it.sql<{ reason: string }[]>`
      select revoked_reason as reason from sessions where revoked_at is not null`;
    assert.equal(ended?.reason, "signed out at the identity provider");
  }),
);

Deno.test(
  "signing out here leads to the provider's own sign-out, and works while the provider is away",
  with_sso({ audiences: ["admin"] }, async (site) => {
    site.provider.accounts.set("ada", {});
    await link(site, await site.person("ada@omni.example", "agent"), "ada");
    const browser = site.browser();
    await come_in(site, browser, "ada");
    assert.deepEqual(to(await browser.send("/auth/sign-out", {})), [303, "/auth/sso/acme/sign-out"]);
    assert.ok(!is_in(browser));
    const page = await (await browser.ask("/auth/sso/acme/sign-out")).text();
    const [, href = ""] = /href="(http[^"]+\/session\/end[^"]+)"/.exec(page) ?? [];
    const address = new URL(href.replaceAll("&amp;", "&"));
    assert.equal(address.searchParams.get("post_logout_redirect_uri"), `${site.origin}/auth/sign-in`);
    assert.equal(address.searchParams.get("client_id"), site.provider.client_id);
    await site.it.sql`update identity_providers set issuer = 'http://127.0.0.1:1'`;
    assert.deepEqual(to(await browser.ask("/auth/sso/acme/sign-out")), [303, "/auth/sign-in"]);
  }),
);

interface Scene extends Site {
  forged: ForgedProvider;
  /** An open session that came by the provider. */
  session(subject: string, sid: string): Promise<string>;
  send(token: string): Promise<number>;
  open(): Promise<string[]>;
}

const scene = (run: (scene: Scene) => Promise<void>) =>
  with_site(async (site) => {
    await using forged = await forged_provider();
    const provider_id = await add_provider(site, { issuer: forged.issuer, client_id: forged_client });
    const identities = new Map<string, string>();
    await run({
      ...site,
      forged,
      async session(subject, sid) {
        if (!identities.has(subject)) {
          const person_id = await site.person(`${subject}@omni.example`, "agent");
          const [row] = await site.it.sql<{ id: string }[]>`
            insert into external_identities (provider_id, subject, person_id) values (${provider_id}, ${subject}, ${person_id}) returning id`;
          identities.set(subject, row?.id ?? "");
        }
        const [row] = await site.it.sql<{ id: string }[]>`
          insert into sessions (person_id, audience, token_hash, expires_at, external_identity_id, provider_session)
          select person_id, 'admin', ${crypto.randomUUID()}, now() + interval '1 day', id, ${sid}
            from external_identities where id = ${identities.get(subject) ?? ""} returning id`;
        return row?.id ?? "";
      },
      async send(logout_token) {
        const answer = await site.browser().ask(hook, { method: "POST", form: { logout_token } });
        await answer.body?.cancel();
        return answer.status;
      },
      open: async () =>
        (await site.it.sql<{ sid: string }[]>`
          select provider_session as sid from sessions where revoked_at is null order by 1`).map(({ sid }) => sid),
    });
  }, local);

const logout: Changes = { events: { [event]: {} }, exp: undefined };

Deno.test(
  "a logout token ends one session by sid, all by sub, and is obeyed once",
  scene(async ({ forged, session, send, open }) => {
    for (const [subject, sid] of [["ada", "a1"], ["ada", "a2"], ["kemi", "k1"], ["kemi", "k2"]] as const) {
      await session(subject, sid);
    }
    const one = await forged.token({ ...logout, sub: "ada", sid: "a1", jti: "1" });
    assert.equal(await send(one), 200);
    assert.deepEqual(await open(), ["a2", "k1", "k2"]);
    assert.equal(await send(one), 400, "replayed");
    assert.equal(await send(await forged.token({ ...logout, sub: "kemi", sid: "a2", jti: "2" })), 200);
    assert.deepEqual(await open(), ["a2", "k1", "k2"], "a session of another subject stays");
    assert.equal(await send(await forged.token({ ...logout, sub: "kemi", jti: "3" })), 200);
    assert.deepEqual(await open(), ["a2"]);
    assert.equal(await send(await forged.token({ ...logout, sub: undefined, sid: "a2", jti: "4" })), 200);
    assert.deepEqual(await open(), []);
  }),
);

Deno.test(
  "nothing but a logout token of this provider for this client signs anybody out",
  scene(async ({ forged, session, send, open, browser }) => {
    await session("ada", "a1");
    const now = Math.floor(Date.now() / 1000);
    const ada: Changes = { ...logout, sub: "ada", jti: "x" };
    const wrong: [string, Changes][] = [
      ["an ID token", { ...ada, events: undefined }],
      ["another event", { ...ada, events: { "https://example.com/other": {} } }],
      ["an event that is no object", { ...ada, events: { [event]: true } }],
      ["a nonce", { ...ada, nonce: "n" }],
      ["no jti", { ...ada, jti: undefined }],
      ["nobody named", { ...ada, sub: undefined }],
      ["another client", { ...ada, aud: "other" }],
      ["another issuer", { ...ada, iss: "https://evil.example" }],
      ["expired", { ...ada, exp: now - 60 }],
      ["of an hour ago", { ...ada, iat: now - 3600 }],
    ];
    for (const [why, claims] of wrong) assert.equal(await send(await forged.token(claims)), 400, why);
    await using stranger = await forged_provider();
    assert.equal(await send(await stranger.token({ ...ada, iss: forged.issuer })), 400, "a stranger's key");
    for (const junk of ["", "a.b.c", "x".repeat(4_000)]) assert.equal(await send(junk), 400);
    assert.equal(await send("x".repeat(20_000)), 413);
    const json = await browser().ask(hook, { method: "POST", json: { logout_token: "x" } });
    assert.equal(json.status, 400);
    assert.equal(
      (await browser().ask(hook.replace("acme", "nobody"), { method: "POST", form: { logout_token: "x" } })).status,
      404,
    );
    assert.deepEqual(await open(), ["a1"]);
  }),
);

Deno.test(
  "tokens with made-up key ids do not make us ask the provider each time",
  scene(async ({ forged, send }) => {
    const token = (kid: string) => forged.token({ ...logout, sub: "ada", jti: kid }, { kid });
    for (let n = 0; n < 5; n++) assert.equal(await send(await token(`made-up-${n}`)), 400);
    assert.ok(forged.key_requests <= 2, `asked ${forged.key_requests} times`);
  }),
);
