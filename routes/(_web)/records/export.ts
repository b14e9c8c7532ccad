/** A derived list as a file: the rows of its filters in its order, with the columns it shows. */
import { t } from "~/components/text.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { type CsvCell, write_csv } from "~/domain/kernel/csv/writer.ts";
import { max_limit, parse_list } from "~/domain/kernel/list_query.ts";
import { iso_in_zone } from "~/domain/kernel/time/zones.ts";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath, names } from "../declared.ts";
import type { Ctx } from "../pages.ts";
import { shown_columns } from "./columns.ts";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { type AnyColumn, field_label, row_label } from "./labels.ts";
import { type ListState, read_list_state } from "./list_state.ts";
import type { RecordRow } from "./list_table.tsx";
import { value_text } from "./value.tsx";
import { zone_of } from "./zone.ts";

export const export_handlers = (path: EntityPath, key = entity_key(path, "read")) =>
  names(key, {
    async GET(ctx: Ctx): Promise<Response> {
      const actor = actor_of(ctx.state);
      const kind = record_kind(actor, path(ctx));
      const zone = zone_of(ctx.state);
      const url = new URL(ctx.url);
      for (const name of ["cursor", "before", "at"]) url.searchParams.delete(name);
      const state = read_list_state(kind.entity, url, zone);
      // The first page is read before the answer begins: a refusal is still an answer then, not a broken file.
      await ctx.state.house.platform.read(actor, demand_step_up);
      const read_page = (cursor: string | null) =>
        ctx.state.house.platform.read(
          actor,
          (tx) => kind.rows.list(tx, { ...state.query, limit: max_limit, cursor: cursor_of(kind.entity, cursor) }),
        );
      const first = await read_page(null);
      const columns = export_columns(kind, state);
      const rows = async function* () {
        for (let found = first;; found = await read_page(found.next)) {
          for (const row of found.items) yield cells(kind.entity, columns, row, zone);
          if (!found.next) return;
        }
      };
      const day = ctx.state.house.platform.now().toZonedDateTimeISO(zone).toPlainDate().toString();
      return new Response(
        write_csv([
          { key: "_title", label: t(kind.entity.label) },
          ...columns.map((column) => ({ key: column.name, label: field_label(column) })),
        ], rows()),
        {
          headers: {
            "content-type": "text/csv; charset=utf-8",
            "content-disposition": `attachment; filename="${kind.entity.path}-${day}.csv"`,
            "cache-control": "private, no-store",
          },
        },
      );
    },
  });

const cursor_of = (entity: Entity, cursor: string | null) =>
  cursor ? parse_list(entity, new URLSearchParams({ cursor })).cursor : null;

function export_columns({ entity }: RecordKind, state: ListState): AnyColumn[] {
  const number: AnyColumn[] = entity.number ? [{ name: "number", kind: "text", nullable: false }] : [];
  return [...number, ...shown_columns(entity, state.columns)];
}

function cells(entity: Entity, columns: readonly AnyColumn[], row: RecordRow, zone: string): Record<string, CsvCell> {
  const record: Record<string, CsvCell> = { _title: row_label(entity, row, zone) };
  for (const column of columns) record[column.name] = cell(column, row, zone);
  return record;
}

/** Times in the reader's zone with their offset; states and kinds as the words of the list, references by name. */
function cell(column: AnyColumn, row: RecordRow, zone: string): CsvCell {
  const value = row[column.name];
  if (value === null || value === undefined) return null;
  if (column.kind === "ref") return String(row[`${column.name.replace(/_id$/, "")}_label`] ?? value);
  if (column.kind === "timestamp") return iso_in_zone(String(value), zone);
  if (typeof value === "number") return value;
  return value_text(column, value, zone);
}
