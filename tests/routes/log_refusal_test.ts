import assert from "node:assert/strict";
import { demand } from "~/domain/kernel/actor.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { error_answer } from "~/routes/(_api)/answer.ts";
import { staff } from "../support/fixtures.ts";

Deno.test("a refused permission is logged with its key; what was merely wrong is not", () => {
  const lines: string[] = [];
  configure_log({ level: "info", format: "json", write: (line) => lines.push(line) });
  try {
    assert.throws(() => demand(staff("tickets:read"), "tickets:resolve"), (error) => {
      assert.equal(error_answer(error).status, 403);
      return true;
    });
    error_answer(invalid("subject", "x", "is too short"));
  } finally {
    configure_log({ level: "info", format: "json", write: (line) => console.log(line) });
  }
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "");
  assert.deepEqual([line.message, line.level, line.permission], ["refused", "warn", "tickets:resolve"]);
});
