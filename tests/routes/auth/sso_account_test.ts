/** One's own accounts at providers: linked by their owner alone, unlinked but for the last way in, good for a proof of now. */
import assert from "node:assert/strict";
import { add_rule } from "~/domain/identity_providers/mod.ts";
import { good_password, system } from "../../domain/access/world.ts";
import { begin, come_in, is_in, link, problem_of, roles_of, type SsoSite, to, with_sso } from "./sso_support.ts";
import type { Browser } from "./site.ts";

const staff = { audiences: ["admin" as const] };
const here = "/admin/account/security";

/** Form, page in between, provider, back. */
async function link_by_hand(site: SsoSite, browser: Browser, login: string): Promise<Response> {
  const sent = await browser.send(here, { action: "link_identity", provider: "acme" });
  assert.deepEqual(to(sent), [303, "/auth/sso/acme/continue"]);
  const page = await browser.ask("/auth/sso/acme/continue");
  const onward = page.headers.get("refresh")?.replace("0; url=", "") ?? "";
  assert.ok((await page.text()).includes(`href="${onward.replaceAll("&", "&amp;")}"`), "a link for browsers that stay");
  const callback = await site.provider.visit(new URL(onward), login);
  return await browser.ask(callback.pathname + callback.search);
}

Deno.test(
  "the owner links an account while signed in, and comes in by it from then on",
  with_sso(staff, async (site) => {
    await site.person("ada@omni.example", "agent");
    site.provider.accounts.set("ada", { preferred_username: "ada.o" });
    const browser = site.browser();
    await browser.sign_in("ada@omni.example", good_password);
    assert.match(await (await browser.ask(here)).text(), /Not linked/);
    assert.deepEqual(to(await link_by_hand(site, browser, "ada")), [303, here]);
    assert.match(await (await browser.ask(here)).text(), /ada\.o/);
    const other = site.browser();
    await come_in(site, other, "ada");
    assert.ok(is_in(other));
    const events = await site.it.sql<
      { type: string }[]
    >`select type from event_store where type like 'external_identity.%'`;
    assert.deepEqual(events.map(({ type }) => type), ["external_identity.created"]);
    const told = await site.it.sql<
      { recipient: string; body: string }[]
    >`select recipient, body from notifications where template_code = 'identity_linked' and channel = 'email'`;
    assert.deepEqual(told.map(({ recipient }) => recipient), ["ada@omni.example"]);
    assert.match(told[0]?.body ?? "", /an account at [\s\S]+\/admin\/account\/security/);
  }),
);

Deno.test(
  "no page, no other session and no account of somebody else can make a link",
  with_sso(staff, async (site) => {
    const ada = await site.person("ada@omni.example", "agent");
    const mallory = await site.person("mallory@omni.example", "agent");
    site.provider.accounts.set("mallory", {});
    site.provider.accounts.set("ada", {});
    const victim = site.browser();
    await victim.sign_in("ada@omni.example", good_password);

    // A foreign page can neither post the form nor skip it.
    const forged = await victim.send(here, { action: "link_identity", provider: "acme" }, {
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    });
    assert.equal(forged.status, 403);
    assert.equal(problem_of(await victim.ask("/auth/sso/acme/continue")), "stale");

    // Mallory's own flow, its answer opened in the victim's browser.
    const attacker = site.browser();
    await attacker.sign_in("mallory@omni.example", good_password);
    await attacker.send(here, { action: "link_identity", provider: "acme" });
    const page = await attacker.ask("/auth/sso/acme/continue");
    const onward = new URL(page.headers.get("refresh")?.replace("0; url=", "") ?? "");
    const callback = await site.provider.visit(onward, "mallory");
    const answer = await victim.ask(callback.pathname + callback.search);
    assert.equal(problem_of(answer), "stale");
    // Even with the flow's cookie planted: the session is another one.
    victim.cookies.set("__Host-omni_sso_admin", attacker.cookies.get("__Host-omni_sso_admin") ?? "");
    assert.equal(problem_of(await victim.ask(callback.pathname + callback.search)), "session");
    const rows = await site.it.sql`select from external_identities where person_id in (${ada}, ${mallory})`;
    assert.equal(rows.length, 0);

    // An account that is somebody's already.
    await link(site, mallory, "mallory");
    assert.deepEqual(to(await link_by_hand(site, victim, "mallory")), [303, here]);
    const owners = await site.it.sql<{ person_id: string }[]>`select person_id from external_identities`;
    assert.deepEqual(owners.map(({ person_id }) => person_id), [mallory]);
  }),
);

Deno.test(
  "linking and unlinking ask for a fresh proof",
  with_sso(staff, async (site) => {
    const ada = await site.person("ada@omni.example", "agent");
    await link(site, ada, "ada");
    const browser = site.browser();
    await browser.sign_in("ada@omni.example", good_password);
    site.clock.advance({ minutes: 11 });
    const [row] = await site.it.sql<{ id: string }[]>`select id from external_identities`;
    for (
      const form of [{ action: "link_identity", provider: "acme" }, { action: "unlink_identity", id: row?.id ?? "" }]
    ) {
      const answer = await browser.send(here, form);
      assert.match(answer.headers.get("location") ?? "", /^\/auth\/step-up/, form.action);
    }
  }),
);

Deno.test(
  "unlinking takes the claims' roles and the sessions, but never the last way in",
  with_sso(staff, async (site) => {
    await site.platform.transaction(
      system,
      (tx) => add_rule(tx, site.id, { claim: "groups", value: "desk", role: "agent" }),
    );
    const ada = await site.person("ada@omni.example", "auditor");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", { groups: ["desk"] });
    const [by_provider, browser] = [site.browser(), site.browser()];
    await come_in(site, by_provider, "ada");
    await browser.sign_in("ada@omni.example", good_password);
    const [row] = await site.it.sql<{ id: string }[]>`select id from external_identities`;
    const id = row?.id ?? "";

    await site.it.sql`update user_credentials set is_active = false`;
    const refused = await browser.send(here, { action: "unlink_identity", id });
    assert.equal(refused.status, 409);
    assert.match(await refused.text(), /last way to sign in/);

    await site.it.sql`update user_credentials set is_active = true`;
    const stranger = await site.person("kemi@omni.example", "agent");
    const other = site.browser();
    await other.sign_in("kemi@omni.example", good_password);
    assert.ok(stranger && (await other.send(here, { action: "unlink_identity", id })).status === 404, "not hers");

    assert.deepEqual(to(await browser.send(here, { action: "unlink_identity", id })), [303, here]);
    assert.deepEqual(await roles_of(site, ada), ["auditor"]);
    assert.equal((await by_provider.ask("/admin")).status, 303, "the session that came by it is over");
    assert.equal(problem_of(await come_in(site, site.browser(), "ada")), "unknown");
  }),
);

Deno.test(
  "who came by a provider proves themselves there again before dangerous things, and really now",
  with_sso(staff, async (site) => {
    const ada = await site.person("ada@omni.example", "administrator");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", {});
    site.provider.accounts.set("kemi", {});
    await link(site, await site.person("kemi@omni.example", "agent"), "kemi");
    const browser = site.browser();
    const jar = new Map<string, string>();
    await come_in(site, browser, "ada", "/auth/sso/acme", jar);
    const grant = () => browser.send(`/admin/users/${ada}`, { action: "grant", role: "auditor" });
    assert.match(
      (await grant()).headers.get("location") ?? "",
      /^\/auth\/step-up/,
      "its word of now may be of this morning",
    );
    assert.match(await (await browser.ask("/auth/step-up?next=%2Fadmin")).text(), /Confirm with Acme/);

    const asked = "/auth/sso/acme?for=step-up&next=%2Fadmin%2Fusers";
    const query = (await begin(browser, asked)).searchParams;
    assert.deepEqual([query.get("prompt"), query.get("max_age")], ["login", "300"]);
    assert.match(
      (await come_in(site, browser, "kemi", asked)).headers.get("location") ?? "",
      /^\/auth\/step-up/,
      "another account",
    );
    assert.match((await grant()).headers.get("location") ?? "", /^\/auth\/step-up/);
    assert.deepEqual(to(await come_in(site, browser, "ada", asked, jar)), [303, "/admin/users"]);
    assert.equal((await grant()).headers.get("location"), `/admin/users/${ada}`);
    assert.deepEqual(await roles_of(site, ada), ["administrator", "auditor"]);

    // A second factor of one's own is not passed by the first one's provider.
    await site.it.sql`
      insert into totp_secrets (id, person_id, name, secret, verified_at, created_at) values (uuid_v7(), ${ada}, 'phone', 'sealed', now(), now())`;
    assert.equal((await browser.ask(asked)).status, 404);
  }),
);
