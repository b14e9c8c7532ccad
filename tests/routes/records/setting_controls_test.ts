import assert from "node:assert/strict";
import { z } from "zod";
import "~/domain/all.ts";
import { all_settings } from "~/domain/kernel/settings.ts";
import { control_names, control_of, control_texts, control_value } from "~/routes/(_web)/setting_controls.ts";

Deno.test("every declared setting comes back from its controls as the value it was", () => {
  for (const spec of all_settings()) {
    const name = `${spec.domain}.${spec.key}`;
    const control = control_of(spec.schema);
    const texts = control_texts(name, control, spec.fallback);
    assert.deepEqual(Object.keys(texts), control_names(name, control), name);
    assert.deepEqual(control_value(name, control, texts), spec.fallback, name);
  }
});

Deno.test("control_of() reads bounds, choices and emptiness off the schema", () => {
  assert.deepEqual(control_of(z.int().min(1).max(9)), { kind: "number", whole: true, nullable: false, min: 1, max: 9 });
  assert.deepEqual(control_of(z.enum(["a", "b"]).nullable()), { kind: "choice", options: ["a", "b"], nullable: true });
  assert.deepEqual(control_of(z.boolean()), { kind: "boolean" });
  assert.equal(control_of(z.array(z.string())).kind, "json");
});

Deno.test("control_value() leaves a text that is no number to the schema, and an empty one is null where that is allowed", () => {
  const control = control_of(z.number().nullable());
  assert.equal(control_value("x", control, { x: "" }), null);
  assert.equal(control_value("x", control, { x: "many" }), "many");
});
