/** What a reviewer does: to mark a person as looked over, and to take the list away. Rights are taken by the verbs of grants. */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { RowOf } from "~/domain/kernel/entity.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { access_review } from "./access_review.ts";
import { demand_step_up } from "./step_up.ts";
import { demand_person } from "./within.ts";

export const access_reviews = manager(access_review);
export const review_input = z.strictObject({
  note: z.string().trim().max(2_000).refine(
    (text) => !text.includes("\u0000"),
    "must not contain NUL characters: remove them",
  )
    .nullish(),
});

/**
 * Notes who looked over a person's rights of now, and when.
 * @throws DomainError 404 for nobody, 422 for oneself: a review by its own subject is none
 */
export async function mark_reviewed(
  tx: Tx,
  person_id: string,
  input: z.input<typeof review_input> = {},
): Promise<RowOf<(typeof access_review)["fields"]>> {
  demand(tx.actor, "access-reviews:create");
  const { note } = validated(review_input, input);
  const name = await demand_person(tx, person_id);
  if (person_id === tx.actor.person_id) {
    throw invalid("person_id", name, "is yourself", "Somebody else has to review what you may do.");
  }
  const [row] = await tx.sql<{ rights: string[] }[]>`
    select to_jsonb(rights_of(${person_id}::text::uuid, ${tx.now().toString()}::text::timestamptz)) as rights`;
  return await access_reviews.insert(tx, {
    person_id,
    reviewed_by_id: tx.actor.person_id,
    reviewed_by_label: tx.actor.label,
    note: note || null,
    rights: row?.rights ?? [],
  });
}

/** Before the file is written: the permission, a fresh proof of who one is, and an entry in the trail. */
export async function begin_review_export(tx: Tx, filters: string): Promise<void> {
  demand(tx.actor, "access-reviews:export");
  await demand_step_up(tx);
  tx.audit({
    action: "access_review.exported",
    entity_type: access_review.name,
    entity_id: "00000000-0000-0000-0000-000000000000",
    entity_label: filters.slice(0, 300) || null,
    subscriber_id: null,
    changes: {},
  });
}
