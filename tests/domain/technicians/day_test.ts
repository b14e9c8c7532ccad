import assert from "node:assert/strict";
import { technician_day } from "~/domain/technicians/mod.ts";
import { schedule } from "~/domain/work_orders/mod.ts";
import { refused, with_world } from "../tickets/world.ts";
import { job, leaves, skill, technician, works } from "../work_orders/field.ts";

Deno.test(
  "technician_day() lists one's own jobs of the local day in order, with what one needs at the door",
  with_world(async (world) => {
    const { sql, as, agent, site_a } = world;
    const who = await technician(sql, "Tunde Alabi");
    const splicing = await skill(sql, "Fiber splicing");
    await sql`update sites set access_notes = 'Ring twice' where id = ${site_a}`;
    await works(sql, who, "2026-03-02T22:30:00Z", "2026-03-03T08:00:00Z");
    await leaves(sql, who, "2026-03-03T15:00:00Z", "2026-03-03T16:00:00Z", "Doctor");
    const [late, early, yesterday] = [await job(world), await job(world, { skills: [splicing] }), await job(world)];
    // Lagos is one hour ahead: 23:30 UTC on the 2nd is half past midnight on the 3rd.
    await as(agent, (tx) => schedule(tx, late.id, { technician_id: who.id, start_at: "2026-03-03T12:00:00Z" }));
    await as(agent, (tx) => schedule(tx, early.id, { technician_id: who.id, start_at: "2026-03-02T23:30:00Z" }));
    await as(agent, (tx) => schedule(tx, yesterday.id, { technician_id: who.id, start_at: "2026-03-02T21:00:00Z" }));
    const day = await as(who.actor, (tx) => technician_day(tx, who.person_id, "2026-03-03", "Africa/Lagos"));
    assert.deepEqual(day.jobs.map((each) => each.number), [early.number, late.number]);
    const [first] = day.jobs;
    assert.deepEqual([first?.address, first?.access_notes, first?.subscriber_name, first?.skills], [
      "12 Broad Street, Lagos",
      "Ring twice",
      "Hassan's home",
      ["Fiber splicing"],
    ]);
    assert.deepEqual(first?.location?.coordinates, [3.3958, 6.4531]);
    assert.deepEqual([day.shifts.length, day.absences[0]?.reason, day.technician.name], [1, "Doctor", "Tunde Alabi"]);
  }),
);

Deno.test(
  "technician_day() shows another's day only to those who read all jobs",
  with_world(async ({ sql, as, agent, a }) => {
    const [tunde, musa] = [await technician(sql, "Tunde Alabi"), await technician(sql, "Musa Danjuma")];
    await refused(as(musa.actor, (tx) => technician_day(tx, tunde.person_id)), "forbidden");
    await refused(as(a, (tx) => technician_day(tx, tunde.person_id)), "forbidden");
    const day = await as(agent, (tx) => technician_day(tx, tunde.person_id));
    assert.deepEqual([day.date, day.zone], ["2026-03-02", "UTC"]);
    await refused(as(agent, (tx) => technician_day(tx, a.person_id ?? "")), "not_found");
    await refused(as(agent, (tx) => technician_day(tx, tunde.person_id, "2026-02-30")), "validation_error");
    await refused(as(agent, (tx) => technician_day(tx, tunde.person_id, null, "Mars/Olympus")), "validation_error");
  }),
);
