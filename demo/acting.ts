import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { demo_accounts } from "./accounts.ts";

/** Person ids by user name. */
export type Accounts = Map<string, string>;

/** One of the demo's people, so that the timeline reads like a day at work. */
export function acting(name: string, accounts: Accounts): Actor {
  const account = demo_accounts.find((each) => each.username === name);
  return { ...job_actor("demo"), kind: "staff", label: account?.name ?? name, person_id: accounts.get(name) ?? null };
}
