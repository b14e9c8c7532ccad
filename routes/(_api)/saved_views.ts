import { z } from "zod";
import {
  change_view,
  my_views,
  new_view,
  remove_view,
  save_view,
  saved_view,
  view_change,
} from "~/domain/saved_views/mod.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const tag = "Saved views";
const permission = "signed-in";
const returns = saved_view.read;

export const saved_view_routes: Endpoint[] = [
  reading(
    "/saved-views",
    {
      permission,
      tag,
      summary: "Own and shared views of a list",
      query: z.strictObject({ entity_type: z.string().max(60) }),
      returns: z.object({ items: z.array(returns) }),
    },
    async (tx, { query }) => ({ items: await my_views(tx, query.entity_type) }),
  ),
  verb(
    "POST",
    "/saved-views",
    { permission, tag, summary: "Keep a view", body: new_view, returns, status: 201 },
    (tx, { body }) => save_view(tx, body),
  ),
  verb(
    "PATCH",
    "/saved-views/{id}",
    { permission, tag, summary: "Change a view", body: view_change, returns },
    (tx, { params, body }) => change_view(tx, param(params), body),
  ),
  verb(
    "DELETE",
    "/saved-views/{id}",
    { permission, tag, summary: "Delete a view", status: 204 },
    (tx, { params }) => remove_view(tx, param(params)),
  ),
];
