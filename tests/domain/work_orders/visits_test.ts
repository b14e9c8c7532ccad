import assert from "node:assert/strict";
import { add_attachments, list_attachments, open_attachment } from "~/domain/kernel/attachments.ts";
import { add_note, cancel, complete, schedule, start, visit, visits } from "~/domain/work_orders/mod.ts";
import { png, refused, with_world } from "../tickets/world.ts";
import { job, technician } from "./field.ts";

const nine = "2026-03-03T09:00:00Z";

Deno.test(
  "visits() tells the customer window, state and first name, and words meant for the customer",
  with_world(async (world) => {
    const { as, agent, a, sql, file } = world;
    const who = await technician(sql, "Tunde Alabi");
    const row = await job(world, { description: "Gate code 1234" });
    assert.deepEqual((await as(a, (tx) => visits(tx))).items, [], "a draft is no visit");
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: nine }));
    const [seen] = (await as(a, (tx) => visits(tx))).items;
    assert.deepEqual([seen?.number, seen?.status, seen?.technician_first_name, seen?.scheduled_start], [
      row.number,
      "scheduled",
      "Tunde",
      "2026-03-03T09:00:00+00:00",
    ]);
    await as(who.actor, (tx) => start(tx, row.id));
    await as(who.actor, (tx) => add_note(tx, row.id, "Dog in the yard"));
    await as(who.actor, async (tx) =>
      complete(tx, row.id, { notes: "New pigtail, 18 dBm", visibility: "public" }, [
        await file("after.png", "image/png", png),
      ]));
    const done = await as(a, (tx) => visit(tx, row.id));
    assert.deepEqual(
      done?.notes.map((note) => note.body),
      ["New pigtail, 18 dBm"],
    );
    assert.equal(done?.status, "completed");
    assert(!JSON.stringify(done).includes("Gate code") && !JSON.stringify(done).includes("Dog"));
    const [photo] = await as(a, (tx) => list_attachments(tx, "work_order", row.id));
    assert.equal(photo?.file_name, "after.png");
  }),
);

Deno.test(
  "a canceled visit stays visible as canceled, without the reason",
  with_world(async (world) => {
    const { as, agent, a, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const [planned, never] = [await job(world), await job(world)];
    await as(agent, (tx) => schedule(tx, planned.id, { technician_id: who.id, start_at: nine }));
    await as(agent, (tx) => cancel(tx, planned.id, "Customer owes us"));
    await as(agent, (tx) => cancel(tx, never.id, "Twice"));
    const page = await as(a, (tx) => visits(tx));
    assert.deepEqual(page.items.map((each) => [each.number, each.status]), [[planned.number, "canceled"]]);
    assert(!JSON.stringify(page).includes("owes"));
  }),
);

Deno.test(
  "visits() is the customer's view and no detour for staff",
  with_world(async ({ as, agent }) => {
    await refused(as(agent, (tx) => visits(tx)), "forbidden");
  }),
);

Deno.test(
  "a technician adds photos to the own job and opens its files, and those of no other",
  with_world(async (world) => {
    const { as, agent, sql, file } = world;
    const [tunde, musa] = [await technician(sql, "Tunde Alabi"), await technician(sql, "Musa Danjuma")];
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: tunde.id, start_at: nine }));
    const [photo] = await as(
      tunde.actor,
      async (tx) => add_attachments(tx, "work_order", row.id, "internal", [await file("before.png", "image/png", png)]),
    );
    const id = photo?.id ?? "";
    assert.equal(
      (await as(tunde.actor, (tx) => open_attachment(tx, id))).name,
      "before.png",
    );
    await refused(as(musa.actor, (tx) => open_attachment(tx, id)), "not_found");
    await refused(as(musa.actor, (tx) => add_note(tx, row.id, "Hi")), "not_found");
  }),
);
