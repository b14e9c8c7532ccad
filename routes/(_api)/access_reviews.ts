/** The access review: who may do what since when, and who looked it over. */
import { z } from "zod";
import { access_review_page, access_reviews, mark_reviewed, review_input } from "~/domain/access/mod.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, raw, reading, verb } from "./endpoint.ts";
import { after_of, paging } from "./name_paging.ts";
import { review_file } from "../(_web)/review_file.ts";

const tag = access_reviews.entity.plural;
const audience = z.enum(["admin", "portal", "reseller", "vendor"]);
const flag = z.enum(["true", "false"]).optional();
const filters = z.strictObject({
  audience: audience.optional().describe("Rights of this portal; everybody's without it"),
  q: z.string().max(200).optional(),
  dormant: flag.describe("No sign-in for 90 days"),
  administrators: flag.describe("With every right of staff"),
  lasting: flag.describe("With a right that has no end"),
  unreviewed: flag.describe("Not reviewed for 90 days, or with other rights since"),
});
const right = z.object({
  kind: z.enum(["role", "grant"]),
  key: z.string(),
  name: z.string(),
  audience: z.string(),
  grant_id: z.string(),
  role_id: z.string().nullable(),
  reason: z.string().nullable(),
  granted_by: z.string().nullable(),
  granted_at: z.string(),
  expires_at: z.string().nullable(),
  is_everything: z.boolean(),
});
const reviewed_person = z.object({
  person_id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  can_sign_in: z.boolean(),
  last_sign_in_at: z.string().nullable(),
  dormant_since: z.string(),
  is_dormant: z.boolean(),
  has_second_factor: z.boolean(),
  rights: z.array(right),
  last_review: z.object({
    at: z.string(),
    by: z.string(),
    note: z.string().nullable(),
    changed_since: z.boolean(),
  }).nullable(),
});

export const access_review_routes: Endpoint[] = [
  reading("/access-review", {
    permission: "access-reviews:read",
    tag,
    summary: "Everybody with a sign-in or a right: rights and their ends, last sign-in, second factor, last review",
    query: filters.extend(paging.shape),
    returns: z.object({ items: z.array(reviewed_person), count: z.int(), more: z.boolean() }),
  }, (tx, { query: { q = "", audience = null, limit = 50, ...rest } }) =>
    access_review_page(tx, {
      q,
      audience,
      limit,
      dormant: rest.dormant === "true",
      administrators: rest.administrators === "true",
      lasting: rest.lasting === "true",
      unreviewed: rest.unreviewed === "true",
      after: after_of(rest),
    })),
  raw("GET", "/access-review/export.csv", {
    permission: "access-reviews:export",
    tag,
    summary: "The same as a file, a line a right; the filters are those of the list",
    query: filters,
    produces: "text/csv",
  }, ({ platform, actor, request }) => review_file(platform, actor, new URL(request.url).searchParams)),
  verb("POST", "/users/{id}/access-reviews", {
    permission: "access-reviews:create",
    tag,
    summary: "Mark what a person may do now as reviewed",
    body: review_input,
    returns: access_reviews.entity.read,
    status: 201,
  }, (tx, { params, body }) => mark_reviewed(tx, param(params), body)),
  ...crud(access_reviews),
];
