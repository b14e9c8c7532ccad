/** Reads what `deno test` counted from the last line of its report. */

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };
/** A run that broke before it could count is one failure, never a silent success. */
export const failed_run: Counts = { passed: 0, failed: 1, skipped: 0 };

/** `FAILED | 29 passed (3 steps) | 3 failed | 1 ignored (31s)` */
const summary =
  /^(?:ok|FAILED) \| (\d+) passed(?: \(.*?\))? \| (\d+) failed(?: \(.*? steps?\))?(?: \| (\d+) ignored)?/gm;

export function counted(output: string, code: number): Counts {
  // deno-lint-ignore no-control-regex
  const last = [...output.replace(/\x1b\[[\d;]*m/g, "").matchAll(summary)].at(-1);
  const counts = last ? { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) } : nothing;
  return code !== 0 && counts.failed === 0 ? add(counts, failed_run) : counts;
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function line_of({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
