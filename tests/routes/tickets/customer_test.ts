import assert from "node:assert/strict";
import { add_note, reply, tickets } from "~/domain/tickets/mod.ts";
import { staff_person } from "../../support/fixtures.ts";
import { png, words } from "../../domain/tickets/world.ts";
import { with_app } from "./app_world.ts";
import { settle } from "./people.ts";

Deno.test(
  "a customer reports a problem with a photo, reads the answer, answers and rates",
  with_app(async (world) => {
    const town = await settle(world);
    const sent = await town.customer.post("/portal/tickets/new", {
      topic: "other",
      subject: "No light on the router",
      description: "Since 07:40.",
      files: new File([png], "router.png", { type: "image/png" }),
    });
    assert.equal(sent.status, 303, sent.html.slice(0, 300));
    const page = sent.location ?? "";
    const id = page.split("/").pop() ?? "";
    assert.match((await town.customer.get(page)).html, /Since 07:40\..*\/portal\/files\//s);

    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "We see the loss.",
      then: "pending",
    });
    assert.match((await town.customer.get(page)).html, /We see the loss\./);
    assert.equal((await town.customer.post(page, { action: "reply", body: "Somebody is at home." })).status, 303);
    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "Mended.",
      then: "resolved",
    });
    const rated = await town.customer.post(page, { action: "rate", rating: "5", comment: "Fast" });
    assert.equal(rated.status, 303);
    const [row] = await world.sql`select status, channel, rating, subscriber_id from tickets where id = ${id}`;
    assert.deepEqual([row?.status, row?.channel, row?.rating, row?.subscriber_id], [
      "resolved",
      "portal",
      5,
      town.subscriber_a,
    ]);
    assert.match((await town.agent.get(`/admin/tickets/${id}`)).html, /Rated.*Fast/s);
  }),
);

Deno.test(
  "what the staff keep to themselves is on no page of the portal, not in its HTML and not in its data",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket({ tags: ["secret-tag"], assigned_to_id: town.ada });
    const ada = staff_person(town.ada, "*");
    await world.house.platform.transaction(ada, async (tx) => {
      await add_note(tx, id, "secret-note about the splitter");
      await reply(tx, id, "Public words.");
    });
    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "internal",
      body: "secret-second",
      then: "",
      files: new File([words("secret-content")], "secret-file.txt", { type: "text/plain" }),
    });
    await town.agent.post(`/admin/tickets/${id}/work-order`, {
      title: "secret-draft",
      work_type: "repair",
      duration: "60",
      priority: "high",
      description: "secret-instructions",
    });
    const [file] = await world.sql`select id from attachments where file_name = 'secret-file.txt'`;
    for (
      const path of [
        "/portal",
        "/portal/tickets",
        `/portal/tickets/${id}`,
        "/portal/tickets/new",
        "/portal/visits",
        "/portal/service",
      ]
    ) {
      const { html, status } = await town.customer.get(path);
      assert.equal(status, 200, path);
      assert(!html.includes("secret-"), path);
    }
    assert.match((await town.customer.get(`/portal/tickets/${id}`)).html, /Public words\./);
    assert.equal((await town.customer.get(`/portal/files/${file?.id}`)).status, 404);
    assert.equal((await town.agent.get(`/admin/files/${file?.id}`)).status, 200);
  }),
);

Deno.test(
  "another customer's ticket, its files and its forms are not there",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "For Hassan",
      then: "",
      files: new File([png], "a.png", { type: "image/png" }),
    });
    const [file] = await world.sql`select id from attachments`;
    assert.equal((await town.customer.get(`/portal/files/${file?.id}`)).status, 200);
    assert.equal((await town.stranger.get(`/portal/tickets/${id}`)).status, 404);
    assert.equal((await town.stranger.get(`/portal/files/${file?.id}`)).status, 404);
    assert.equal(
      (await town.stranger.post(`/portal/tickets/${id}`, { action: "reply", body: "Mine now" })).status,
      404,
    );
    assert.equal((await town.stranger.post(`/portal/tickets/${id}`, { action: "rate", rating: "1" })).status, 404);
    assert.equal(
      (await town.stranger.get(`/admin/tickets/${id}`)).status,
      303,
      "the desk is for its people: off to the sign-in",
    );
    assert(!(await town.stranger.get("/portal/tickets")).html.includes(id));
  }),
);

Deno.test(
  "a refused photo is named and the report's words are kept",
  with_app(async (world) => {
    const town = await settle(world);
    const refused = await town.customer.post("/portal/tickets/new", {
      topic: "other",
      subject: "Cable cut",
      description: "By the road works",
      files: new File(["MZ"], "photo.exe"),
    });
    assert.equal(refused.status, 415);
    assert.match(refused.html, /photo\.exe/);
    assert.match(refused.html, />By the road works<\/textarea>/);
    assert.equal((await world.sql`select 1 from tickets`).length, 0);
  }),
);

Deno.test(
  "an answer to what was closed opens a linked ticket, and leads there",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    await world.house.platform.transaction(staff_person(town.ada, "*"), async (tx) => {
      await tickets.update(tx, id, { status: "resolved" });
      await tickets.update(tx, id, { status: "closed" });
    });
    const sent = await town.customer.post(`/portal/tickets/${id}`, { action: "reply", body: "It is back" });
    assert.equal(sent.status, 303);
    const [row] = await world.sql`select id from tickets where previous_ticket_id = ${id}`;
    assert.match(sent.location ?? "", new RegExp(`/portal/tickets/${row?.id}`));
  }),
);
