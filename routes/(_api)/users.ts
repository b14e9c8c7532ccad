/** Rights of people: roles, direct grants, and what they come to. */
import { z } from "zod";
import {
  explain_permissions,
  get_user,
  grant_input,
  grant_permission,
  grant_role,
  list_grants,
  list_users,
  revoke_permission,
  revoke_role,
} from "~/domain/access/mod.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { after_of, paging } from "./name_paging.ts";
import { permission, role_name } from "./roles.ts";

const tag = "Users";
const user_role = role_name.extend({
  audience: z.string(),
  expires_at: z.string().nullable(),
  granted_by: z.string().nullable(),
  provider: z.string().nullable().meta({ description: "The identity provider whose claims gave it" }),
  granted_at: z.string(),
});
const user = z.object({
  person_id: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  username: z.string().nullable(),
  locked_until: z.string().nullable(),
  is_locked: z.boolean(),
  failed_attempts: z.int(),
  last_sign_in_at: z.string().nullable(),
  password_changed_at: z.string().nullable(),
  roles: z.array(user_role),
  grants: z.int(),
  open_sessions: z.int(),
});
const grant = z.object({
  id: z.string(),
  person_id: z.string(),
  key: z.string(),
  audience: z.string(),
  reason: z.string(),
  granted_by_id: z.string().nullable(),
  granted_by: z.string().nullable(),
  granted_at: z.string(),
  expires_at: z.string().nullable(),
});
const named = z.object({ id: z.string(), name: z.string() });
const source = z.object({
  kind: z.enum(["role", "grant"]),
  via: z.string(),
  role: role_name.nullable(),
  grant_id: z.string(),
  reason: z.string().nullable(),
  granted_by: named.nullable(),
  granted_at: z.string(),
  expires_at: z.string().nullable(),
});
const explanation = z.object({
  person: named.extend({ is_active: z.boolean(), can_sign_in: z.boolean() }),
  held: z.int(),
  groups: z.array(z.object({
    domain: z.string(),
    audience: z.string(),
    label: z.string(),
    wildcard: z.string(),
    keys: z.array(permission.extend({ allowed: z.boolean(), sources: z.array(source) })),
  })),
});
const given_role = z.strictObject({
  role: z.string().min(1).max(60).describe("Key of the role"),
  expires_at: z.iso.datetime({ offset: true }).nullish().describe(
    "When it ends; null for never. Left out, a role that the person holds already stays as it is",
  ),
});

export const user_routes: Endpoint[] = [
  reading(
    "/users",
    {
      permission: "users:read",
      tag,
      summary: "Everybody with a sign-in, a role or a grant, by name",
      query: paging.extend({ q: z.string().max(200).optional(), role: z.string().max(60).optional() }),
      returns: z.object({ items: z.array(user), count: z.int(), more: z.boolean() }),
    },
    (tx, { query: { q = "", role = "", limit = 50, ...place } }) =>
      list_users(tx, { q, role, limit, after: after_of(place) }),
  ),
  reading("/users/{id}", { permission: "users:read", tag, summary: "Get one user", returns: user }, async (
    tx,
    { params },
  ) => (await get_user(tx, param(params))).user),
  reading("/users/{id}/roles", {
    permission: "users:read",
    tag,
    summary: "Roles that a person holds now",
    returns: z.object({ items: z.array(user_role) }),
  }, async (tx, { params }) => ({ items: (await get_user(tx, param(params))).user.roles })),
  verb("POST", "/users/{id}/roles", {
    permission: "users:manage",
    tag,
    summary: "Give a role, for good or to an end; again for another end",
    body: given_role,
    returns: z.object({ items: z.array(user_role) }),
    status: 201,
  }, async (tx, { params, body }) => {
    await grant_role(tx, param(params), body.role, body.expires_at);
    return { items: (await get_user(tx, param(params))).user.roles };
  }),
  verb("DELETE", "/users/{id}/roles/{role}", {
    permission: "users:manage",
    tag,
    summary: "Take a role away, by its key",
    status: 204,
  }, (tx, { params }) => revoke_role(tx, param(params), param(params, "role"))),
  reading("/users/{id}/grants", {
    permission: "users:read",
    tag,
    summary: "Direct grants that a person holds now",
    returns: z.object({ items: z.array(grant) }),
  }, async (tx, { params }) => ({ items: await list_grants(tx, param(params)) })),
  verb("POST", "/users/{id}/grants", {
    permission: "users:manage",
    tag,
    summary: "Give one permission, for a reason, best to an end; again for another",
    body: grant_input,
    returns: grant,
    status: 201,
  }, (tx, { params, body }) => grant_permission(tx, param(params), body)),
  verb("DELETE", "/users/{id}/grants/{grant_id}", {
    permission: "users:manage",
    tag,
    summary: "Take a direct grant away",
    status: 204,
  }, (tx, { params }) => revoke_permission(tx, param(params), param(params, "grant_id"))),
  reading("/users/{id}/permissions", {
    permission: "users:read",
    tag,
    summary: "What a person can do and why: every key with each role and grant that it comes from",
    query: z.strictObject({
      q: z.string().max(200).optional(),
      show: z.enum(["all", "held", "missing"]).optional(),
    }),
    returns: explanation,
  }, (tx, { params, query: { q = "", show = "all" } }) => explain_permissions(tx, param(params), { q, show })),
];
