import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { job_actor } from "~/domain/kernel/actor.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { wait_for } from "../../support/wait_for.ts";
import { with_app } from "./app_world.ts";
import { settle } from "./people.ts";

const row_of = (html: string, id: string) => html.includes(`name="ids" value="${id}"`);
const tab = (html: string, label: string) => new RegExp(`>${label}<span class="fig">(\\d+)</span>`).exec(html)?.[1];

Deno.test(
  "the desk's list opens with the open tickets, the first due first, and its tabs count",
  with_app(async (world) => {
    const town = await settle(world);
    const late = await town.ticket({ subject: "Late one", due_at: "2026-01-01T08:00:00Z" });
    const mine = await town.ticket({ subject: "My own", assigned_to_id: town.ada, due_at: "2099-01-01T08:00:00Z" });
    const over = await town.ticket({ subject: "Done long ago" });
    await world.house.platform.transaction(
      job_actor("test"),
      (tx) => tickets.update(tx, over.id, { status: "resolved" }),
    );
    const { html, status } = await town.agent.get("/admin/tickets");
    assert.equal(status, 200);
    assert(row_of(html, late.id) && row_of(html, mine.id));
    assert(!row_of(html, over.id));
    assert(html.indexOf(late.id) < html.indexOf(mine.id));
    assert.deepEqual(["All open", "Mine", "Unassigned", "Overdue"].map((label) => tab(html, label)), [
      "2",
      "1",
      "1",
      "1",
    ]);
    assert(html.includes("12 Broad Street"));

    const overdue = await town.agent.get("/admin/tickets?view=overdue");
    assert(row_of(overdue.html, late.id) && !row_of(overdue.html, mine.id));
    assert(
      !/aria-label="Remove filter Due/.test(overdue.html),
      "the second of this reading is no filter that a person set",
    );
    const everything = await town.agent.get("/admin/tickets?view=all");
    assert(row_of(everything.html, over.id));
  }),
);

Deno.test(
  "the desk's list takes four statements at the most, and fifty rows are less than 60 KB on their way",
  with_app(async (world) => {
    const town = await settle(world);
    for (let nth = 0; nth < 60; nth++) {
      await town.ticket({
        subject: `Router restarts after storm number ${nth}`,
        ...(nth % 3 ? { assigned_to_id: town.kemi } : {}),
      });
    }
    // Each change forgets the figures twice: in this process at once, and again when the other replicas hear of it.
    const { html, names } = await wait_for("the figures of the tabs to be known", async () => {
      world.queries.length = 0;
      const seen = await town.agent.get("/admin/tickets");
      const names = world.queries.map((query) => query.name);
      return names.includes("reports.ticket_figures") ? null : { html: seen.html, names };
    });
    assert(names.length <= 4, names.join(", "));
    assert.equal((html.match(/<tr data-frsh-key/g) ?? []).length, 50);
    assert(gzipSync(html).length < 60_000, `${gzipSync(html).length} bytes, ${html.length} unpacked`);
  }),
);

Deno.test(
  "figures of the tabs follow a change at once",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    assert.equal(tab((await town.agent.get("/admin/tickets")).html, "Unassigned"), "1");
    const taken = await town.agent.post("/admin/tickets", {
      action: "take",
      id,
      back: "/admin/tickets?view=unassigned",
    });
    assert.equal(taken.status, 303);
    assert.equal(taken.location, "/admin/tickets?view=unassigned");
    const { html } = await town.agent.get("/admin/tickets");
    assert.deepEqual([tab(html, "Unassigned"), tab(html, "Mine")], ["0", "1"]);
  }),
);

Deno.test(
  "many tickets are handed over, moved and weighed at once; one that refuses refuses all and keeps the ticks",
  with_app(async (world) => {
    const town = await settle(world);
    const [a, b] = [await town.ticket(), await town.ticket()];
    const ids = [a.id, b.id];
    assert.equal((await town.agent.post("/admin/tickets", { action: "assign", ids, person: town.kemi })).status, 303);
    assert.equal((await town.agent.post("/admin/tickets", { action: "weigh:urgent", ids })).status, 303);
    assert.equal((await town.agent.post("/admin/tickets", { action: "move:pending", ids: [a.id] })).status, 303);
    const refused = await town.agent.post("/admin/tickets", { action: "move:canceled", ids });
    assert.equal(refused.status, 409);
    assert.match(refused.html, /cannot go from/);
    assert.match(refused.html, new RegExp(`value="${b.id}"[^>]*checked`));
    const rows = await world.sql`select status, priority, assigned_to_id from tickets order by number`;
    assert.deepEqual([...rows].map((row) => [row.status, row.priority, row.assigned_to_id]), [[
      "pending",
      "urgent",
      town.kemi,
    ], ["new", "urgent", town.kemi]]);
  }),
);

Deno.test(
  "a name typed without a script finds the colleague, and one that fits nobody is told",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    assert.equal(
      (await town.agent.post("/admin/tickets", { action: "assign", ids: [id], person: "", person_text: "kemi" }))
        .status,
      303,
    );
    const refused = await town.agent.post("/admin/tickets", {
      action: "assign",
      ids: [id],
      person: "",
      person_text: "Nobody Here",
    });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /no colleague/);
  }),
);

Deno.test(
  "a view is saved, opens as its own tab, is nobody else's, and can be removed",
  with_app(async (world) => {
    const town = await settle(world);
    await town.ticket({ priority: "high" });
    const saved = await town.agent.post("/admin/tickets", {
      action: "save_view",
      name: "High ones",
      query: "priority=high",
      columns: "",
    });
    assert.equal(saved.status, 303);
    const { html } = await town.agent.get("/admin/tickets?priority=high");
    assert.match(html, /aria-current="page"[^>]*>High ones/);
    assert(!(await town.colleague.get("/admin/tickets")).html.includes("High ones"));
    const [view] = await world.sql`select id from saved_views`;
    await town.colleague.post("/admin/tickets", { action: "remove_view", id: String(view?.id) });
    assert((await town.agent.get("/admin/tickets")).html.includes("High ones"));
    await town.agent.post("/admin/tickets", { action: "remove_view", id: String(view?.id) });
    assert(!(await town.agent.get("/admin/tickets")).html.includes("High ones"));
  }),
);

Deno.test(
  "an unknown filter is told, and a form's empty controls leave the address",
  with_app(async (world) => {
    const town = await settle(world);
    assert.equal((await town.agent.get("/admin/tickets?colour=red")).status, 422);
    const clean = await town.agent.get("/admin/tickets?q=router&priority=&status=open&status=new");
    assert.deepEqual([clean.status, clean.location], [303, "/admin/tickets?q=router&status=open,new"]);
  }),
);
