import assert from "node:assert/strict";
import { type Candidate, candidates, slots } from "~/domain/technicians/mod.ts";
import { schedule } from "~/domain/work_orders/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { refused, site, with_world, type World } from "../tickets/world.ts";
import { job, learns, leaves, skill, technician, works } from "../work_orders/field.ts";

const window = { start_at: "2026-03-03T09:00:00Z", end_at: "2026-03-03T10:00:00Z" };
const day = ["2026-03-03T07:00:00Z", "2026-03-03T16:00:00Z"] as const;

const lagos = (world: World) => ({ ...world.agent, timezone: "Africa/Lagos" });
const judged = async (world: World, id: string, asked: Parameters<typeof candidates>[2] = window) => {
  const all = await world.as(lagos(world), (tx) => candidates(tx, id, asked));
  return new Map(all.map((each) => [each.technician.name, each]));
};
const told = (candidate: Candidate | undefined) =>
  candidate?.reasons.map((reason) => [reason.kind, reason.blocking, reason.message]);

Deno.test(
  "candidates() gives each technician the reasons against, in the dispatcher's zone",
  with_world(async (world) => {
    const { sql } = world;
    const [splicing, climbing] = [await skill(sql, "Fiber splicing"), await skill(sql, "Mast climbing")];
    const row = await job(world, { skills: [splicing, climbing] });
    const [fit, unskilled, off, short, away, busy] = [
      await technician(sql, "Fit Aina"),
      await technician(sql, "Unskilled Bako"),
      await technician(sql, "Off Chidi"),
      await technician(sql, "Short Dayo"),
      await technician(sql, "Away Efe"),
      await technician(sql, "Busy Femi"),
    ];
    for (const each of [fit, off, short, away, busy]) {
      for (const known of [splicing, climbing]) await learns(sql, each, known, 3);
    }
    await learns(sql, unskilled, splicing, 5);
    for (const each of [fit, unskilled, away, busy]) await works(sql, each, ...day);
    await works(sql, short, "2026-03-03T07:00:00Z", "2026-03-03T09:30:00Z");
    await leaves(sql, away, "2026-03-03T08:00:00Z", "2026-03-03T12:00:00Z", "Training");
    const other = await job(world);
    await world.as(
      world.agent,
      (tx) => schedule(tx, other.id, { technician_id: busy.id, start_at: "2026-03-03T09:30:00Z" }),
    );

    const found = await judged(world, row.id);
    assert.deepEqual(told(found.get("Fit Aina")), []);
    assert.deepEqual(told(found.get("Unskilled Bako")), [["skill", true, "Lacks the skill Mast climbing."]]);
    assert.deepEqual(told(found.get("Off Chidi")), [["shift", true, "Has no shift on 3 Mar 2026."]]);
    assert.deepEqual(told(found.get("Short Dayo")), [[
      "shift",
      true,
      "The shift 08:00–10:30 does not cover 10:00–11:00.",
    ]]);
    assert.deepEqual(told(found.get("Away Efe")), [["absence", true, "Is absent 09:00–13:00 (Training)."]]);
    assert.deepEqual(told(found.get("Busy Femi")), [["overlap", true, `Has ${other.number} 10:30–11:30.`]]);
    assert.deepEqual(
      [...found.values()].map((each) => each.fits),
      [true, false, false, false, false, false],
    );
  }),
);

Deno.test(
  "candidates() does not hold a job against itself, so that it can be moved by half an hour",
  with_world(async (world) => {
    const { sql, as, agent } = world;
    const who = await technician(sql, "Tunde Alabi");
    await works(sql, who, ...day);
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: "2026-03-03T09:30:00Z" }));
    assert.equal((await judged(world, row.id)).get("Tunde Alabi")?.fits, true);
    assert.equal(
      (await judged(world, row.id, {})).get("Tunde Alabi")?.fits,
      true,
      "without a window it is the job's own",
    );
  }),
);

Deno.test(
  "candidates() warns of travel that does not fit between jobs, and does not refuse for an estimate",
  with_world(async (world) => {
    const { sql, as, agent, site_a } = world;
    const who = await technician(sql, "Tunde Alabi");
    await works(sql, who, ...day);
    const [before, row] = [await job(world), await job(world)];
    // 0.1 degrees of latitude north of the job: 11.1 km in a straight line, 14.5 km of road, 24.8 minutes at 35 km/h.
    const north = await site(sql, "Far Road", 3.3958, 6.5531);
    await sql`update work_orders set site_id = ${north} where id = ${before.id}`;
    await sql`update work_orders set site_id = ${site_a} where id = ${row.id}`;
    await as(agent, (tx) => schedule(tx, before.id, { technician_id: who.id, start_at: "2026-03-03T07:50:00Z" }));
    const found = (await judged(world, row.id)).get("Tunde Alabi");
    assert.equal(found?.fits, true);
    assert.deepEqual(told(found), [[
      "travel",
      false,
      `About 25 min of travel from ${before.number} (11.1 km), with 10 min in between.`,
    ]]);
    const later = (await judged(world, row.id, { start_at: "2026-03-03T09:20:00Z" })).get("Tunde Alabi");
    assert.deepEqual(told(later), []);
    const ahead = (await judged(world, row.id, { start_at: "2026-03-03T07:00:00Z", end_at: "2026-03-03T07:40:00Z" }))
      .get("Tunde Alabi");
    assert.deepEqual(told(ahead), [[
      "travel",
      false,
      `About 25 min of travel to ${before.number} (11.1 km), with 10 min in between.`,
    ]]);
  }),
);

Deno.test(
  "candidates() scores by proficiency, load and distance, the best first, and shows the parts",
  with_world(async (world) => {
    const { sql, as, agent } = world;
    const splicing = await skill(sql, "Fiber splicing");
    const row = await job(world, { skills: [splicing] });
    const [expert, beginner] = [
      await technician(sql, "Zara Expert", [3.3958, 6.4531]),
      await technician(sql, "Abu Beginner", [3.3958, 6.5881]),
    ];
    await learns(sql, expert, splicing, 5);
    await learns(sql, beginner, splicing, 1);
    for (const each of [expert, beginner]) await works(sql, each, ...day);
    const all = await as(agent, (tx) => candidates(tx, row.id, window));
    assert.deepEqual(all.map((each) => each.technician.name), ["Zara Expert", "Abu Beginner"]);
    const [best, last] = all;
    assert.deepEqual([best?.score, best?.parts], [100, { proficiency: 1, load: 1, distance: 1 }]);
    // 15.0 of 30 km away: half the distance part. 0.4 × 0.2 + 0.3 × 1 + 0.3 × 0.5 = 53 of 100.
    assert.equal(last?.parts.proficiency, 0.2);
    assert(Math.abs((last?.parts.distance ?? 0) - 0.5) < 0.01);
    assert(Math.abs((last?.score ?? 0) - 53) < 0.5);

    const half_day = await job(world, { duration: 270 });
    await as(agent, (tx) => schedule(tx, half_day.id, { technician_id: expert.id, start_at: "2026-03-03T11:00:00Z" }));
    const loaded = await judged(world, row.id);
    assert.equal(loaded.get("Zara Expert")?.parts.load, 0.5);
  }),
);

Deno.test(
  "a technician of unknown home beats the distant and loses to the near",
  with_world(async (world) => {
    const { sql, as, agent } = world;
    const row = await job(world);
    const crew = [
      await technician(sql, "Unknown"),
      await technician(sql, "Near", [3.3958, 6.4631]),
      await technician(sql, "Distant", [3.3958, 6.8531]),
    ];
    for (const each of crew) await works(sql, each, ...day);
    const all = (await as(agent, (tx) => candidates(tx, row.id, window))).sort((a, b) => b.score - a.score);
    assert.deepEqual(all.map((each) => each.technician.name), ["Near", "Unknown", "Distant"]);
    assert.deepEqual(all.find((each) => each.technician.name === "Unknown")?.parts, {
      proficiency: null,
      load: 1,
      distance: null,
    });
  }),
);

Deno.test(
  "candidates() asks for a window where the job has none, and is the dispatcher's",
  with_world(async (world) => {
    const row = await job(world);
    const { as, agent } = world;
    assert.equal(
      (await refused(as(agent, (tx) => candidates(tx, row.id)), "validation_error")).details[0]?.field,
      "start_at",
    );
    await refused(
      as(agent, (tx) => candidates(tx, row.id, { start_at: window.end_at, end_at: window.start_at })),
      "validation_error",
    );
    await refused(as(staff("work-orders:read"), (tx) => candidates(tx, row.id, window)), "forbidden");
  }),
);

Deno.test(
  "retired technicians, shifts, absences and skills do not count",
  with_world(async (world) => {
    const { sql } = world;
    const splicing = await skill(sql, "Fiber splicing");
    const row = await job(world, { skills: [splicing] });
    const [gone, who] = [await technician(sql, "Gone Away"), await technician(sql, "Tunde Alabi")];
    await sql`update technicians set is_active = false where id = ${gone.id}`;
    await learns(sql, who, splicing, 3);
    await works(sql, who, ...day);
    await leaves(sql, who, ...day, "Sick");
    await sql`update absences set is_active = false`;
    assert.deepEqual([...(await judged(world, row.id)).values()].map((each) => [each.technician.name, each.fits]), [[
      "Tunde Alabi",
      true,
    ]]);
    await sql`update technician_skills set is_active = false`;
    await sql`update shifts set is_active = false`;
    assert.deepEqual((await judged(world, row.id)).get("Tunde Alabi")?.reasons.map((reason) => reason.kind), [
      "skill",
      "shift",
    ]);
  }),
);

Deno.test(
  "slots() proposes the windows in which somebody fits, from now on, with the best technician of each",
  with_world(async (world) => {
    const { sql, as, clock } = world;
    const splicing = await skill(sql, "Fiber splicing");
    const row = await job(world, { skills: [splicing], duration: 60 });
    const [good, better] = [await technician(sql, "Good Aina"), await technician(sql, "Better Bako")];
    await learns(sql, good, splicing, 3);
    await learns(sql, better, splicing, 5);
    await works(sql, good, "2026-03-03T08:00:00Z", "2026-03-03T10:00:00Z");
    await works(sql, better, "2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z");
    const all = await as(lagos(world), (tx) => slots(tx, row.id, { date: "2026-03-03" }));
    assert.deepEqual(all.map((slot) => [slot.start_at, slot.technician.name, slot.others]), [
      ["2026-03-03T08:00:00Z", "Good Aina", 0],
      ["2026-03-03T08:30:00Z", "Good Aina", 0],
      ["2026-03-03T09:00:00Z", "Better Bako", 1],
    ]);
    assert.deepEqual(await as(lagos(world), (tx) => slots(tx, row.id, { date: "2026-03-04" })), []);
    const whole = await as(lagos(world), (tx) => slots(tx, row.id, { date: "2026-03-03", duration: 120 }));
    assert.deepEqual(whole.map((slot) => [slot.start_at, slot.end_at]), [[
      "2026-03-03T08:00:00Z",
      "2026-03-03T10:00:00Z",
    ]]);
    clock.set("2026-03-03T08:40:00Z");
    assert.deepEqual(
      (await as(lagos(world), (tx) => slots(tx, row.id, { date: "2026-03-03" }))).map((slot) => slot.start_at),
      [
        "2026-03-03T09:00:00Z",
      ],
    );
    const first = all[0];
    assert(first);
    await as(
      world.agent,
      (tx) =>
        schedule(tx, row.id, { technician_id: first.technician.id, start_at: first.start_at, end_at: first.end_at }),
    );
    await refused(
      as(world.agent, (tx) => slots(tx, row.id, { date: "3 March" })),
      "validation_error",
    );
  }),
);

Deno.test(
  "a verdict on three hundred technicians is read in four statements",
  with_world(async (world) => {
    const { sql, as, agent } = world;
    const row = await job(world);
    await sql`
    with p as (insert into people (display_name) select 'Crew ' || n from generate_series(1, 300) n returning id, display_name)
    insert into technicians (person_id, name) select id, display_name from p`;
    await sql`insert into shifts (technician_id, start_at, end_at) select id, ${day[0]}::text::timestamptz, ${
      day[1]
    }::text::timestamptz from technicians`;
    let statements = 0;
    const all = await as(agent, (tx) => {
      const counted = new Proxy(tx.sql, {
        apply: (
          target,
          self,
          args,
        ) => (String(args[0]).includes("dispatch.") && statements++, Reflect.apply(target, self, args)),
      });
      return candidates({ ...tx, sql: counted }, row.id, window);
    });
    assert.equal(all.filter((each) => each.fits).length, 300);
    assert.equal(statements, 4, "technicians, shifts, absences, bookings");
  }),
);
