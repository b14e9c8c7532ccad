import { z } from "zod";
import { type Entity, type Portal, visible_columns } from "~/domain/kernel/entity.ts";

/**
 * An entity as a portal's people may know it. Lists that are parsed with it refuse a filter on a staff's field by name,
 * as they refuse any unknown one: a filter would tell by its count what the row does not show.
 */
export function outsiders_view(entity: Entity, portal: Portal): Entity {
  const columns = visible_columns(entity, portal);
  const hidden = new Set(entity.columns.filter((column) => !columns.includes(column)).map((column) => column.name));
  const read = z.object(
    Object.fromEntries(Object.entries(entity.read.shape).filter(([name]) => !hidden.has(name) && name !== "metadata")),
  );
  return { ...entity, columns, column: (name) => columns.find((column) => column.name === name), read };
}
