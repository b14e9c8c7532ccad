import assert from "node:assert/strict";
import { counted, humanise, plural } from "~/domain/kernel/text/label.ts";
import { slug } from "~/domain/kernel/text/slug.ts";

Deno.test("humanise() reads a column aloud", () => {
  const table: Record<string, string> = {
    assigned_to_id: "Assigned to",
    resolved_at: "Resolved",
    is_active: "Active",
    ont_sn: "ONT SN",
    sla_policy_ids: "SLA policy",
    firstResponseAt: "First response",
    HTTPStatus: "HTTP status",
    id: "ID",
    "work-order": "Work order",
    at: "At",
    "": "",
  };
  for (const [key, label] of Object.entries(table)) assert.equal(humanise(key), label, key);
});

Deno.test("plural() knows the nouns of the trade", () => {
  const table: Record<string, string> = {
    ticket: "tickets",
    splice_closure: "splice_closures",
    company: "companies",
    survey: "surveys",
    address: "addresses",
    status: "statuses",
    branch: "branches",
    Person: "People",
    "Work order": "Work orders",
    equipment: "equipment",
    analysis: "analyses",
    SLA: "SLAs",
    fiber_box: "fiber_boxes",
  };
  for (const [one, many] of Object.entries(table)) assert.equal(plural(one), many);
  assert.deepEqual([counted(1, "ticket"), counted(0, "ticket"), counted(1204, "company")], [
    "1 ticket",
    "0 tickets",
    "1,204 companies",
  ]);
});

Deno.test("slug() keeps words whole, accents off and other scripts on", () => {
  assert.equal(slug("Ijọba's Größte Straße & Söhne!"), "ijobas-grosste-strasse-sohne");
  assert.equal(slug("one two three", 9), "one-two");
  assert.equal(slug("x".repeat(80)), "x".repeat(60));
  assert.equal(slug("光ファイバー 工事"), "光ファイバー-工事");
  assert.equal(slug("../../!!"), "");
});
