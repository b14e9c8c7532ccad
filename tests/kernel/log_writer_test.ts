import assert from "node:assert/strict";
import { batched_lines } from "~/domain/kernel/log_writer.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

/** Takes three bytes at a time, as a pipe that is nearly full would. */
function narrow_pipe() {
  let text = "";
  return {
    writeSync(bytes: Uint8Array) {
      text += new TextDecoder().decode(bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
    text: () => text,
  };
}

Deno.test("batched_lines() writes every line whole and in order: in a moment, or at once with what is amiss", async () => {
  const pipe = narrow_pipe();
  const write = batched_lines(pipe);
  write("first", "info");
  write("second", "info");
  assert.equal(pipe.text(), "");
  await wait_for("the batch", () => pipe.text() === "first\nsecond\n");
  write("third", "info");
  write("broken", "error");
  assert.equal(pipe.text(), "first\nsecond\nthird\nbroken\n");
});
