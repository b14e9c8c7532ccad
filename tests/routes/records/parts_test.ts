import assert from "node:assert/strict";
import "~/domain/all.ts";
import { entities, find_entity } from "~/domain/kernel/entity.ts";
import { choosable, shown_columns } from "~/routes/(_web)/records/columns.ts";
import { may_do, record_kind } from "~/routes/(_web)/records/entity_of.ts";
import { field_label, row_label } from "~/routes/(_web)/records/labels.ts";
import { linked_lists, parts_of } from "~/routes/(_web)/records/related.ts";
import { staff } from "../../support/fixtures.ts";

const all = staff("*");
function entity(name: string) {
  const found = find_entity(name);
  assert.ok(found);
  return found;
}
const parts = (name: string, actor = all) => parts_of(actor, entity(name)).map((part) => part.entity.name).sort();

Deno.test("parts_of() finds what hangs on a record by who refers to it", () => {
  assert.deepEqual(parts("person"), [
    "person_channel",
    "reseller_person",
    "subscriber_person",
    "vendor_person",
  ]);
  assert.deepEqual(parts("vendor"), ["vendor_person", "vendor_project", "vendor_work_order"]);
  assert.deepEqual(parts("technician"), ["technician_skill"]);
  assert.deepEqual(parts("subscriber"), ["reseller_subscriber", "subscriber_person"]);
});

Deno.test("parts_of() shows nothing that the reader may not read", () => {
  assert.deepEqual(parts("person", staff("people:read")), ["person_channel"]);
});

Deno.test("linked_lists() leads to the lists that are narrowed to a record", () => {
  const links = linked_lists(staff("people:read", "subscribers:read"), entity("organization"), "7");
  assert.deepEqual(links.map((link) => link.href).sort(), [
    "/admin/people?organization_id=7",
    "/admin/subscribers?organization_id=7",
  ]);
});

Deno.test("record_kind() has no page for a part and for what is not declared", () => {
  assert.throws(() => record_kind(all, "person-channels"), /Not Found/);
  assert.throws(() => record_kind(all, "nothing"), /Not Found/);
  assert.equal(record_kind(all, "people").entity.name, "person");
});

Deno.test("may_do() offers no writing on a read-only entity, whoever asks", () => {
  assert.deepEqual(may_do(all, entity("audit_event")), { read: true, create: false, update: false, delete: false });
  assert.deepEqual(may_do(staff("people:read"), entity("person")), {
    read: true,
    create: false,
    update: false,
    delete: false,
  });
});

Deno.test("no entity shows a secret, as a column or to choose", () => {
  for (const each of entities()) {
    const names = new Set([...choosable(each), ...shown_columns(each, null)].map((column) => column.name));
    for (const column of each.columns) {
      if (column.secret) assert.ok(!names.has(column.name), `${each.name}.${column.name}`);
    }
  }
});

Deno.test("every field of every entity has a label", () => {
  for (const each of entities()) {
    for (const column of each.columns) assert.match(field_label(column), /^\S/, `${each.name}.${column.name}`);
  }
});

Deno.test("row_label() names a row by its label, by its time in the reader's zone, and never by nothing", () => {
  const id = "01a20a14-ed8d-7018-b5a1-affc5098ce66";
  assert.equal(row_label(entity("person"), { id, display_name: "Ada Ojo" }), "Ada Ojo");
  assert.equal(
    row_label(entity("shift"), { id, start_at: "2026-03-01T08:00:00+00:00" }, "Africa/Lagos"),
    "Shift of 1 Mar 2026, 09:00",
  );
  assert.equal(row_label(entity("person"), { id, display_name: "" }), "Person 98ce66");
});
