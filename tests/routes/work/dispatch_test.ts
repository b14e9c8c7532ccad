import assert from "node:assert/strict";
import { version_in } from "../tickets/people.ts";
import { with_app } from "../tickets/app_world.ts";
import { type Crew, muster, undo_of, words_of } from "./crew.ts";

const page_of = (crew: Crew, id: string, time = "09:00") =>
  `/admin/work-orders/${id}/dispatch?date=${crew.tomorrow}&time=${time}&duration=30`;
const window_at = (crew: Crew, time: string) => ({ date: crew.tomorrow, time, duration: "30" });

Deno.test(
  "dispatch shows who fits with a score, and why the others do not",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const { html, status } = await crew.dispatcher.get(page_of(crew, id));
    assert.equal(status, 200);
    const said = words_of(html);
    assert.match(said, /One technician fits .*Musa Sani .* of 100 points/);
    assert.match(said, /level 4 of 5/);
    assert.match(said, /One does not fit .*Ife Danladi .*Lacks the skill Fiber splicing\./);
    assert.match(html, /aria-label="Day of Musa Sani\. Shift 08:00–18:00\. No jobs\. Proposed: 09:00–09:30\."/);
  }),
);

Deno.test(
  "a candidate's button plans the visit, and the toast takes it back",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const { html } = await crew.dispatcher.get(page_of(crew, id));
    const path = `/admin/work-orders/${id}/dispatch`;
    const done = await crew.dispatcher.post(path, {
      action: "assign",
      version: version_in(html),
      ...window_at(crew, "09:00"),
      pick: crew.musa.id,
    });
    assert.deepEqual([done.status, done.location], [303, `/admin/work-orders/${id}`]);
    const row = await crew.reload(id);
    assert.deepEqual(
      [row.status, row.scheduled_start, row.scheduled_end].map(String).map(instant),
      ["scheduled", crew.at("09:00"), crew.at("09:30")].map(instant),
    );

    const undo = undo_of(done);
    assert.equal((await crew.dispatcher.post(undo.action, undo.fields)).status, 303);
    const [booked] = await world
      .sql`select count(*)::int as n from work_order_assignments where is_active and work_order_id = ${id}`;
    assert.deepEqual([(await crew.reload(id)).status, booked?.n], ["draft", 0]);
  }),
);

/** The first control of a name, as it is written. */
const input = (html: string, name: string): string =>
  (html.match(/<input[^>]*>/g) ?? []).find((tag) => tag.includes(`name="${name}"`)) ?? "";

const instant = (text: string) => Number.isNaN(Date.parse(text)) ? text : Date.parse(text);

Deno.test(
  "a slot's button plans and sends in one press; moving a visit that was sent is taken back to where it was, sent",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const path = `/admin/work-orders/${id}/dispatch`;
    const page = await crew.dispatcher.get(page_of(crew, id));
    const slot = /name="pick" value="([^" ]+ [^" ]+ [^" ]+)"/.exec(page.html)?.[1] ?? "";
    assert(slot.startsWith(crew.musa.id), "the first free start is Musa's");
    assert.equal(
      (await crew.dispatcher.post(path, { action: "assign", ...window_at(crew, "09:00"), pick: slot, send: "true" }))
        .status,
      303,
    );
    const first = await crew.reload(id);
    assert.deepEqual([first.status, instant(String(first.scheduled_start))], ["dispatched", instant(crew.at("08:00"))]);

    const moved = await crew.dispatcher.post(path, {
      action: "assign",
      ...window_at(crew, "15:00"),
      pick: crew.ife.id,
    });
    assert.equal((await crew.reload(id)).status, "scheduled");
    const undo = undo_of(moved);
    assert.equal((await crew.dispatcher.post(undo.action, undo.fields)).status, 303);
    const back = await crew.reload(id);
    const [who] = await world
      .sql`select technician_id from work_order_assignments where is_active and work_order_id = ${id}`;
    assert.deepEqual([back.status, instant(String(back.scheduled_start)), who?.technician_id], [
      "dispatched",
      instant(crew.at("08:00")),
      crew.musa.id,
    ]);
  }),
);

Deno.test(
  "a double booking comes back with the job in the way, and with everything that was chosen",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const other = await crew.planned(crew.musa, "10:00");
    const refused = await crew.dispatcher.post(`/admin/work-orders/${id}/dispatch`, {
      action: "assign",
      ...window_at(crew, "10:15"),
      pick: crew.musa.id,
      send: "true",
    });
    assert.equal(refused.status, 409);
    assert.match(
      words_of(refused.html),
      new RegExp(`Musa Sani, the window: overlaps ${other.number}, which Musa Sani has`),
    );
    assert(input(refused.html, "time").includes('value="10:15"'));
    assert(/ checked/.test(input(refused.html, "send")));
    assert.equal((await crew.reload(id)).status, "draft");
  }),
);

Deno.test(
  "a plan made on an old page is refused, and says so",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const { html } = await crew.dispatcher.get(page_of(crew, id));
    await world.sql`update work_orders set priority = 'urgent' where id = ${id}`;
    const refused = await crew.dispatcher.post(`/admin/work-orders/${id}/dispatch`, {
      action: "assign",
      version: version_in(html),
      ...window_at(crew, "09:00"),
      pick: crew.musa.id,
    });
    assert.equal(refused.status, 409);
    assert.match(words_of(refused.html), /changed while you had it open/);
    assert.equal((await crew.reload(id)).status, "draft");
  }),
);

Deno.test(
  "a window that is none is refused by its control, and an address out of any calendar falls back to a day that is one",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    const refused = await crew.dispatcher.post(`/admin/work-orders/${id}/dispatch`, {
      action: "assign",
      date: crew.tomorrow,
      time: "25:00",
      duration: "30",
      pick: crew.musa.id,
    });
    assert.equal(refused.status, 422);
    assert.match(words_of(refused.html), /must be a time of day/);
    for (const date of ["0000-01-01", "9999-12-31", "x"]) {
      assert.equal(
        (await crew.dispatcher.get(`/admin/work-orders/${id}/dispatch?date=${date}&time=99&duration=-4`)).status,
        200,
        date,
      );
    }
  }),
);

Deno.test(
  "planning takes the dispatcher's permission",
  with_app(async (world) => {
    const crew = await muster(world);
    const { id } = await crew.job();
    for (const browser of [crew.town.agent, crew.musa.browser]) {
      assert.equal((await browser.get(page_of(crew, id))).status, 403);
      assert.equal(
        (await browser.post(`/admin/work-orders/${id}/dispatch`, {
          action: "assign",
          ...window_at(crew, "09:00"),
          pick: crew.musa.id,
        })).status,
        403,
      );
    }
    assert.equal((await crew.reload(id)).status, "draft");
  }),
);
