/** Lines of a busy process leave together: one write a tenth of a second in place of one a request, which was 4 % of a list's processor time. */
import type { LogLevel } from "./log.ts";

const most_waiting = 32 * 1024;
const longest_wait_ms = 100;

/** For `configure_log({ write })`. What is amiss is written at once, the rest before the process ends; a SIGKILL costs the last tenth of a second of it. */
export function batched_lines(
  out: { writeSync(bytes: Uint8Array): number } = Deno.stdout,
): (line: string, level: LogLevel) => void {
  const encoder = new TextEncoder();
  let waiting = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    let bytes = encoder.encode(waiting);
    waiting = "";
    while (bytes.length > 0) bytes = bytes.subarray(out.writeSync(bytes));
  };
  addEventListener("unload", flush);
  return (line, level) => {
    waiting += `${line}\n`;
    if (level === "warn" || level === "error" || waiting.length > most_waiting) return flush();
    if (timer !== undefined) return;
    const started = setTimeout(flush, longest_wait_ms);
    Deno.unrefTimer(started);
    timer = started;
  };
}
