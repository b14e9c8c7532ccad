import assert from "node:assert/strict";
import { counted, line_of } from "~/tests/support/test_counts.ts";

Deno.test("the report of deno test is counted, with steps, ignored tests and colours", () => {
  assert.deepEqual(counted("ok | 5 passed | 0 failed (2s)", 0), { passed: 5, failed: 0, skipped: 0 });
  assert.deepEqual(counted("\x1b[31mFAILED\x1b[0m | 29 passed (3 steps) | 3 failed (1 step) | 2 ignored (31s)", 1), {
    passed: 29,
    failed: 3,
    skipped: 2,
  });
  assert.equal(line_of({ passed: 5, failed: 0, skipped: 2 }), "5 passed, 0 failed, 2 skipped");
});

Deno.test("a run that breaks without a report, or fails after a good one, is a failure", () => {
  assert.deepEqual(counted("error: Module not found", 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(counted("ok | 5 passed | 0 failed (2s)", 1), { passed: 5, failed: 1, skipped: 0 });
});
