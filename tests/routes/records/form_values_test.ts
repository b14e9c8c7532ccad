import assert from "node:assert/strict";
import "~/domain/all.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import {
  changed_columns,
  default_values,
  form_columns,
  merge,
  parse_base,
  read_text,
  to_text,
  typed_values,
} from "~/routes/(_web)/records/form_values.ts";

const zone = "Africa/Lagos";
function entity(name: string) {
  const found = find_entity(name);
  assert.ok(found);
  return found;
}
function field(name: string, column: string) {
  const found = entity(name).column(column);
  assert.ok(found);
  return found;
}
const read = (name: string, column: string, text: string) => read_text(field(name, column), text, zone, "NG");
const value = (name: string, column: string, text: string) => {
  const found = read(name, column, text);
  assert.ok("value" in found, JSON.stringify(found));
  return found.value;
};
const problem = (name: string, column: string, text: string) => {
  const found = read(name, column, text);
  assert.ok("problem" in found, JSON.stringify(found));
  return found.problem;
};

Deno.test("read_text() and to_text() are each other's way back, for every kind that a form asks for", () => {
  const cases: [string, string, string, unknown][] = [
    ["shift", "start_at", "2026-03-01T09:00", "2026-03-01T08:00:00Z"],
    ["site", "location", "6.4541, 3.3947", { type: "Point", coordinates: [3.3947, 6.4541] }],
    ["ticket", "tags", "vip, billing", ["vip", "billing"]],
    ["technician_skill", "proficiency", "4", 4],
    ["person_channel", "is_primary", "true", true],
    ["subscriber", "phone", "+2348031234567", "+2348031234567"],
    ["organization", "name", "Balogun Hotel", "Balogun Hotel"],
  ];
  for (const [name, column, text, stored] of cases) {
    assert.deepEqual(value(name, column, text), stored, `${name}.${column}`);
    assert.equal(to_text(field(name, column), stored, zone), text, `${name}.${column}`);
  }
});

Deno.test("read_text() takes a phone number as people write it, and says what is wrong with one that is none", () => {
  assert.equal(value("subscriber", "phone", "0803 123 4567"), "+2348031234567");
  assert.match(problem("subscriber", "phone", "12"), /too short/);
});

Deno.test("read_text() tells that latitude comes first when the two are swapped", () => {
  assert.match(problem("site", "location", "106.5, 6.4"), /did you mean 6.4, 106.5\? Latitude comes first/);
  assert.match(problem("site", "location", "somewhere"), /is no place/);
  assert.deepEqual(value("site", "location", "6.5 S, 3.4 W"), { type: "Point", coordinates: [-3.4, -6.5] });
});

Deno.test("read_text() empties a field that may be empty, and leaves out one that may not", () => {
  assert.equal(value("subscriber", "phone", "  "), null);
  assert.equal(value("organization", "name", ""), undefined);
});

Deno.test("a time that a change to summer time skips moves on, one that happens twice is the first", () => {
  const berlin = (text: string) => read_text(field("shift", "start_at"), text, "Europe/Berlin", "NG");
  assert.deepEqual(berlin("2026-03-29T02:30"), { value: "2026-03-29T01:30:00Z" }); // 03:30 summer time
  assert.deepEqual(berlin("2026-10-25T02:30"), { value: "2026-10-25T00:30:00Z" }); // still summer time
});

Deno.test("form_columns() asks for the state at the beginning and leaves it to its buttons afterwards", () => {
  const names = (mode: "create" | "update") => form_columns(entity("subscriber"), mode).map((column) => column.name);
  assert.ok(names("create").includes("status"));
  assert.ok(!names("update").includes("status"));
  assert.ok(names("create").includes("external_id") && !names("update").includes("external_id"), "create_only");
  assert.ok(!names("create").includes("balance"), "readonly");
});

Deno.test("default_values() shows what the declaration would fill in", () => {
  const ticket = entity("ticket");
  const values = default_values(ticket, form_columns(ticket, "create"), zone);
  assert.deepEqual([values.status, values.priority, values.subject], ["new", "normal", ""]);
});

Deno.test("typed_values() reads an unticked box as no", () => {
  const columns = [field("person_channel", "is_primary"), field("person_channel", "label")];
  assert.deepEqual(typed_values(columns, () => undefined), { is_primary: "false", label: "" });
});

Deno.test("changed_columns() sees no change in the line ends that a textarea sends", () => {
  const columns = [field("subscriber", "notes"), field("subscriber", "name")];
  const changed = changed_columns(columns, { notes: "a\nb", name: "Eze" }, { notes: "a\r\nb", name: "Eze & Sons" });
  assert.deepEqual(changed.map((column) => column.name), ["name"]);
});

Deno.test("merge() keeps what each side changed alone, and tells what both changed with both values", () => {
  const columns = ["display_name", "first_name", "locale"].map((name) => field("person", name));
  const base = { display_name: "Ada Ojo", first_name: "Ada", locale: "en" };
  const yours = { display_name: "Ada N. Ojo", first_name: "Adaeze", locale: "en" };
  const theirs = { display_name: "Ada Okoro", first_name: "Ada", locale: "fr" };
  const { values, conflicts, taken } = merge(columns, base, yours, theirs);
  assert.deepEqual(values, { display_name: "Ada N. Ojo", first_name: "Adaeze", locale: "fr" });
  assert.deepEqual(conflicts.map(({ column, ...both }) => [column.name, both]), [["display_name", {
    yours: "Ada N. Ojo",
    theirs: "Ada Okoro",
  }]]);
  assert.deepEqual(taken.map((column) => column.name), ["locale"]);
});

Deno.test("merge() finds no conflict where both wrote the same, and takes a reference with its label", () => {
  const columns = [field("person", "organization_id"), field("person", "locale")];
  const base = { organization_id: "", organization_id_text: "", locale: "en" };
  const theirs = { organization_id: "1", organization_id_text: "Zubair Logistics", locale: "fr" };
  const { values, conflicts } = merge(columns, base, { ...base, locale: "fr" }, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(values, theirs);
});

Deno.test("parse_base() takes nothing but texts from what a browser sends back", () => {
  assert.deepEqual(parse_base('{"a":"1","b":2,"c":null}'), { a: "1" });
  assert.deepEqual(parse_base("]"), {});
});
