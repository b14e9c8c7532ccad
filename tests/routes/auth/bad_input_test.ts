import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { SignJWT } from "jose";
import { access_tokens } from "~/domain/kernel/crypto/jwt.ts";
import { end_session, open_session } from "~/domain/access/mod.ts";
import { good_password, system } from "../../domain/access/world.ts";
import { type Site, with_site } from "./site.ts";

const b64 = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function signed_in(
  site: Site,
): Promise<{ token: string; session_id: string; person_id: string; refresh: string }> {
  const person_id = await site.person("ada@omni.example", "administrator");
  const opened = await site.platform.transaction(system, (tx) => open_session(tx, person_id, "admin", ["password"]));
  return {
    token: await site.gate.sign(opened.session_id, person_id, "admin"),
    session_id: opened.session_id,
    person_id,
    refresh: opened.refresh_token ?? "",
  };
}
const me = (site: Site, token: string, path = "/api/v1/auth/me") =>
  site.browser().ask(path, { headers: { authorization: `Bearer ${token}`, accept: "application/json" } });

Deno.test(
  "forged, unsigned, expired, foreign and confused tokens all get the same 401",
  with_site(async (site) => {
    const { token, session_id, person_id } = await signed_in(site);
    const genuine = await me(site, token);
    assert.equal(genuine.status, 200);
    const [head = "", body = "", signature = ""] = token.split(".");
    const header: { kid: string } = JSON.parse(atob(head.replaceAll("-", "+").replaceAll("_", "/")));
    const claims = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
    const { config } = site.platform;
    const secret = (text: string) => new TextEncoder().encode(text);
    const hs = (key: Uint8Array, more = {}) =>
      new SignJWT({ ...claims, ...more }).setProtectedHeader({ ...header, alg: "HS256" }).sign(key);
    const unsigned = (alg: string) => `${b64({ ...header, alg })}.${body}.`;
    const tokens: Record<string, string> = {
      "one letter of the signature": `${head}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
      "other claims under the old signature": `${head}.${b64({ ...claims, sub: crypto.randomUUID() })}.${signature}`,
      "alg none": unsigned("none"),
      "alg None": unsigned("None"),
      "alg nOnE with the old signature": `${b64({ ...header, alg: "nOnE" })}.${body}.${signature}`,
      "no signature": `${head}.${body}.`,
      "the key's public name as key": await hs(secret(header.kid)),
      "the raw SECRET_KEY as key": await hs(config.SECRET_KEY),
      "an empty key": `${head}.${body}.${createHmac("sha256", "").update(`${head}.${body}`).digest("base64url")}`,
      "alg HS512 with SECRET_KEY": await new SignJWT(claims).setProtectedHeader({ ...header, alg: "HS512" }).sign(
        config.SECRET_KEY,
      ),
      "alg RS256": `${b64({ ...header, alg: "RS256" })}.${body}.${signature}`,
      "kid that walks to a file": `${b64({ ...header, kid: "../../../dev/null" })}.${body}.${signature}`,
      "jku and jwk of the attacker": `${
        b64({ ...header, jku: "https://evil.example/keys", jwk: { kty: "oct", k: "AAAA" } })
      }.${body}.${signature}`,
      "for customers": await site.gate.sign(session_id, person_id, "portal"),
      "of another issuer": await access_tokens({ secret: config.SECRET_KEY, issuer: "https://evil.example" })
        .sign_access({ sub: person_id, sid: session_id }, "admin", 900),
      "expired": await access_tokens({
        secret: config.SECRET_KEY,
        issuer: config.PUBLIC_URL,
        now: () => Date.now() - 3_600_000,
      }).sign_access({ sub: person_id, sid: session_id }, "admin", 900),
      "without a session": await access_tokens({ secret: config.SECRET_KEY, issuer: config.PUBLIC_URL }).sign_access(
        { sub: person_id },
        "admin",
        900,
      ),
      "of a session that never was": await site.gate.sign(crypto.randomUUID(), person_id, "admin"),
      "of a session id that is none": await site.gate.sign("' or 1=1 --", person_id, "admin"),
      "garbage": "garbage",
      "three dots": "...",
    };
    const answers = new Set<string>();
    for (const [name, forged] of Object.entries(tokens)) {
      const response = await me(site, forged);
      const answer: { error?: { code?: string }; code?: string } = await response.json();
      assert.equal(response.status, 401, `${name}: ${response.status} ${JSON.stringify(answer)}`);
      answers.add(answer.error?.code ?? answer.code ?? "");
    }
    assert.deepEqual([...answers], ["unauthenticated"]);
    assert.equal((await me(site, token)).status, 200, "the genuine one is still good");
    await site.platform.transaction(system, (tx) => end_session(tx, session_id, "test"));
    assert.equal((await me(site, token)).status, 401);
  }),
);

Deno.test(
  "a refresh token is no access token, and an access token no refresh token",
  with_site(async (site) => {
    const { token, refresh } = await signed_in(site);
    assert.equal((await me(site, refresh)).status, 401);
    const renew = (refresh_token: string, portal = "admin") =>
      site.browser().ask("/api/v1/auth/refresh", { method: "POST", json: { refresh_token, portal } });
    assert.notEqual((await renew(token)).status, 200);
    assert.equal((await renew(refresh, "portal")).status, 401);
    assert.equal((await renew(refresh)).status, 200);
  }),
);

Deno.test(
  "an unsafe request with cookies needs the browser's own token and origin, for forms and JSON alike",
  with_site(async (site) => {
    await site.person("ada@omni.example", "administrator");
    const browser = site.browser();
    await browser.sign_in("ada@omni.example", good_password);
    const stranger = site.browser();
    await (await stranger.ask("/auth/sign-in")).body?.cancel();
    const own = browser.cookies.get("__Host-omni_csrf") ?? "";
    const foreign = stranger.cookies.get("__Host-omni_csrf") ?? "";
    assert.ok(own && foreign);
    const printed = async (of: typeof browser, path = "/admin/account/sessions") =>
      /name="_csrf_token" value="([^"]+)"/.exec(await (await of.ask(path)).text())?.[1] ?? "";
    const [page, again] = [await printed(browser), await printed(browser)];
    assert.ok(page && again && page !== again && !own.includes(page), "each answer prints another token");
    const foreign_page = await printed(stranger, "/auth/sign-in");
    assert.ok(foreign_page);
    const here = { origin: site.origin };
    const form = (token: string | null, headers: Record<string, string>) =>
      browser.ask("/admin/account/sessions", {
        method: "POST",
        form: { action: "end_others", ...(token === null ? {} : { _csrf_token: token }) },
        headers,
      });
    const json = (token: string | null, headers: Record<string, string>) =>
      browser.ask("/api/v1/auth/sign-out", {
        method: "POST",
        json: {},
        headers: { ...(token === null ? {} : { "x-csrf-token": token }), ...headers },
      });
    for (const post of [form, json]) {
      for (
        const [why, token, headers] of [
          ["no token", null, here],
          ["an empty token", "", here],
          ["another browser's token", foreign, here],
          ["the token of another browser's page", foreign_page, here],
          ["a page's token with another salt", `AAAAAAAA.${page.split(".")[1]}`, here],
          ["a made-up token", `${"a".repeat(22)}.${"b".repeat(43)}`, here],
          ["another origin", own, { origin: "https://evil.example" }],
          ["an opaque origin", own, { origin: "null" }],
          ["a sibling domain", own, { origin: "https://evil.omni.example" }],
          ["plain http", own, { origin: "http://omni.example", host: "other.example" }],
          ["a foreign page, as the browser says", own, { ...here, "sec-fetch-site": "cross-site" }],
          ["a sibling, as the browser says", own, { ...here, "sec-fetch-site": "same-site" }],
        ] satisfies [string, string | null, Record<string, string>][]
      ) {
        const response = await post(token, headers);
        assert.equal(response.status, 403, `${post === form ? "form" : "json"}, ${why}`);
        await response.body?.cancel();
      }
    }
    // Planted by a sibling domain: cookie and field agree, but the site has not signed them.
    const planted = "planted.token";
    const cookies = [...browser.cookies].map(([name, value]) => `${name}=${name.endsWith("csrf") ? planted : value}`)
      .join("; ");
    assert.equal((await form(planted, { ...here, cookie: cookies })).status, 403);
    for (const bearer of ["Bearer !!", "bearer a b", "Bearer x.y.z"]) {
      assert.equal(
        (await form("", { ...here, authorization: bearer })).status,
        401,
        `${bearer} puts the cookies in force`,
      );
      assert.equal((await json("", { ...here, authorization: bearer })).status, 401);
    }
    for (const token of [own, page, again]) assert.equal((await form(token, here)).status, 303);
    assert.equal((await json(own, here)).status, 204);
  }),
);

Deno.test(
  "sign-in itself cannot be forced on a browser from another site",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const browser = site.browser();
    const response = await browser.ask("/auth/sign-in", {
      method: "POST",
      form: { username: "ada@omni.example", password: good_password },
      headers: { origin: "https://evil.example" },
    });
    assert.equal(response.status, 403);
    assert.equal(browser.cookies.has("__Host-omni_access_admin"), false);
  }),
);

Deno.test(
  "oversized and odd sign-ins get plain answers",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const post = (json: unknown) =>
      site.browser().ask("/api/v1/auth/sign-in", { method: "POST", json, headers: { accept: "application/json" } });
    for (
      const body of [
        null,
        [],
        "text",
        {},
        { username: "a" },
        { username: { $ne: "" }, password: { $ne: "" } },
        { username: ["ada@omni.example"], password: "x" },
        { username: "a".repeat(300), password: "x" },
        { username: "ada@omni.example", password: "x", portal: "root" },
        { username: "ada@omni.example", password: "x", is_admin: true },
      ]
    ) {
      const response = await post(body);
      assert.equal(response.status, 422, JSON.stringify(body).slice(0, 80));
      await response.body?.cancel();
    }
    for (
      const username of [
        "ada@omni.example\u0000",
        "' or ''='",
        "ada@omni.example%",
        "\u202eada",
        "ADA@OMNI.EXAMPLE\r\nX: y",
      ]
    ) {
      const response = await post({ username, password: "wrong password" });
      assert.equal(response.status, 401, username);
      await response.body?.cancel();
    }
  }),
);

Deno.test(
  "standard headers tell the limit; past it every answer is 429 with Retry-After, until the minute is over",
  with_site(async (site) => {
    await site.it.sql`insert into domain_settings (domain, key, value) values ('access', 'rate_per_address', '30')`;
    await site.gate.limits.flush();
    const browser = site.browser("203.0.113.77");
    const first = await browser.ask("/auth/sign-in");
    assert.equal(first.headers.get("ratelimit-limit"), "30");
    assert.equal(first.headers.get("ratelimit-remaining"), "29");
    assert.ok(Number(first.headers.get("ratelimit-reset")) <= 60);
    await first.body?.cancel();
    let last = first;
    for (let i = 0; i < 31; i++) {
      last = await browser.ask("/api/v1/auth/me", { headers: { accept: "application/json" } });
      await last.body?.cancel();
    }
    assert.equal(last.status, 429);
    assert.equal(last.headers.get("ratelimit-remaining"), "0");
    assert.ok(Number(last.headers.get("retry-after")) > 0 && Number(last.headers.get("retry-after")) <= 60);
    assert.equal((await site.browser("203.0.113.78").ask("/auth/sign-in")).status, 200, "another address is free");
    site.clock.advance({ seconds: 60 });
    assert.equal((await browser.ask("/auth/sign-in")).status, 200);
  }),
);

Deno.test(
  "an address that sends one forged token after the other is stopped before they are looked at",
  with_site(async (site) => {
    const { token } = await signed_in(site);
    await site.it.sql`insert into domain_settings (domain, key, value) values ('access', 'rate_refused', '30')`;
    await site.gate.limits.flush();
    const statuses: number[] = [];
    const browser = site.browser("203.0.113.79");
    for (let i = 0; i < 32; i++) {
      const response = await browser.ask("/api/v1/auth/me", {
        headers: { authorization: `Bearer forged.${i}.token`, accept: "application/json" },
      });
      statuses.push(response.status);
      await response.body?.cancel();
    }
    assert.deepEqual([...new Set(statuses)], [401, 429]);
    assert.equal((await me(site, token)).status, 200, "others go on");
  }),
);
