import process from "node:process";

/** Milliseconds of processor time that `work` takes, its threads included. Unlike the clock on the wall it does not grow when the machine is busy with others. */
export async function cpu_time(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
