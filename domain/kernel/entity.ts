/**
 * Entity: one declaration a table. What a list, a form, an endpoint, an OpenAPI schema or a CSV file needs to know of
 * a thing is derived from here and written nowhere else.
 */
import { z } from "zod";
import { describe_field, type Field } from "./fields.ts";

export type Portal = "customer" | "reseller" | "vendor";
export type Shape = Record<string, z.ZodType>;

export interface EntityOptions<F extends Shape> {
  table: string;
  /** Permission domain: `tickets` gives `tickets:read`, `tickets:create`, `tickets:update`, `tickets:delete`. */
  permission: string;
  /** URL segment of API and pages; the table's name with dashes unless given. */
  path?: string;
  label: string;
  plural: string;
  /** A number such as `TKT-000000`: prefix and width of a gapless-enough sequence of its own. */
  number?: string;
  fields: F;
  /** Column that names a row to people: in typeaheads, references, audit. */
  label_field: string;
  /** Default order of lists, newest first unless given. */
  order?: { by: string; dir: "asc" | "desc" };
  /**
   * Which rows a portal may see, as SQL over the table's columns. The row-level policy of the migration says the
   * same, and a test compares the two.
   */
  scope?: Partial<Record<Portal, string>>;
  /** The fields that a portal of `scope` sees, where that is not every one that is not `staff_only`. The grants say the same. */
  sees?: Partial<Record<Portal, readonly string[]>>;
  /** Who hears of its events besides staff: the portals of `scope` unless this says no. */
  announce?: boolean;
  icon?: string;
  /** Rows that are written by the system alone: no create, update or delete by API or page. */
  readonly?: boolean;
  /** Columns of queues and leases: the table's own machinery, in no answer. */
  internal?: readonly string[];
  /** Column that takes the time when a relation ends: its rows are ended, not removed, so that the past stays true. */
  ended_by?: string;
  /** Role that opens a portal to the person of such a row: its page offers the invitation. */
  portal_role?: string;
  /** No default pages: the entity is a part of another one's page. */
  hidden?: boolean;
}

export interface Entity<N extends string = string, F extends Shape = Shape> extends EntityOptions<F> {
  name: N;
  path: string;
  columns: readonly Field[];
  column(name: string): Field | undefined;
  create: z.ZodType<Create<F>>;
  update: z.ZodType<Update<F>>;
  read: z.ZodObject;
}

/** What every row has. Times are ISO 8601 with offset, exactly as PostgreSQL's JSON prints them. */
export interface BaseRow {
  id: string;
  created_at: string;
  updated_at: string;
  is_active: boolean;
  metadata: Record<string, unknown>;
}

type Stored<T> = T extends undefined ? never : T;
export type RowOf<F extends Shape> = BaseRow & { number: string } & { [K in keyof F]: Stored<z.output<F[K]>> };
export type Row<E> = E extends Entity<string, infer F> ? RowOf<F> : never;
export type Create<F extends Shape> = z.input<z.ZodObject<F>> & { metadata?: Record<string, unknown> };
export type Update<F extends Shape> = { [K in keyof F]?: Stored<z.input<F[K]>> | undefined } & {
  metadata?: Record<string, unknown> | undefined;
  is_active?: boolean | undefined;
};

const metadata = z.record(z.string(), z.unknown()).refine(
  (value) => JSON.stringify(value).length <= 16_384,
  "must be at most 16 KiB of JSON",
);

const base_columns = ["id", "created_at", "updated_at", "is_active", "metadata"] as const;
const registry = new Map<string, Entity>();

/** Declares an entity and enters it into the register that pages, API and tests walk. */
export function entity<const N extends string, F extends Shape>(name: N, options: EntityOptions<F>): Entity<N, F> {
  if (registry.has(name)) throw new Error(`Entity '${name}' is declared twice`);
  const columns = Object.entries(options.fields).map(([field, schema]) => describe_field(field, schema));
  for (const taken of base_columns) {
    if (taken in options.fields) throw new Error(`Entity '${name}': '${taken}' is given to every entity by the kernel`);
  }
  const by_name = new Map(columns.map((column) => [column.name, column]));
  const path = options.path ?? options.table.replaceAll("_", "-");

  const create_shape: Shape = {};
  const update_shape: Shape = {};
  const read_shape: Shape = { id: z.uuid() };
  if (options.number) read_shape.number = z.string();
  for (const [field, schema] of Object.entries(options.fields)) {
    const column = by_name.get(field);
    if (!column) continue;
    const patch = column.nullable ? column.bare.nullable() : column.bare;
    if (!column.readonly) create_shape[field] = schema;
    if (!column.readonly && !column.create_only) update_shape[field] = patch.optional();
    if (!column.secret) read_shape[field] = patch;
  }
  Object.assign(read_shape, {
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
    is_active: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
  });

  const declared: Entity<N, F> = {
    ...options,
    name,
    path,
    columns,
    column: (field) => by_name.get(field),
    create: z.strictObject({ ...create_shape, metadata: metadata.optional() }) as unknown as z.ZodType<Create<F>>,
    update: z.strictObject({
      ...update_shape,
      metadata: metadata.optional(),
      is_active: z.boolean().optional(),
    }) as unknown as z.ZodType<Update<F>>,
    read: z.object(read_shape),
  };
  registry.set(name, declared as unknown as Entity);
  return declared;
}

/** What of a row leaves the house: to staff all but secrets, to a portal what `sees` names, else what is not `staff_only`. */
export function visible_columns(entity: Pick<Entity, "columns" | "sees">, portal: Portal | null): Field[] {
  const named = portal ? entity.sees?.[portal] : undefined;
  return entity.columns.filter((column) =>
    !column.secret && (portal === null || (named ? named.includes(column.name) : !column.staff_only))
  );
}

export const entities = (): Entity[] => [...registry.values()];
export const find_entity = (name: string): Entity | undefined => registry.get(name);
export const entity_by_path = (path: string): Entity | undefined => entities().find((each) => each.path === path);

/** The entity a reference points at. A reference to nothing is a programmer's error and stops the start. */
export function referenced(column: Field): Entity {
  const target = column.reference ? registry.get(column.reference) : undefined;
  if (!target) throw new Error(`Field '${column.name}' refers to the unknown entity '${column.reference ?? ""}'`);
  return target;
}
