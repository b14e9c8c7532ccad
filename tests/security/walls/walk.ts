/** The walk: every way in, as everybody, with one's own ids, somebody else's, nobody's and malformed ones. */
import { address_of, form_of, has_id, type Whose } from "./addresses.ts";
import { ask, type Asked } from "./asking.ts";
import { problem_with, verdict_of } from "./expected.ts";
import { marks_in } from "./rows.ts";
import { named, type Way } from "./registry.ts";
import type { Caller, Walls } from "./world.ts";

export interface Step {
  who: string;
  way: string;
  whose: string;
  expected: string;
  status: number;
  problem: string | null;
}

export async function walk(walls: Walls, ways: readonly Way[], may_show: MayShowTo): Promise<Step[]> {
  const steps: Step[] = [];
  for (const caller of [null, ...walls.callers]) {
    for (const way of ways) {
      const answers = new Map<Whose, string>();
      for (const whose of kinds_of(way, caller)) {
        const { step, answer, path } = await take(walls, way, caller, whose);
        const outside = !caller || caller.audience !== "admin";
        if (outside) step.problem ??= shown(answer, may_show(caller));
        answers.set(whose, plain(answer, path));
        if (outside && whose === "unknown" && answers.has("foreign") && answers.get("foreign") !== answers.get(whose)) {
          step.problem ??= `a foreign id is told from one that nobody has: ${answers.get("foreign")?.slice(0, 150)} / ${
            answers.get(whose)?.slice(0, 150)
          }`;
        }
        steps.push(step);
      }
    }
  }
  return steps;
}

/** What makes a difference: a door that stays shut is shut for every id. */
function kinds_of(way: Way, caller: Caller | null): Whose[] {
  if (caller?.is_key && way.kind !== "endpoint") return [];
  const shut = verdict_of(way, caller, "own") !== "in";
  if (!has_id(way) || shut) return ["own"];
  if (caller?.audience !== "admin") return ["own", "foreign", "unknown", "malformed"];
  return caller.role === "administrator" ? ["own", "unknown", "malformed"] : ["own", "unknown"];
}

async function take(walls: Walls, way: Way, caller: Caller | null, whose: Whose) {
  const verdict = verdict_of(way, caller, has_id(way) ? whose : null);
  const path = address_of(walls, way, caller, whose);
  const answer = await ask(walls, verdict === "in" ? walls.tried : walls.asked, {
    way,
    path,
    caller,
    form: form_of(walls, way, caller, "own"),
  });
  const step: Step = {
    who: caller?.role ?? "nobody",
    way: named(way),
    whose: has_id(way) ? whose : "",
    expected: verdict,
    status: answer.status,
    problem: problem_with(verdict, way, caller, answer),
  };
  return { step, answer, path };
}

export type MayShow = (mark: { owner: string; table: string; column: string }) => boolean;
export type MayShowTo = (caller: Caller | null) => MayShow;

export function shown(answer: Asked, may_show: MayShow): string | null {
  const leaked = marks_in(answer.text + answer.location).filter((mark) => !may_show(mark));
  return leaked.length
    ? `shows ${[...new Set(leaked.map(({ owner, table, column }) => `${owner} ${table}.${column}`))].join(", ")}`
    : null;
}

/** An answer without what differs from one request to the next. */
export function plain({ status, location, text }: Asked, path: string): string {
  const ids = [...path.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)].map(([id]) => id);
  let body = text.replaceAll(/nonce="[^"]*"/g, "").replaceAll(/[\w-]{16,}\.[\w-]{40,}|[\w-]{8}\.[\w-]{22}/g, "csrf")
    .replaceAll(
      /"request_id":"[^"]*"/g,
      "",
    );
  for (const id of ids) body = body.replaceAll(id, "{id}");
  return `${status} ${location} ${body}`;
}

/** The failed steps as a table to read. */
export function table_of(steps: readonly Step[]): string {
  const lines = steps.map(({ who, way, whose, expected, status, problem }) =>
    `${who.padEnd(14)} ${whose.padEnd(9)} ${way.padEnd(60)} ${expected.padEnd(5)} ${status}  ${problem ?? ""}`
  );
  return [
    "",
    "who            id        way in                                                       want  got",
    ...lines,
  ].join("\n");
}
