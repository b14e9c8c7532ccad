/** The derived endpoints of an entity: list, get, create, update, delete, bulk-update, history. */
import { z } from "zod";
import type { Shape } from "~/domain/kernel/entity.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Condition } from "~/domain/kernel/list_sql.ts";
import { type Manager, manager_of } from "~/domain/kernel/manager.ts";
import type { Endpoint, TxEndpoint } from "./endpoint.ts";
import { param } from "./endpoint.ts";

export const list_envelope = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    count: z.int().meta({ description: "Rows of the filter, counted up to 1,000" }),
    count_capped: z.boolean().meta({ description: "There are more rows than `count`" }),
    limit: z.int(),
    offset: z.int(),
    next: z.string().nullable().meta({ description: "Cursor of the following page; null on the last" }),
  });

const bulk_result = (item: z.ZodType) => z.object({ updated: z.int(), items: z.array(item) });

export function crud<F extends Shape>(manager: Manager<F>): Endpoint[] {
  const of = manager as unknown as Manager;
  const entity: Entity = of.entity;
  const base = `/${entity.path}`;
  const common = { tag: entity.plural };
  const name = entity.label.toLowerCase();
  const endpoints: TxEndpoint[] = [
    {
      ...common,
      method: "GET",
      path: base,
      kind: "read",
      permission: `${entity.permission}:read`,
      summary: `List ${entity.plural.toLowerCase()}`,
      returns: list_envelope(entity.read),
      lists: entity,
      json_text: true,
      run: (tx, { search }) => of.list_json(tx, parse_list(entity, search)),
    },
    {
      ...common,
      method: "GET",
      path: `${base}/{id}`,
      kind: "read",
      permission: `${entity.permission}:read`,
      summary: `Get one ${name}`,
      query: z.strictObject({ labels: z.enum(["true", "false"]).optional() }),
      returns: entity.read,
      run: (tx, { params, query }) => of.get(tx, param(params), { labels: query.labels === "true" }),
    },
  ];
  if (entity.readonly) return endpoints;
  endpoints.push(
    {
      ...common,
      method: "POST",
      path: base,
      kind: "write",
      permission: `${entity.permission}:create`,
      summary: `Create a ${name}`,
      body: entity.create,
      returns: entity.read,
      status: 201,
      run: (tx, { body }) => of.create(tx, body as Parameters<Manager["create"]>[1]),
    },
    {
      ...common,
      method: "PATCH",
      path: `${base}/{id}`,
      kind: "write",
      permission: `${entity.permission}:update`,
      summary: `Change fields of a ${name}`,
      body: entity.update,
      returns: entity.read,
      run: (tx, { params, body, version }) =>
        of.update(tx, param(params), body as Parameters<Manager["update"]>[2], version),
    },
    {
      ...common,
      method: "DELETE",
      path: `${base}/{id}`,
      kind: "write",
      permission: `${entity.permission}:delete`,
      summary: `Delete a ${name} (it is kept as inactive)`,
      status: 204,
      run: async (tx, { params, version }) => void await of.remove(tx, param(params), version),
    },
    {
      ...common,
      method: "POST",
      path: `${base}/bulk-update`,
      kind: "write",
      permission: `${entity.permission}:update`,
      summary: `Change the same fields of up to 200 ${entity.plural.toLowerCase()}, all or none`,
      body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(200), changes: entity.update }),
      returns: bulk_result(entity.read),
      run: async (tx, { body }) => {
        const { ids, changes } = body as { ids: string[]; changes: Parameters<Manager["update"]>[2] };
        const items = await of.bulk_update(tx, ids, changes);
        return { updated: items.length, items };
      },
    },
  );
  return endpoints;
}

/** `GET /tickets/{id}/comments`: the list of a child entity, narrowed by its parent: by the column that names it, or by a condition of the domain. */
export function nested<F extends Shape>(
  parent: Entity,
  path: string,
  child: Manager<F>,
  by: string | ((id: string) => Condition),
): Endpoint {
  const of = child as unknown as Manager;
  const narrowed = typeof by === "string" ? (id: string): Condition => (to) => `t.${by} = ${to.bind(id, "uuid")}` : by;
  return {
    method: "GET",
    path: `/${parent.path}/{id}/${path}`,
    kind: "read",
    tag: parent.plural,
    permission: `${of.entity.permission}:read`,
    summary: `List ${of.entity.plural.toLowerCase()} of a ${parent.label.toLowerCase()}`,
    returns: list_envelope(of.entity.read),
    lists: of.entity,
    json_text: true,
    async run(tx, { params, search }) {
      const id = param(params);
      await manager_of(parent.name).fetch(tx, id); // an id that nobody has is not an empty list
      return await of.list_json(tx, parse_list(of.entity, search), [narrowed(id)]);
    },
  };
}
