/** The entity that a derived page's address names, and what the reader may do with it. */
import { HttpError } from "fresh";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { type Entity, entity_by_path } from "~/domain/kernel/entity.ts";
import { all_managers, type Manager } from "~/domain/kernel/manager.ts";

export interface RecordKind {
  entity: Entity;
  rows: Manager;
  may: { read: boolean; create: boolean; update: boolean; delete: boolean };
}

export function may_do(actor: Actor, entity: Entity): RecordKind["may"] {
  const has = (action: string) => can(actor, `${entity.permission}:${action}`);
  const writes = !entity.readonly;
  return {
    read: has("read"),
    create: writes && has("create"),
    update: writes && has("update"),
    delete: writes && has("delete"),
  };
}

/** @throws HttpError 404 for a path that no entity has, or whose entity is a part of another one's page. */
export function record_kind(actor: Actor, path: string): RecordKind {
  const entity = entity_by_path(path);
  const rows = entity && !entity.hidden ? manager_for(entity) : undefined;
  if (!entity || !rows) throw new HttpError(404);
  return { entity, rows, may: may_do(actor, entity) };
}

export const manager_for = (entity: Entity): Manager | undefined =>
  all_managers().find((each) => each.entity.name === entity.name);
