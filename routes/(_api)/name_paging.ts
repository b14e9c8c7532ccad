/** Paging of lists of people by name: the last of a page is sent along to get the next. */
import { z } from "zod";
import { invalid } from "~/domain/kernel/errors.ts";

export const paging = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  after_name: z.string().max(300).optional().describe("Name of the last person of the page before"),
  after_id: z.uuid().optional().describe("person_id of the last person of the page before"),
});

/** @throws DomainError 422 where only one of the two is given */
export function after_of(query: z.output<typeof paging>): { name: string; id: string } | null {
  const { after_name, after_id } = query;
  if (after_name === undefined && after_id === undefined) return null;
  if (after_name === undefined || after_id === undefined) {
    throw invalid(
      after_name === undefined ? "after_name" : "after_id",
      undefined,
      "is missing: a page begins after a name and an id",
      "Send both, from the last item of the page before.",
    );
  }
  return { name: after_name, id: after_id };
}
