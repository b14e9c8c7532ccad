/** Single sign-on against a real provider: who gets in, as whom, with which roles. */
import assert from "node:assert/strict";
import { list_users } from "~/domain/access/mod.ts";
import { add_rule, change_provider, remove_provider } from "~/domain/identity_providers/mod.ts";
import { step_name } from "~/domain/second_factor/mod.ts";
import { good_password, system } from "../../domain/access/world.ts";
import { begin, come_in, doors, is_in, link, problem_of, roles_of, to, with_sso } from "./sso_support.ts";

const staff = { audiences: ["admin" as const] };

Deno.test(
  "each portal shows the button of its providers, and a linked person comes in by it",
  with_sso({ audiences: ["admin", "portal", "reseller", "vendor"] }, async (site) => {
    await site.it.sql`
      insert into roles (key, name, audience, permissions) values
        ('shop', 'Shop', 'reseller', '{reseller:home:read}'), ('crew', 'Crew', 'vendor', '{vendor:home:read}')`;
    const people = { admin: "agent", portal: "customer", reseller: "shop", vendor: "crew" };
    for (const [audience, role] of Object.entries(people)) {
      const door = Object.entries(doors).find(([name]) => name === audience)?.[1] ?? "";
      const person = await site.person(`${role}@omni.example`, role);
      site.provider.accounts.set(role, { name: role });
      await link(site, person, role);
      const browser = site.browser();
      const page = await (await browser.ask(`${door}/sign-in`)).text();
      assert.ok(page.includes(`href="${door}/sso/acme"`) && page.includes("Sign in with Acme"), door);
      const answer = await come_in(site, browser, role, `${door}/sso/acme`);
      assert.equal(answer.status, 303);
      assert.ok(is_in(browser, audience), `${door}: ${answer.headers.get("location")}`);
      const [session] = await site.it.sql<{ auth_methods: string[]; audience: string; sid: string | null }[]>`
        select to_jsonb(auth_methods) as auth_methods, audience, provider_session as sid from sessions where person_id = ${person}`;
      assert.deepEqual([session?.auth_methods, session?.audience], [["oidc"], audience]);
      assert.ok(session?.sid, "the provider's session is kept for its logout");
    }
  }),
);

Deno.test(
  "the way leads on to where one was, and to no other site",
  with_sso(staff, async (site) => {
    site.provider.accounts.set("ada", {});
    await link(site, await site.person("ada@omni.example", "agent"), "ada");
    const asked = encodeURIComponent("/admin/tickets?status=open");
    assert.deepEqual(to(await come_in(site, site.browser(), "ada", `/auth/sso/acme?next=${asked}`)), [
      303,
      "/admin/tickets?status=open",
    ]);
    for (const evil of ["//evil.example", "/\\evil.example", "https://evil.example/x", "/%09/evil.example"]) {
      const answer = await come_in(site, site.browser(), "ada", `/auth/sso/acme?next=${encodeURIComponent(evil)}`);
      assert.match(answer.headers.get("location") ?? "", /^\/(admin|%09)/, evil);
    }
  }),
);

Deno.test(
  "nobody is made new, linked by address or let in without a role unless the provider is set so",
  with_sso(staff, async (site) => {
    const ada = await site.person("ada@omni.example", "administrator");
    await site.it.sql`update person_channels set verified_at = now()`;
    site.provider.accounts.set("ada", { email: "ada@omni.example", email_verified: true });
    const browser = site.browser();
    const answer = await come_in(site, browser, "ada");
    assert.deepEqual(to(answer), [303, "/auth/sign-in?problem=unknown"]);
    assert.ok(!is_in(browser));
    assert.match(await (await browser.ask("/auth/sign-in?problem=unknown")).text(), /Nobody here is linked/);
    const [linked] = await site.it.sql`select from external_identities where person_id = ${ada}`;
    assert.equal(linked, undefined);

    await link(site, await site.person("nobody@omni.example"), "nobody");
    site.provider.accounts.set("nobody", {});
    assert.equal(problem_of(await come_in(site, site.browser(), "nobody")), "no_access");
    await link(site, await site.person("gone@omni.example", "agent"), "gone");
    site.provider.accounts.set("gone", {});
    await site.it.sql`update people set is_active = false where display_name = 'gone'`;
    assert.equal(
      problem_of(await come_in(site, site.browser(), "gone")),
      "no_access",
      "the same word as without a role",
    );
  }),
);

Deno.test(
  "an address links where the provider has verified it, its word counts, and the person has proven it too",
  with_sso(
    { ...staff, trusts_email: true, links_by_email: true, creates_people: true, default_role: "agent" },
    async (site) => {
      const ada = await site.person("ada@omni.example", "administrator");
      // Typed into a profile by whoever wanted to be Ada.
      site.provider.accounts.set("mallory", { email: "ada@omni.example", email_verified: false });
      assert.ok(is_in(await entered(site, "mallory")), "as somebody new, an agent");
      assert.deepEqual(await person_of(site, "mallory") === ada, false);

      // Verified there, never proven here: whoever registered Ada's address here first must not be joined with her.
      site.provider.accounts.set("ada", { email: "Ada@Omni.example", email_verified: true });
      await entered(site, "ada");
      assert.notEqual(await person_of(site, "ada"), ada);

      // Proven on both sides.
      const grace = await site.person("grace@omni.example", "administrator");
      await site.it.sql`update person_channels set verified_at = now() where person_id = ${grace}`;
      site.provider.accounts.set("grace", { email: "Grace@Omni.example", email_verified: true });
      await entered(site, "grace");
      assert.equal(await person_of(site, "grace"), grace);
      assert.deepEqual(await roles_of(site, grace), ["administrator", "agent"]);
      const { items } = await site.platform.read(system, (tx) => list_users(tx, { q: "grace@omni.example" }));
      assert.deepEqual(items[0]?.roles.map(({ key, provider }) => [key, provider]), [
        ["administrator", null],
        ["agent", "Acme"],
      ]);
      const told = await site.it.sql`select person_id from notifications where template_code = 'identity_linked'`;
      assert.deepEqual([...new Set(told.map((each) => each.person_id))], [grace], "and she is told of it");

      // A second account with the same address does not become Grace as well.
      site.provider.accounts.set("grace-2", { email: "grace@omni.example", email_verified: true });
      const browser = site.browser();
      assert.equal(problem_of(await come_in(site, browser, "grace-2")), "known_address");
      assert.ok(!is_in(browser));
    },
  ),
);

Deno.test(
  "just in time: a person with name, proven address and roles, once; none where no role would open the portal",
  with_sso({ ...staff, trusts_email: true, creates_people: true, email_domains: ["omni.example"] }, async (site) => {
    await site.platform.transaction(
      system,
      (tx) => add_rule(tx, site.id, { claim: "groups", value: "desk", role: "agent" }),
    );
    site.provider.accounts.set("new", {
      name: "Ngozi Ade",
      email: "ngozi@omni.example",
      email_verified: true,
      groups: ["desk", "choir"],
    });
    const browser = site.browser();
    await come_in(site, browser, "new");
    assert.ok(is_in(browser));
    const person = await person_of(site, "new") ?? "";
    const [row] = await site.it.sql<{ display_name: string; address: string; proven: boolean }[]>`
      select p.display_name, c.address, c.verified_at is not null as proven from people p join person_channels c on c.person_id = p.id where p.id = ${person}`;
    assert.deepEqual({ ...row }, { display_name: "Ngozi Ade", address: "ngozi@omni.example", proven: true });
    assert.deepEqual(await roles_of(site, person), ["agent"]);
    await come_in(site, site.browser(), "new");
    assert.equal(await count(site, "people"), 1);

    site.provider.accounts.set("no-role", { email: "x@omni.example", email_verified: true, groups: ["choir"] });
    assert.equal(problem_of(await come_in(site, site.browser(), "no-role")), "no_access");
    site.provider.accounts.set("foreign", {
      email: "x@omni.example.evil.example",
      email_verified: true,
      groups: ["desk"],
    });
    assert.equal(problem_of(await come_in(site, site.browser(), "foreign")), "domain");
    site.provider.accounts.set("unproven", { email: "y@omni.example", email_verified: false, groups: ["desk"] });
    assert.equal(problem_of(await come_in(site, site.browser(), "unproven")), "domain");
    assert.equal(await count(site, "people"), 1, "nobody was made for a refusal");
  }),
);

Deno.test(
  "roles follow the claims at each sign-in; those given by hand stay, and so does the last administrator",
  with_sso({ ...staff, default_role: "technician" }, async (site) => {
    for (const [value, role] of [["desk", "agent"], ["board", "auditor"], ["it", "administrator"]] as const) {
      await site.platform.transaction(system, (tx) => add_rule(tx, site.id, { claim: "groups", value, role }));
    }
    const ada = await site.person("ada@omni.example", "auditor");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", { groups: ["desk", "board", "it"] });
    await come_in(site, site.browser(), "ada");
    assert.deepEqual(await roles_of(site, ada), ["administrator", "agent", "auditor"]);

    site.provider.accounts.set("ada", { groups: [] });
    await come_in(site, site.browser(), "ada");
    assert.deepEqual(
      await roles_of(site, ada),
      ["administrator", "auditor", "technician"],
      "agent went, auditor was given by hand, no rule matched so the default came, and she is the last administrator",
    );

    await site.person("grace@omni.example", "administrator");
    await come_in(site, site.browser(), "ada");
    assert.deepEqual(await roles_of(site, ada), ["auditor", "technician"]);
    const trail = await site.it.sql<{ action: string; label: string }[]>`
      select action, entity_label as label from audit_events where entity_id = ${ada} and action like 'person.role%'`;
    assert.deepEqual(trail.map(({ action, label }) => `${action.replace("person.role_", "")} ${label}`).sort(), [
      "granted administrator",
      "granted agent",
      "granted auditor",
      "granted technician",
      "revoked administrator",
      "revoked agent",
    ]);
  }),
);

Deno.test(
  "who has no role left is refused, and the roles that the claims took stay taken",
  with_sso(staff, async (site) => {
    await site.platform.transaction(
      system,
      (tx) => add_rule(tx, site.id, { claim: "groups", value: "desk", role: "agent" }),
    );
    const ada = await site.person("ada@omni.example");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", { groups: ["desk"] });
    const browser = site.browser();
    await come_in(site, browser, "ada");
    assert.equal((await browser.ask("/admin")).status, 200);
    site.provider.accounts.set("ada", { groups: ["choir"] });
    assert.equal(problem_of(await come_in(site, site.browser(), "ada")), "no_access");
    assert.deepEqual(await roles_of(site, ada), []);
    assert.equal((await browser.ask("/admin")).status, 303, "her other session ends with her roles");
  }),
);

Deno.test(
  "a second factor is asked after the provider as after a password, unless the provider's own counts",
  with_sso(staff, async (site) => {
    const ada = await site.person("ada@omni.example", "agent");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", {});
    await site.it.sql`
      insert into domain_settings (domain, key, value) values ('access', 'second_factor_roles', '"agent"')`;
    const browser = site.browser();
    assert.deepEqual(to(await come_in(site, browser, "ada")), [303, `/auth/${step_name}`]);
    assert.ok(!is_in(browser));
    const [pending] = await site.it.sql<{ sid: string | null; identity: string | null }[]>`
      select provider_session as sid, external_identity_id as identity from pending_sign_ins`;
    assert.ok(pending?.sid && pending.identity, "what the session will need is kept through the step");

    // The provider of the test says nothing of how it was proven, so its word cannot count.
    await site.platform.transaction(system, (tx) => change_provider(tx, site.id, { trusts_second_factor: true }));
    assert.deepEqual(to(await come_in(site, site.browser(), "ada")), [303, `/auth/${step_name}`]);
  }),
);

Deno.test(
  "a person of two portals does not come into the other by a provider that does not open it",
  with_sso({ audiences: ["portal"] }, async (site) => {
    const ada = await site.person("ada@omni.example", "agent", "customer");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", {});
    const browser = site.browser();
    assert.equal((await browser.ask("/auth/sso/acme")).status, 404, "it is no way in for staff");
    await come_in(site, browser, "ada", "/portal/auth/sso/acme");
    assert.ok(is_in(browser, "portal"));
    assert.deepEqual(to(await browser.send("/portal/auth/portals", { portal: "admin" })), [303, "/auth/sign-in"]);
    assert.ok(!is_in(browser, "admin"));
    await site.platform.transaction(system, (tx) => change_provider(tx, site.id, { audiences: ["portal", "admin"] }));
    await browser.send("/portal/auth/portals", { portal: "admin" });
    assert.ok(is_in(browser, "admin"));
    const sids = await site.it.sql<{ sid: string }[]>`select distinct provider_session as sid from sessions`;
    assert.equal(sids.length, 1, "both sessions end with the provider's");
  }),
);

Deno.test(
  "switching a provider off ends what came by it; deleting it takes its roles back, too",
  with_sso(staff, async (site) => {
    await site.platform.transaction(
      system,
      (tx) => add_rule(tx, site.id, { claim: "groups", value: "desk", role: "agent" }),
    );
    const ada = await site.person("ada@omni.example", "auditor");
    await link(site, ada, "ada");
    site.provider.accounts.set("ada", { groups: ["desk"] });
    const [by_provider, by_password] = [site.browser(), site.browser()];
    await come_in(site, by_provider, "ada");
    await by_password.sign_in("ada@omni.example", good_password);
    await site.platform.transaction(system, (tx) => change_provider(tx, site.id, { is_enabled: false }));
    assert.equal((await by_provider.ask("/admin")).status, 303);
    assert.equal((await by_password.ask("/admin")).status, 200);
    assert.equal((await site.browser().ask("/auth/sso/acme")).status, 404);
    await site.platform.transaction(system, (tx) => remove_provider(tx, site.id));
    assert.deepEqual(await roles_of(site, ada), ["auditor"]);
  }),
);

Deno.test(
  "a person who says no at the provider comes back to the sign-in page with a plain sentence",
  with_sso(staff, async (site) => {
    const browser = site.browser();
    const answer = await come_in(site, browser, null, "/auth/sso/acme?next=%2Fadmin%2Ftickets");
    assert.deepEqual(to(answer), [303, "/auth/sign-in?problem=declined&next=%2Fadmin%2Ftickets"]);
    const page = await (await browser.ask("/auth/sign-in?problem=declined&next=%2Fadmin%2Ftickets")).text();
    assert.match(page, /did not confirm the sign-in/);
    assert.ok(!page.includes("The person said no"), "what the provider writes is not shown");
    assert.ok(!(await (await browser.ask("/auth/sign-in?problem=%3Cb%3Ehello")).text()).includes("<b>hello"));
    assert.equal(await begin(browser).then(({ origin }) => origin), site.provider.issuer, "and may try again");
  }),
);

type Site = Parameters<Parameters<typeof with_sso>[1]>[0];

async function entered(site: Site, login: string) {
  const browser = site.browser();
  await come_in(site, browser, login);
  return browser;
}

async function person_of(site: Site, subject: string): Promise<string | undefined> {
  const [row] = await site.it.sql<{ person_id: string }[]>`
    select person_id from external_identities where subject = ${subject} and is_active`;
  return row?.person_id;
}

async function count(site: Site, table: "people" | "external_identities"): Promise<number> {
  const [row] = await site.it.sql<{ n: number }[]>`select count(*)::int as n from ${site.it.sql(table)}`;
  return row?.n ?? 0;
}
