import assert from "node:assert/strict";
import { grant_role } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { reseller_subscribers } from "~/domain/resellers/mod.ts";
import { words } from "../portal/portal_world.ts";
import { type PartnerWorld, with_partner_pages } from "./partner_world.ts";

async function administrator(it: PartnerWorld) {
  const id = await it.as(job_actor("test"), async (tx) => {
    const person = await people.create(tx, { display_name: "Nneka Adeyemi" });
    await grant_role(tx, person.id, "administrator");
    return person.id;
  });
  return await it.browser(id, "admin");
}

Deno.test(
  "a customer is linked to a reseller and the relation is ended on the reseller's page; its past stays",
  with_partner_pages(async (it) => {
    const staff = await administrator(it);
    const at = `/admin/resellers/${it.reseller_id}`;
    const taken = await staff.post(at, {
      action: "add_part",
      part: "reseller_subscriber",
      "reseller_subscriber.subscriber_id": it.shop,
    });
    assert.equal(taken.status, 409);
    assert.match(words(taken.html), /has a reseller at that time already/);

    const [link] = (await it.as(it.desk, (tx) => reseller_subscribers.list(tx))).items.filter((each) =>
      each.subscriber_id === it.home
    );
    assert(link);
    const ended = await staff.post(at, { action: "remove_part", part: "reseller_subscriber", part_id: link.id });
    assert.equal(ended.status, 303);
    const kept = await it.as(it.desk, (tx) => reseller_subscribers.get(tx, link.id));
    assert(kept.is_active && kept.until);
    assert.equal((await it.reseller.get(`/reseller/subscribers/${it.home}`)).status, 404);
    assert.match(words((await it.reseller.get("/reseller")).html), /0 customers/);
    const page = await staff.get(at);
    assert.match(words(page.html), /Hassan's home/);
    assert(!page.html.includes(`value="${link.id}"`), "what has ended offers no end");
  }),
);

Deno.test(
  "a job is given to a contractor and taken back on its own page",
  with_partner_pages(async (it) => {
    const staff = await administrator(it);
    const at = `/admin/work-orders/${it.job}`;
    assert.match(words((await staff.get(at)).html), /Contractor Splice Ltd/);
    assert.equal((await staff.post(at, { action: "take_back" })).status, 303);
    assert.equal((await it.vendor.get(`/vendor/jobs/${it.job}`)).status, 404);
    const nobody = await staff.post(at, { action: "give", vendor_id_text: "Nobody at all" });
    assert.equal(nobody.status, 422);
    assert.match(words(nobody.html), /names no single vendor/);
    const given = await staff.post(at, { action: "give", vendor_id: it.vendor_id, start_at: "2031-05-05T09:00" });
    assert.equal(given.status, 303, words(given.html).slice(0, 500));
    assert.match(words((await it.vendor.get(`/vendor/jobs/${it.job}`)).html), /5 May 2031/);
  }),
);

Deno.test(
  "from a vendor's people one comes to the invitation with person and role; who signs in already gets the role alone",
  with_partner_pages(async (it) => {
    const staff = await administrator(it);
    const page = await staff.get(`/admin/vendors/${it.vendor_id}`);
    const href = /\/admin\/users\/new\?[^"]+/.exec(page.html)?.[0]?.replaceAll("&amp;", "&");
    assert(href && /role=vendor/.test(href));
    const form = await staff.get(href);
    assert.match(words(form.html), /Vera Splice|Invite a person/);
    const chosen = [...form.html.matchAll(/<option[^>]*selected[^>]*>/g)].map(([tag]) => tag).join();
    assert.match(chosen, /value="vendor"/);
    const person_id = new URL(href, "http://x").searchParams.get("person_id") ?? "";
    await it.as(
      it.desk,
      (tx) =>
        person_channels.create(tx, {
          person_id,
          channel_type: "email",
          address: "vera@splice.example",
          is_primary: true,
        }),
    );
    const sent = await staff.post("/admin/users/new", { person_id, role: "vendor", username: "" });
    assert.equal(sent.status, 303, words(sent.html).slice(0, 600));
    const links = await it.sql<{ audience: string; kind: string }[]>`select audience, kind from access_links`;
    assert.deepEqual(links.map((each) => [each.kind, each.audience]), [["invitation", "vendor"]]);

    await it.sql`insert into user_credentials (person_id, username, password_hash) values (${person_id}, 'vera', 'x')`;
    const again = await staff.post("/admin/users/new", { person_id, role: "reseller", username: "" });
    assert.equal(again.status, 303);
    const roles = await it
      .sql`select r.key from person_roles p join roles r on r.id = p.role_id where p.person_id = ${person_id} order by 1`;
    assert.deepEqual(roles.map((each) => each.key), ["reseller", "vendor"]);
    assert.equal((await it.sql`select 1 from access_links`).length, 1);
    // Two portals now: the picker offers both.
    const picker = await (await it.browser(person_id, "vendor")).get("/vendor/auth/portals");
    assert.match(words(picker.html), /Reseller portal.*Vendor portal/);
  }),
);
