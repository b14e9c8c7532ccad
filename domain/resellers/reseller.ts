import { entity } from "~/domain/kernel/entity.ts";
import { email, long_text, phone, text } from "~/domain/kernel/fields.ts";

export const reseller = entity("reseller", {
  table: "resellers",
  permission: "resellers",
  label: "Reseller",
  plural: "Resellers",
  icon: "handshake",
  label_field: "name",
  fields: {
    name: text(160).meta({ search: true, list: true }),
    code: text(60).meta({ search: true, list: true, hint: "Short and unique, such as NORTH" }),
    contact_email: email().nullish().meta({ list: true }),
    contact_phone: phone().nullish().meta({ list: true }),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});
