import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { people } from "~/domain/people/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { serve, type Served, words } from "./served.ts";

async function customer({ house }: Served): Promise<string> {
  return await house.platform.transaction(job_actor("test"), async (tx) => {
    const site = await sites.insert(tx, {
      address_line1: "13 Mohammed Street",
      city: "Maitama",
      location: { type: "Point", coordinates: [7.4921, 9.0882] },
    });
    const row = await subscribers.create(tx, {
      name: "Hassan Eze",
      site_id: site.id,
      service_plan: "Business 100",
      phone: "+2348085226035",
      account_number: "C10000",
    });
    await tickets.create(tx, { subject: "No light on the router", subscriber_id: row.id });
    return row.id;
  });
}

Deno.test("a subscriber is found by number, phone or account and shown with plan, place and open tickets", async () => {
  await using served = await serve();
  const id = await customer(served);
  const agent = await served.browser("agent");
  for (const q of ["hassan", "SUB-0", "8085226035", "c10000"]) {
    assert.match(
      words((await agent.get(`/admin/subscribers?q=${q}`)).text),
      /Hassan Eze Active Business 100 .*13 Mohammed Street, Maitama/s,
      q,
    );
  }
  const page = words((await agent.get(`/admin/subscribers/${id}`)).text);
  for (
    const said of [
      /Hassan Eze/,
      /One open ticket/,
      /No light on the router/,
      /13 Mohammed Street, Maitama/,
      /Account number C10000/,
      /No visit yet/,
    ]
  ) assert.match(page, said);
  assert.match(
    (await agent.get(`/admin/subscribers/${id}`)).text,
    new RegExp(`href="/admin/tickets/new\\?subscriber_id=${id}"`),
  );
});

Deno.test("the derived pages below /admin/subscribers are still reached", async () => {
  await using served = await serve();
  const id = await customer(served);
  const administrator = await served.browser("administrator");
  assert.match(words((await administrator.get("/admin/subscribers/new")).text), /New subscriber/);
  assert.match(words((await administrator.get(`/admin/subscribers/${id}/edit`)).text), /Edit Hassan Eze/);
  assert.match(words((await administrator.get(`/admin/subscribers/${id}/history`)).text), /History of Hassan Eze/);
  const file = await administrator.get("/admin/subscribers/export.csv");
  assert.match(file.headers.get("content-type") ?? "", /text\/csv/);
  assert.match(file.text, /Hassan Eze/);
});

Deno.test("a person is linked, given another role and unlinked; a move of the account needs its permission", async () => {
  await using served = await serve();
  const id = await customer(served);
  const page = `/admin/subscribers/${id}`;
  const administrator = await served.browser("administrator");
  const person = await served.house.platform.transaction(
    job_actor("test"),
    (tx) => people.create(tx, { display_name: "Halima Garba" }),
  );
  const unknown = await administrator.post(page, { action: "link", person_id_text: "Nobody At All", role: "owner" });
  assert.equal(unknown.status, 422);
  assert.match(words(unknown.text), /names no single person/);
  await administrator.post(page, { action: "link", person_id_text: "halima", role: "technical" });
  assert.match(words((await administrator.get(page)).text), /Halima Garba Technical/);
  await administrator.post(page, {
    action: "link",
    person_id: person.id,
    person_id_text: "Halima Garba",
    person_id_was: "Halima Garba",
    role: "owner",
    is_primary: "true",
  });
  const linked = await administrator.get(page);
  assert.match(words(linked.text), /Halima Garba Owner Primary/);
  const part = /name="part_id" value="([^"]+)"|value="([^"]+)"[^>]*name="part_id"/.exec(linked.text);
  await administrator.post(page, {
    action: "remove_part",
    part: "subscriber_person",
    part_id: part?.[1] ?? part?.[2] ?? "",
  });
  assert.match(words((await administrator.get(page)).text), /Nobody is linked/);

  assert.equal((await administrator.post(page, { action: "move", to: "suspended" })).status, 303);
  assert.match(words((await administrator.get(page)).text), /Suspended/);
  const dispatcher = await served.browser("dispatcher");
  assert.match(words((await dispatcher.get(page)).text), /It takes the permission subscribers:update/);
  assert.equal((await dispatcher.post(page, { action: "move", to: "active" })).status, 403);
  assert.equal((await (await served.browser("technician")).get(page)).status, 403);
});
