import { entity } from "~/domain/kernel/entity.ts";
import { long_text, point, text } from "~/domain/kernel/fields.ts";

/** An address and its point on the map: a service address, a depot, a cabinet's street. One place for all of them. */
export const site = entity("site", {
  table: "sites",
  permission: "sites",
  label: "Site",
  plural: "Sites",
  icon: "map-pin",
  label_field: "label",
  scope: {
    customer: "id in (select s.site_id from subscribers s where s.id = any ((select app_subscriber_ids())::uuid[]))",
    reseller: "id in (select s.site_id from subscribers s where s.id in (select app_reseller_subscriber_ids()))",
    vendor: "id in (select app_vendor_site_ids())",
  },
  fields: {
    label: text(300).meta({ readonly: true, list: true }),
    name: text(120).nullish().meta({ search: true, hint: "Building or estate" }),
    address_line1: text(160).meta({ label: "Street", search: true }),
    address_line2: text(160).nullish().meta({ label: "Unit or floor" }),
    city: text(80).nullish().meta({ search: true, list: true, filter: true }),
    region: text(80).nullish().meta({ list: true }),
    postal_code: text(20).nullish().meta({ search: true }),
    country_code: text(2).toUpperCase().nullish().meta({ label: "Country", hint: "Two letters, such as NG" }),
    location: point().nullish().meta({ label: "Location" }),
    access_notes: long_text().nullish().meta({ staff_only: true, hint: "Gate codes, dogs, whom to ask" }),
  },
});
