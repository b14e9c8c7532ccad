import { z } from "zod";
import { entity } from "~/domain/kernel/entity.ts";
import { integer, ref, tags, text } from "~/domain/kernel/fields.ts";

/** A list as somebody wants to see it again: filters, order and columns under a name. Without a person it is shared by all staff. */
export const saved_view = entity("saved_view", {
  table: "saved_views",
  permission: "saved-views",
  label: "Saved view",
  plural: "Saved views",
  icon: "bookmark",
  label_field: "name",
  order: { by: "created_at", dir: "asc" },
  hidden: true,
  fields: {
    entity_type: text(60).meta({ filter: true, create_only: true, hint: "Name of the list's entity, such as ticket" }),
    name: text(80).meta({ list: true }),
    query: z.string().max(2_000).meta({
      kind: "text",
      list: true,
      hint: "Filters as in the list's address, such as status=open&priority=urgent",
    }),
    columns: tags().default([]),
    person_id: ref("person").nullish().meta({ label: "Owner", readonly: true, filter: true }),
    position: integer(0, 10_000).default(0),
  },
});
