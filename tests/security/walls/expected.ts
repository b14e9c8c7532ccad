/** What an answer must be, computed from what a way in declares and what the caller's role holds. Nothing is listed by route. */
import { permission_keys } from "~/domain/access/mod.ts";
import { is_portal_page, portal_of_path } from "~/routes/(_web)/portals.ts";
import type { Asked } from "./asking.ts";
import type { Whose } from "./addresses.ts";
import type { Way } from "./registry.ts";
import { review_of } from "./reviewed.ts";
import type { Caller } from "./world.ts";

/**
 * - `in`: let in. What was sent may still be refused as invalid, or for a further key that the refusal names.
 * - `door`: led to the sign-in of the address's own portal.
 * - `401`, `403`: as they say. `403` names the key.
 * - `404`: like an id that nobody has, to the letter.
 */
export type Verdict = "in" | "door" | "401" | "403" | "404";

export function verdict_of(way: Way, caller: Caller | null, whose: Whose | null): Verdict {
  if (way.keys.includes("public")) return "in";
  const door = portal_of_path(way.path);
  if (caller?.is_key && caller.audience !== door.audience) return "404";
  if (!caller || caller.audience !== door.audience) {
    const led = way.kind === "page" && way.method === "GET" &&
      (is_portal_page(way.path) || way.path.endsWith("/step-up"));
    return led ? "door" : "401";
  }
  // What is a person's own stands under no scope.
  const for_keys = review_of(way.path, "signed-in")?.for_keys === true;
  const own = way.keys.includes("signed-in") && (caller.is_key ? way.endpoint?.keys === true : !for_keys);
  if (!own && !way.keys.some((key) => key !== "signed-in" && caller.permissions.has(key))) return "403";
  return whose === null || whose === "own" || (whose === "foreign" && caller.audience === "admin") ? "in" : "404";
}

const keys = permission_keys().map(({ key }) => key);

/** @returns what is wrong with the answer, or null */
export function problem_with(verdict: Verdict, way: Way, caller: Caller | null, answer: Asked): string | null {
  const { status, location, text } = answer;
  if (way.keys.some((key) => review_of(way.path, key)?.also?.includes(status))) return null;
  const wrong = status >= 500 || !fits(verdict, way, caller, answer);
  return wrong
    ? `${verdict} expected, ${status} ${
      location || text.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").slice(0, 200)
    }`
    : null;
}

function fits(verdict: Verdict, way: Way, caller: Caller | null, { status, location, text, said }: Asked): boolean {
  switch (verdict) {
    case "401":
      return status === 401;
    case "door":
      return status === 303 && location.startsWith(portal_of_path(way.path).sign_in);
    case "403":
      // What takes a sign-in, or an API key, alone names no key that could be missing.
      return status === 403 &&
        (way.keys.includes("signed-in") || way.keys.some((key) => (text + said).includes(key)));
    case "404":
      // A body is held against its schema before its target is looked for; that tells nothing of the target.
      return status === 404 ||
        ((way.method !== "GET" || way.endpoint?.query !== undefined) && [400, 415, 422].includes(status));
    case "in":
      if (way.keys.includes("public")) return status < 500 && (status !== 404 || way.kind === "direct");
      if (status === 403) return keys.some((key) => (text + said).includes(key) && lacks(way, caller, key));
      return status !== 401 && status !== 404 && !/\/auth\/sign-in/.test(location);
  }
}

/** A key that is asked for beyond the declared one: a move of a state, a part's own. */
const lacks = (way: Way, caller: Caller | null, key: string): boolean =>
  !caller?.permissions.has(key) && !way.keys.includes(key);
