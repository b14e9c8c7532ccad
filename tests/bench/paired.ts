/** Two ways of the same work, turn about in one run: what else the machine does meets both alike. */

export interface Pair {
  /** Milliseconds, the median of each. */
  one: number;
  other: number;
  /** The median of the rounds' ratios, one to the other. */
  ratio: number;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed(work: () => Promise<unknown>, times: number): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < times; n++) await work();
  return (performance.now() - start) / times;
}

/** @param times of each in one round, so that a round outlasts the clock's grain and a passing disturbance */
export async function paired(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
  { rounds = 301, times = 10 } = {},
): Promise<Pair> {
  await timed(one, 20); // plans are made, code is compiled
  await timed(other, 20);
  const seen = { one: [] as number[], other: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const order: ("one" | "other")[] = round % 2 ? ["one", "other"] : ["other", "one"];
    for (const which of order) seen[which].push(await timed(which === "one" ? one : other, times));
  }
  return {
    one: median(seen.one),
    other: median(seen.other),
    ratio: median(seen.one.map((value, at) => value / (seen.other[at] ?? Number.NaN))),
  };
}
