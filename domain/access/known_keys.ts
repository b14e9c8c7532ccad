/** Whether keys may stand in a role or a grant: they exist, and are for whom the role is. */
import { type FieldProblem, invalid_many, problem } from "~/domain/kernel/errors.ts";
import { key_audience, type KeyAudience, permission_grant, permission_set } from "~/domain/kernel/permissions.ts";
import { permission_keys } from "./permission_keys.ts";

const of_audience: Record<KeyAudience, string> = {
  admin: "staff",
  portal: "customers",
  reseller: "resellers",
  vendor: "vendors",
};
const table = "GET /api/v1/permissions and the page of permissions list all of them.";

/**
 * @param audience whom the role is for; null for a grant, whose key says it itself
 * @throws DomainError 422 that names each key and what to write in its place
 */
export function check_keys(keys: readonly string[], audience: KeyAudience | null, field: string): void {
  const known = permission_keys().map(({ key }) => key);
  const problems = keys.flatMap((key) => key_problem(key, audience, field, known) ?? []);
  if (problems.length > 0) throw invalid_many(problems);
}

function key_problem(
  key: string,
  audience: KeyAudience | null,
  field: string,
  known: readonly string[],
): FieldProblem | null {
  if (!permission_grant.test(key)) {
    return problem(field, key, "is no permission key", `Write one such as tickets:read, or tickets:*. ${table}`);
  }
  if (audience && key_audience(key) !== audience) {
    const remedy = audience === "admin"
      ? "Make a role of that portal for it."
      : `Use keys that begin with ${audience}:, or ${audience}:* for all of them.`;
    return problem(
      field,
      key,
      `is a right of ${of_audience[key_audience(key)]}, and this role is for ${of_audience[audience]}`,
      remedy,
    );
  }
  const covers = permission_set([key]);
  if (known.some((each) => covers.has(each))) return null;
  const domain = key.replace(/:[^:]*$/, ":");
  const near = known.filter((each) => each.startsWith(domain));
  return problem(
    field,
    key,
    key.endsWith("*") ? "covers no permission that exists" : "is no permission that exists",
    near.length > 0 ? `There are ${near.join(", ")}.` : table,
  );
}
