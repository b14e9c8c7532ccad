import { address_of } from "./addresses.ts";
import { ask } from "./asking.ts";
import { verdict_of } from "./expected.ts";
import { named, type Way } from "./registry.ts";
import type { Walls } from "./world.ts";

/** Every write by cookie: without a token, with another browser's, and from another site. All of it is refused before anything is looked at. */
export async function csrf_problems(walls: Walls, ways: readonly Way[]): Promise<string[]> {
  const problems: string[] = [];
  for (const way of ways) {
    if (way.method === "GET" || way.method === "*" || way.path.includes("/hooks/")) continue;
    const people = walls.callers.filter((each) => !each.is_key);
    const caller = people.find((each) => verdict_of(way, each, "own") === "in") ?? people[0] ?? null;
    const path = address_of(walls, way, caller, "own");
    for (const forgery of ["no token", "another's token", "another site"] as const) {
      // What is public is walked with a session too: signing somebody out or in is an effect on them.
      const answer = await ask(walls, walls.asked, { way, path, caller, by_cookie: true, forgery });
      if (answer.status !== 403 || !/csrf|another site|token is missing/.test(answer.text)) {
        problems.push(`${named(way)}, ${forgery}: ${answer.status} ${answer.location}`);
      }
    }
  }
  return problems;
}
