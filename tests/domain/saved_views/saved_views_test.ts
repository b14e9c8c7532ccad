import assert from "node:assert/strict";
import { change_view, my_views, remove_view, save_view } from "~/domain/saved_views/mod.ts";
import { staff_person } from "../../support/fixtures.ts";
import { person, refused, with_world } from "../tickets/world.ts";

Deno.test(
  "everybody sees the own views and the shared ones, and nobody another's",
  with_world(async ({ as, agent, sql, a }) => {
    const plain = staff_person(await person(sql, "Femi Bello", true), "tickets:read");
    const shared = await as(agent, (tx) =>
      save_view(tx, {
        entity_type: "ticket",
        name: "Urgent",
        query: "priority=urgent&status=open,new",
        columns: ["subject", "due_at"],
        shared: true,
      }));
    const ada = await as(agent, (tx) => save_view(tx, { entity_type: "ticket", name: "Mine" }));
    const femi = await as(plain, (tx) => save_view(tx, { entity_type: "ticket", name: "Mine" }));
    const names = async (actor: typeof agent) =>
      (await as(actor, (tx) => my_views(tx, "ticket"))).map((view) => view.id);
    assert.deepEqual(await names(agent), [shared.id, ada.id]);
    assert.deepEqual(await names(plain), [shared.id, femi.id]);
    assert.deepEqual(await as(plain, (tx) => my_views(tx, "work_order")), []);
    await refused(as(plain, (tx) => change_view(tx, ada.id, { name: "Stolen" })), "not_found");
    await refused(as(plain, (tx) => remove_view(tx, ada.id)), "not_found");
    await refused(as(a, (tx) => my_views(tx, "ticket")), "forbidden");
  }),
);

Deno.test(
  "a view for all takes a permission, an own one none",
  with_world(async ({ as, agent, sql }) => {
    const plain = staff_person(await person(sql, "Femi Bello", true), "tickets:read");
    await refused(
      as(plain, (tx) => save_view(tx, { entity_type: "ticket", name: "For all", shared: true })),
      "forbidden",
    );
    const shared = await as(agent, (tx) => save_view(tx, { entity_type: "ticket", name: "For all", shared: true }));
    await refused(as(plain, (tx) => change_view(tx, shared.id, { name: "Hijacked" })), "forbidden");
    const own = await as(plain, (tx) => save_view(tx, { entity_type: "ticket", name: "Mine" }));
    assert.equal((await as(plain, (tx) => change_view(tx, own.id, { query: "status=open" }))).query, "status=open");
    await as(plain, (tx) => remove_view(tx, own.id));
    assert.deepEqual((await as(plain, (tx) => my_views(tx, "ticket"))).map((view) => view.name), ["For all"]);
  }),
);

Deno.test(
  "a view that could not be opened is refused by name",
  with_world(async ({ as, agent }) => {
    const save = (view: Partial<Parameters<typeof save_view>[1]>) =>
      as(agent, (tx) => save_view(tx, { entity_type: "ticket", name: "View", ...view }));
    assert.equal((await refused(save({ query: "status=nonsense" }), "validation_error")).details[0]?.field, "status");
    assert.equal((await refused(save({ query: "no_such=1" }), "validation_error")).details[0]?.field, "no_such");
    assert.equal((await refused(save({ columns: ["no_such"] }), "validation_error")).details[0]?.field, "columns");
    assert.equal(
      (await refused(save({ entity_type: "nothing" }), "validation_error")).details[0]?.field,
      "entity_type",
    );
    await save({});
    assert.equal((await refused(save({ name: "view" }), "conflict")).details[0]?.field, "name");
  }),
);
