import { entity } from "~/domain/kernel/entity.ts";
import { z } from "zod";
import { long_text, ref, text } from "~/domain/kernel/fields.ts";

/** Somebody looked over what a person may do, and left it at that. */
export const access_review = entity("access_review", {
  table: "access_reviews",
  permission: "access-reviews",
  label: "Access review",
  plural: "Access reviews",
  icon: "clipboard-check",
  label_field: "reviewed_by_label",
  hidden: true,
  readonly: true,
  fields: {
    person_id: ref("person").meta({ filter: true, list: true }),
    reviewed_by_id: ref("person").nullish().meta({ filter: true }),
    reviewed_by_label: text(160).meta({ list: true, label: "Reviewed by" }),
    note: long_text(2_000).nullish().meta({ list: true }),
    rights: z.array(z.string()).default([]).meta({ kind: "tags", label: "Rights at that time" }),
  },
});
