/**
 * Real sign-ins, password and all, at a steady rate, beside people who read a list at a steady rate: what a Monday
 * morning does to those who work already. Arrivals keep their time whatever the answers take, as people do.
 */
import { demo_accounts, demo_password } from "~/demo/accounts.ts";

export interface SignIns {
  /** Sign-ins that were answered with a session, a second. */
  per_second: number;
  p95: number;
  /** Milliseconds of the list's readers, without sign-ins and beside them. */
  others_alone_p95: number;
  others_p95: number;
}

const quantile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** Begins `work` so many times a second and waits for all of it. @returns milliseconds of each */
async function steadily(per_second: number, seconds: number, work: (nth: number) => Promise<void>): Promise<number[]> {
  const start = performance.now();
  const times: number[] = [];
  const running: Promise<void>[] = [];
  for (let nth = 0; nth < per_second * seconds; nth++) {
    const due = start + (nth * 1000) / per_second;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    // From the moment that it was due: what waits because the machine is behind counts.
    running.push(work(nth).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(running);
  return times;
}

export async function measure_sign_ins(url: string, token: string, { rate = 20, seconds = 10 } = {}): Promise<SignIns> {
  const staff = demo_accounts.filter(({ role }) => role === "agent" || role === "dispatcher");
  const sign_in = async (nth: number) => {
    const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: staff[nth % staff.length]?.username, password: demo_password, portal: "admin" }),
    });
    if (!answer.ok) throw new Error(`Sign-in: ${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  };
  const read = async () => {
    const answer = await fetch(`${url}/api/v1/tickets?status=open&limit=20`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`List: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  await steadily(rate, 2, sign_in); // the workers start
  const alone = await steadily(20, seconds, read);
  const start = performance.now();
  const [signed_in, beside] = await Promise.all([
    steadily(rate, seconds, sign_in).then((times) => ({ times, seconds: (performance.now() - start) / 1000 })),
    steadily(20, seconds, read),
  ]);
  return {
    per_second: signed_in.times.length / signed_in.seconds,
    p95: quantile(signed_in.times, 0.95),
    others_alone_p95: quantile(alone, 0.95),
    others_p95: quantile(beside, 0.95),
  };
}
