import { entity } from "~/domain/kernel/entity.ts";
import { long_text, text, url } from "~/domain/kernel/fields.ts";

export const organization = entity("organization", {
  table: "organizations",
  permission: "organizations",
  label: "Organization",
  plural: "Organizations",
  icon: "building-2",
  label_field: "name",
  fields: {
    name: text(160).meta({ search: true, sort: true, list: true }),
    legal_name: text(200).nullish().meta({ search: true, list: true }),
    tax_id: text(80).nullish().meta({ label: "Tax ID" }),
    domain: text(120).nullish().meta({
      search: true,
      list: true,
      hint: "E-mail domain of its people, such as example.org",
    }),
    website: url().nullish(),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});
