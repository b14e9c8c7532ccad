/** Waits until something is so, instead of sleeping and hoping. */

export interface WaitOptions {
  /** Milliseconds in all. Default 5000. */
  within?: number;
  /** Milliseconds between looks. Default 20. */
  every?: number;
}

/**
 * Returns the first truthy answer of `look`. A throw counts as "not yet"; the last one is the cause of the failure.
 * @throws Error with `what` after the deadline.
 */
export async function wait_for<T>(
  what: string,
  look: () => T | Promise<T>,
  { within = 5000, every = 20 }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + within;
  let last: unknown;
  while (true) {
    try {
      const answer = await look();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${within} ms in vain: ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
