/** The filters of the access review as an address holds them: one reading for page, file and endpoint. */
import type { Audience, ReviewQuery } from "~/domain/access/mod.ts";
import { invalid_many, problem } from "~/domain/kernel/errors.ts";

export const review_flags = ["dormant", "administrators", "lasting", "unreviewed"] as const;
export type ReviewFlag = typeof review_flags[number];
export const review_audiences: readonly Audience[] = ["admin", "portal", "reseller", "vendor"];

/** Everything but the place in the list. @throws DomainError 422 that names each value at fault */
export function review_query(search: URLSearchParams): ReviewQuery {
  const audience = search.get("audience") || null;
  const known = review_audiences.find((each) => each === audience) ?? null;
  const problems = audience && !known
    ? [problem("audience", audience, `must be one of ${review_audiences.join(", ")}`, "Leave it out for everybody.")]
    : [];
  const query: ReviewQuery = { audience: known, q: (search.get("q") ?? "").slice(0, 200) };
  for (const flag of review_flags) {
    const value = search.get(flag) || "false";
    if (value !== "true" && value !== "false") problems.push(problem(flag, value, "must be true or false"));
    query[flag] = value === "true";
  }
  if (problems.length > 0) throw invalid_many(problems);
  return query;
}
