import { entity } from "~/domain/kernel/entity.ts";
import { ref, text, timestamp } from "~/domain/kernel/fields.ts";
import { z } from "zod";

/** More than the table of permissions has, and an end to what a body may bring. */
export const most_scopes = 200;
export const most_addresses = 50;

const words = (most: number, longest: number) => z.array(z.string().trim().min(1).max(longest)).max(most);
export const scope_list = words(most_scopes, 80).min(1).meta({ kind: "tags" });
export const address_list = words(most_addresses, 60).meta({ kind: "tags" });

/** A program's way in, in the name of a member of staff. Secrets are rows of their own and no field of it: what selects a key cannot select one. */
export const api_key = entity("api_key", {
  table: "api_keys",
  permission: "api-keys",
  label: "API key",
  plural: "API keys",
  icon: "key",
  label_field: "name",
  readonly: true,
  fields: {
    name: text(120).meta({ list: true, search: true, sort: true }),
    owner_id: ref("person").meta({ list: true, label: "Owner" }),
    scopes: scope_list.meta({ label: "Permissions", list: true }),
    allowed_addresses: address_list.default([]).meta({
      list: true,
      hint: "Works from there alone; empty means from everywhere",
    }),
    expires_at: timestamp().nullish().meta({ list: true, sort: true, filter: true }),
    start: text(40).meta({ list: true, search: true, readonly: true, label: "Begins with" }),
    last_used_at: timestamp().nullish().meta({ list: true, sort: true, filter: true, readonly: true }),
    last_used_ip: text(60).nullish().meta({ list: true, readonly: true, label: "Last used from" }),
    rotated_at: timestamp().nullish().meta({ readonly: true }),
    previous_until: timestamp().nullish().meta({ readonly: true, label: "Old secret works until" }),
    revoked_at: timestamp().nullish().meta({ list: true, filter: true, readonly: true }),
    revoked_reason: text(500).nullish().meta({ readonly: true }),
    created_by_id: ref("person").nullish().meta({ readonly: true, label: "Created by" }),
  },
});
