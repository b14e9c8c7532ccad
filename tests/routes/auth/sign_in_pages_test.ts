import assert from "node:assert/strict";
import { open } from "~/domain/kernel/crypto/sealed.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { good_password } from "../../domain/access/world.ts";
import { type Browser, type Site, with_site } from "./site.ts";

const to = (response: Response) => [response.status, response.headers.get("location")];
const in_portal = (browser: Browser, suffix: string) => browser.cookies.has(`__Host-omni_access_${suffix}`);

async function link(site: Site): Promise<URL> {
  await dispatch_events(site.platform);
  const [row] = await site.it.sql<
    { id: string; sealed_body: string }[]
  >`select id, sealed_body from notifications where sealed_body is not null order by id desc limit 1`;
  return new URL(
    /https?:\S+/.exec(
      await open(site.platform.config.ENCRYPTION_KEYS, row?.sealed_body ?? "", `notification/${row?.id}`),
    )?.[0] ?? "",
  );
}

Deno.test(
  "each portal has its door, its cookies and its people",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    await site.person("hassan@example.net", "customer");
    const ada = site.browser();
    for (const door of ["/auth", "/portal/auth", "/reseller/auth", "/vendor/auth"]) {
      const page = await ada.ask(`${door}/sign-in`);
      assert.equal(page.status, 200, door);
      await page.body?.cancel();
    }
    assert.deepEqual(to(await ada.sign_in("ada@omni.example", good_password)), [303, "/admin"]);
    assert.ok(in_portal(ada, "admin"));
    assert.equal((await site.browser().sign_in("ada@omni.example", good_password, "/portal/auth/sign-in")).status, 401);
    const hassan = site.browser();
    assert.equal((await hassan.sign_in("hassan@example.net", good_password)).status, 401);
    assert.deepEqual(to(await hassan.sign_in("hassan@example.net", good_password, "/portal/auth/sign-in")), [
      303,
      "/portal",
    ]);
    assert.deepEqual(
      to(await hassan.ask("/admin")),
      [303, "/auth/sign-in?next=%2Fadmin"],
      "a customer's cookies open no page of staff",
    );
    assert.deepEqual(to(await hassan.ask("/vendor")), [303, "/vendor/auth/sign-in?next=%2Fvendor"]);
  }),
);

Deno.test(
  "cookies are __Host-, Secure, HttpOnly and SameSite",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const response = await site.browser().sign_in("ada@omni.example", good_password);
    const lines = response.headers.getSetCookie().filter((line) => !/Max-Age=0/.test(line));
    assert.ok(lines.length >= 4);
    for (const line of lines) {
      assert.match(line, /^__Host-/, line);
      assert.match(line, /Path=\/; SameSite=Lax/);
      assert.match(line, /Secure/);
      if (!line.startsWith("__Host-omni_csrf")) assert.match(line, /HttpOnly/);
    }
  }),
);

Deno.test(
  "a person of two portals chooses, and enters the other without a second password, for a quarter of an hour",
  with_site(async (site) => {
    await site.person("both@omni.example", "agent", "customer");
    const browser = site.browser();
    assert.deepEqual(to(await browser.sign_in("both@omni.example", good_password)), [303, "/auth/portals"]);
    const page = await (await browser.ask("/auth/portals")).text();
    assert.match(page, /Workplace/);
    assert.match(page, /Customer portal/);
    assert.deepEqual(to(await browser.send("/auth/portals", { portal: "portal" })), [303, "/portal"]);
    assert.ok(in_portal(browser, "portal") && in_portal(browser, "admin"));
    assert.deepEqual(
      to(await browser.send("/auth/portals", { portal: "vendor" })),
      [303, "/auth/portals"],
      "not a portal of theirs",
    );
    const late = site.browser();
    await late.sign_in("both@omni.example", good_password);
    site.clock.advance({ minutes: 14 });
    assert.deepEqual(to(await late.send("/auth/portals", { portal: "portal" })), [303, "/portal"]);
    site.clock.advance({ minutes: 2 });
    late.cookies.delete("__Host-omni_access_portal");
    const again = await late.send("/auth/portals", { portal: "portal" });
    assert.deepEqual(to(again), [303, "/portal/auth/sign-in"]);
  }),
);

Deno.test(
  "refusals read the same for an unknown name, a wrong password, another portal and a locked account",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    await site.person("locked@omni.example", "agent");
    for (let i = 0; i < 5; i++) await site.attempt("locked@omni.example", false, { ip: `203.0.113.${i}` });
    const answer = async (username: string, password: string, path = "/auth/sign-in") => {
      const response = await site.browser().sign_in(username, password, path);
      const text = await response.text();
      return [response.status, /User name or password is wrong[^<]*/.exec(text)?.[0]];
    };
    const first = await answer("nobody@omni.example", "wrong");
    assert.equal(first[0], 401);
    assert.ok(first[1]);
    assert.deepEqual(await answer("ada@omni.example", "wrong"), first);
    assert.deepEqual(await answer("locked@omni.example", good_password), first);
    assert.deepEqual(await answer("ada@omni.example", good_password, "/portal/auth/sign-in"), first);
  }),
);

Deno.test(
  "a reset link leads to PUBLIC_URL whatever Host and X-Forwarded-Host claim; looking spends nothing, using does",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const browser = site.browser();
    const evil = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
    };
    const known = await (await browser.send("/auth/forgot", { username: "ada@omni.example" }, evil)).text();
    const unknown = await (await browser.send("/auth/forgot", { username: "nobody@omni.example" }, evil)).text();
    assert.match(known, /a mail is on its way/);
    const same = (text: string) => text.replace(/[\w-]{8}\.[\w-]{22}|[\w-]{20,}(\.[\w-]+)?/g, "");
    assert.equal(same(known), same(unknown));
    const url = await link(site);
    assert.equal(url.origin, site.origin);
    const path = url.pathname + url.search;
    for (let i = 0; i < 3; i++) assert.equal((await browser.ask(path)).status, 200, "mail scanners look, too");
    const token = url.searchParams.get("token") ?? "";
    const choose = (password: string, again = password) =>
      browser.send("/auth/reset", { token, password, password_again: again });
    assert.equal((await choose("too short")).status, 422);
    assert.equal((await choose("a boat on a quiet lake", "a boat on a quiet lane")).status, 422);
    assert.deepEqual(to(await choose("a boat on a quiet lake")), [303, "/admin"]);
    const reused = await site.browser().send("/auth/reset", {
      token,
      password: "a boat on a loud lake",
      password_again: "a boat on a loud lake",
    });
    assert.equal(reused.status, 422);
    assert.match(await reused.text(), /does not work any more/);
    assert.equal((await site.browser().ask(path)).status, 422);
  }),
);

Deno.test(
  "sign-in leads on within the site alone",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    for (
      const next of [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0d%0aset-cookie:a=b",
      ]
    ) {
      const response = await site.browser().send("/auth/sign-in", {
        username: "ada@omni.example",
        password: good_password,
        next,
      });
      const location = response.headers.get("location") ?? "";
      assert.equal(new URL(location, site.origin).origin, site.origin, next);
      assert.equal(response.headers.get("set-cookie")?.includes("a=b"), false);
    }
    assert.deepEqual(
      to(
        await site.browser().send("/auth/sign-in", {
          username: "ada@omni.example",
          password: good_password,
          next: "/admin/tickets?q=1",
        }),
      ),
      [303, "/admin/tickets?q=1"],
    );
  }),
);

Deno.test(
  "changing the password needs the present one and signs out every other device",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const [here, there] = [site.browser(), site.browser()];
    await here.sign_in("ada@omni.example", good_password);
    await there.sign_in("ada@omni.example", good_password);
    const change = (current_password: string) =>
      here.send("/admin/account/password", {
        action: "change",
        current_password,
        password: "a boat on a quiet lake",
        password_again: "a boat on a quiet lake",
      });
    assert.equal((await change("wrong")).status, 422);
    assert.deepEqual(to(await change(good_password)), [303, "/admin/account/password"]);
    assert.equal((await here.ask("/admin/account/sessions")).status, 200);
    assert.equal((await there.ask("/admin/account/sessions")).status, 303);
  }),
);

Deno.test(
  "own sessions are listed and ended in every portal",
  with_site(async (site) => {
    await site.person("hassan@example.net", "customer");
    const [here, there] = [site.browser(), site.browser()];
    for (const each of [here, there]) await each.sign_in("hassan@example.net", good_password, "/portal/auth/sign-in");
    const page = await (await here.ask("/portal/account/sessions")).text();
    assert.match(page, /this one/);
    assert.deepEqual(to(await here.send("/portal/account/sessions", { action: "end_others" })), [
      303,
      "/portal/account/sessions",
    ]);
    assert.equal((await there.ask("/portal/account/sessions")).status, 303);
    assert.equal((await here.ask("/portal/account/sessions")).status, 200);
  }),
);

Deno.test(
  "the API lists and ends own sessions, and asks for a reset link with one answer for every name",
  with_site(async (site) => {
    await site.person("ada@omni.example", "agent");
    const client = async () => {
      const response = await site.browser().ask("/api/v1/auth/sign-in", {
        method: "POST",
        json: { username: "ada@omni.example", password: good_password },
      });
      const tokens: { access_token: string } = await response.json();
      return (path: string, method = "GET") =>
        site.browser().ask(`/api/v1/auth${path}`, {
          method,
          headers: { authorization: `Bearer ${tokens.access_token}`, accept: "application/json" },
        });
    };
    const [here, there] = [await client(), await client()];
    const { items }: { items: { id: string; is_current: boolean }[] } = await (await here("/sessions")).json();
    assert.equal(items.length, 2);
    const other = items.find((each) => !each.is_current)?.id ?? "";
    assert.equal((await here(`/sessions/${other}`, "DELETE")).status, 204);
    assert.equal((await here(`/sessions/${other}`, "DELETE")).status, 404);
    assert.equal((await there("/me")).status, 401);
    for (const username of ["ada@omni.example", "nobody@omni.example"]) {
      const response = await site.browser().ask("/api/v1/auth/password-reset", { method: "POST", json: { username } });
      assert.deepEqual([response.status, await response.text()], [202, ""]);
    }
    assert.equal((await link(site)).pathname, "/auth/reset");
  }),
);
