/** Roles, and the table of what they can hold. */
import { z } from "zod";
import { copy_role, holders_of, permission_groups, retire_role, role, role_copy, roles } from "~/domain/access/mod.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { after_of, paging } from "./name_paging.ts";

const tag = "Roles";
export const permission = z.object({
  key: z.string(),
  description: z.string(),
  audience: z.string(),
  domain: z.string(),
  action: z.string(),
});
export const role_name = z.object({ id: z.string(), key: z.string(), name: z.string() });
const holder = z.object({
  person_id: z.string(),
  name: z.string(),
  can_sign_in: z.boolean(),
  sources: z.array(z.object({
    kind: z.enum(["role", "grant"]),
    via: z.string(),
    role: role_name.nullable(),
    reason: z.string().nullable(),
    expires_at: z.string().nullable(),
  })),
});

export const role_routes: Endpoint[] = [
  ...crud(roles),
  verb("POST", `/${role.path}/{id}/copy`, {
    permission: "roles:create",
    tag,
    summary: "Make a role of one's own that begins as this one, a built-in one perhaps",
    body: role_copy,
    returns: role.read,
    status: 201,
  }, (tx, { params, body }) => copy_role(tx, param(params), body)),
  verb("POST", `/${role.path}/{id}/retire`, {
    permission: "roles:delete",
    tag,
    summary: "Retire a role and give everybody who holds it another, to the same end",
    body: z.strictObject({ move_to: z.string().max(60).nullish().describe("Key of the role that its holders get") }),
    returns: z.object({ moved: z.int() }),
  }, (tx, { params, body, version }) => retire_role(tx, param(params), body.move_to ?? null, version)),
  reading("/permissions", {
    permission: "users:read",
    tag,
    summary: "Every permission key with what it allows, in groups",
    returns: z.object({
      items: z.array(permission),
      groups: z.array(
        z.object({ domain: z.string(), audience: z.string(), label: z.string(), wildcard: z.string() }),
      ),
    }),
  }, () => {
    const groups = permission_groups();
    return Promise.resolve({
      items: groups.flatMap((group) => group.keys),
      groups: groups.map(({ keys: _keys, ...group }) => group),
    });
  }),
  reading(
    "/permissions/{key}/holders",
    {
      permission: "users:read",
      tag,
      summary: "Everybody who holds a permission, and by what",
      query: paging,
      returns: z.object({
        permission,
        items: z.array(holder),
        count: z.int(),
        more: z.boolean(),
        roles: z.array(role_name.extend({ via: z.string() })),
      }),
    },
    (tx, { params, query }) =>
      holders_of(tx, param(params, "key"), { after: after_of(query), ...(query.limit ? { limit: query.limit } : {}) }),
  ),
];
