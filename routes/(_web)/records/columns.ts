/** Which columns a derived list shows: the declared ones, or those that the reader chose. */
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import type { BaseColumn } from "~/domain/kernel/list_query.ts";
import type { AnyColumn } from "./labels.ts";

export const created_column: BaseColumn = { name: "created_at", kind: "timestamp", nullable: false };
export const updated_column: BaseColumn = { name: "updated_at", kind: "timestamp", nullable: false };

/** Long texts and JSON make no column of a table, but for those that the declaration puts there. */
const is_tabular = (column: Field): boolean =>
  !column.secret && (column.list === true || !["long_text", "json", "point"].includes(column.kind));

/** All that may stand in the list besides the title, in the order of the declaration. */
export const choosable = (entity: Entity): AnyColumn[] => [
  ...entity.columns.filter((column) => column.name !== entity.label_field && is_tabular(column)),
  created_column,
  updated_column,
];

export function shown_columns(entity: Entity, chosen: readonly string[] | null): AnyColumn[] {
  const all = choosable(entity);
  if (chosen) return all.filter((column) => chosen.includes(column.name));
  const declared = all.filter((column) => "has_default" in column && column.list);
  // A list in the order of its birth shows the dates that explain it.
  return (entity.order?.by ?? "created_at") === "created_at" ? [...declared, created_column] : declared;
}
