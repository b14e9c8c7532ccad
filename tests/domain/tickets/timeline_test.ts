import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { add_note, assign, reply, report_problem, tickets, timeline } from "~/domain/tickets/mod.ts";
import { create_from_ticket, dispatch, schedule, start, unassign } from "~/domain/work_orders/mod.ts";
import { png, with_world } from "./world.ts";

Deno.test(
  "timeline() tells words, changes, visits and files in the order they came",
  with_world(async ({ as, agent, a, file, sql }) => {
    const row = await as(
      a,
      async (tx) =>
        report_problem(tx, { subject: "Dark", description: "No light" }, [await file("router.png", "image/png", png)]),
    );
    await as(agent, (tx) => reply(tx, row.id, "We send somebody"));
    await as(agent, async (tx) => add_note(tx, row.id, "Bring a splitter", [await file("plan.png", "image/png", png)]));
    await as(agent, (tx) => assign(tx, row.id, agent.person_id));
    const job = await as(agent, (tx) => create_from_ticket(tx, row.id));
    const [technician] = await sql<
      { id: string }[]
    >`insert into technicians (person_id, name) values (${agent.person_id}, 'Ada Ojo') returning id`;
    const technician_id = technician?.id ?? "";
    await as(agent, (tx) => schedule(tx, job.id, { technician_id, start_at: "2026-03-03T09:00:00Z" }));
    await as(agent, (tx) => schedule(tx, job.id, { technician_id, start_at: "2026-03-03T11:00:00Z" }));
    await as(agent, (tx) => dispatch(tx, job.id));
    await as(agent, (tx) => start(tx, job.id));

    const items = await as(agent, (tx) => timeline(tx, row.id));
    const steps = items.map((item) => item.kind === "visit" ? item.step : item.kind);
    assert.deepEqual(steps, [
      "created",
      "files",
      "comment",
      "change",
      "comment",
      "change",
      "scheduled",
      "rescheduled",
      "dispatched",
      "started",
    ]);
    const [created, files, answer, opened, note, assigned, , moved] = items;
    assert.deepEqual([created?.by, created?.by_kind], ["Hassan Eze", "customer"]);
    assert(files?.kind === "files" && files.files[0]?.file_name === "router.png" && files.by === "Hassan Eze");
    assert(answer?.kind === "comment" && answer.visibility === "public");
    assert(opened?.kind === "change" && opened.changes[0]?.to === "open");
    assert(note?.kind === "comment" && note.visibility === "internal" && note.files[0]?.file_name === "plan.png");
    assert(assigned?.kind === "change" && assigned.visibility === "internal");
    assert.deepEqual(assigned.changes, [{ field: "assigned_to_id", label: "Assignee", from: null, to: "Ada Ojo" }]);
    assert(
      moved?.kind === "visit" && moved.technician === "Ada Ojo" &&
        Temporal.Instant.from(moved.scheduled_start ?? "").toString() === "2026-03-03T11:00:00Z",
    );

    const shown = await as(a, (tx) => timeline(tx, row.id));
    assert.deepEqual(
      shown.map((item) => item.kind === "visit" ? item.step : item.kind),
      ["created", "files", "comment", "change", "scheduled", "rescheduled", "dispatched", "started"],
    );
  }),
);

Deno.test(
  "for the customer a visit that was taken off the schedule is gone, and jobs have no names",
  with_world(async ({ ticket, as, agent, a, sql }) => {
    const row = await ticket();
    const job = await as(agent, (tx) => create_from_ticket(tx, row.id));
    const [technician] = await sql<
      { id: string }[]
    >`insert into technicians (person_id, name) values (${agent.person_id}, 'Ada Ojo') returning id`;
    await as(
      agent,
      (tx) => schedule(tx, job.id, { technician_id: technician?.id ?? "", start_at: "2026-03-03T09:00:00Z" }),
    );
    await as(agent, (tx) => unassign(tx, job.id));
    await as(job_actor("tickets.sweep"), (tx) => tickets.update(tx, row.id, { priority: "high" }));
    const shown = await as(a, (tx) => timeline(tx, row.id));
    assert.deepEqual(shown.map((item) => [item.kind, item.by]), [["created", "Ada Ojo"], ["change", null]]);
    const full = await as(agent, (tx) => timeline(tx, row.id));
    assert(full.some((item) => item.kind === "visit" && item.step === "unscheduled"));
    assert(full.some((item) => item.by === "tickets.sweep"));
  }),
);
