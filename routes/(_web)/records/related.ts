/** What hangs on a record, found by who refers to it: parts of it (hidden entities) as lists on its page, other records as links to their list. */
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { entities, type Entity } from "~/domain/kernel/entity.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Manager, Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { paths } from "../paths.ts";
import { manager_for, may_do, type RecordKind } from "./entity_of.ts";
import { field_label } from "./labels.ts";
import type { RecordRow } from "./list_table.tsx";

export interface Part {
  entity: Entity;
  rows: Manager;
  /** The field that points at the record. */
  by: Field;
  may: RecordKind["may"];
}

const refers_to = (entity: Entity, target: Entity): Field | undefined =>
  entity.columns.find((column) => column.kind === "ref" && column.reference === target.name);

/** Parts that the reader may see: channels of a person, skills of a technician, account holders of a subscriber. */
export function parts_of(actor: Actor, target: Entity): Part[] {
  return entities().flatMap((entity) => {
    const by = entity.hidden && !entity.readonly ? refers_to(entity, target) : undefined;
    if (by?.readonly) return []; // whose it is is decided by a verb, not by a form
    const rows = by && manager_for(entity);
    const may = may_do(actor, entity);
    return by && rows && may.read ? [{ entity, rows, by, may }] : [];
  });
}

/** @throws DomainError 422 for a part that this kind of record does not have */
export function part_named(actor: Actor, target: Entity, name: string): Part {
  const part = parts_of(actor, target).find((each) => each.entity.name === name);
  if (!part) throw invalid("part", name, `is no part of a ${target.label.toLowerCase()}`);
  return part;
}

export const part_limit = 50;

export function read_part(tx: Tx, part: Part, id: string): Promise<Page<RecordRow>> {
  const query = parse_list(part.entity, new URLSearchParams({ [part.by.name]: id }));
  return part.rows.list(tx, { ...query, order: { ...query.order, dir: "asc" }, limit: part_limit, labels: true });
}

/** Lists of other records that point at this one, narrowed to it: an organization's people, a site's subscribers. */
export function linked_lists(
  actor: Actor,
  target: Entity,
  id: string,
): { label: string; hint: string; href: string; entity: Entity }[] {
  return entities().flatMap((entity) => {
    if (entity.hidden || !manager_for(entity) || !can(actor, `${entity.permission}:read`)) return [];
    const fields = entity.columns.filter((column) =>
      column.kind === "ref" && column.reference === target.name && !column.secret
    );
    return fields.slice(0, 3).map((by) => ({
      entity,
      label: entity.plural,
      hint: fields.length > 1 || field_label(by).toLowerCase() !== target.label.toLowerCase() ? field_label(by) : "",
      href: `${paths.admin.list(entity)}?${by.name}=${id}`,
    }));
  });
}
