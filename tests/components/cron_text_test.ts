import assert from "node:assert/strict";
import { cron_text } from "~/components/system/cron_text.ts";

Deno.test("cron_text() says a cron line in words, and leaves one alone that it cannot read", () => {
  assert.equal(cron_text("15 2 * * *"), "At 02:15");
  assert.equal(cron_text("0 9 * * 1-5"), "At 09:00, Monday through Friday");
  assert.equal(cron_text("a b c"), "a b c");
});
