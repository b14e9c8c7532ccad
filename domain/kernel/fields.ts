/**
 * The vocabulary of an entity's declaration: zod shapes whose traits travel through `.meta()`.
 *
 * Everything that is derived from an entity (SQL, filters, OpenAPI, pages, CSV) reads the kind and the traits, so a
 * field is described once.
 */
import { z } from "zod";

export type FieldKind =
  | "text"
  | "long_text"
  | "email"
  | "phone"
  | "url"
  | "choice"
  | "ref"
  | "timestamp"
  | "date"
  | "integer"
  | "decimal"
  | "boolean"
  | "tags"
  | "json"
  | "point";

export interface Traits {
  kind?: FieldKind;
  /** English source text; without it the column name is humanised. */
  label?: string;
  /** A sentence under the form field. */
  hint?: string;
  /** Part of the entity's `search_text` column, and so of `?q=`. */
  search?: boolean;
  /** `?field=value` and the filter chips. Needs an index. */
  filter?: boolean;
  /** Allowed in `order_by`. */
  sort?: boolean;
  /** Written by verbs and the database alone. */
  readonly?: boolean;
  /** May be given at creation and never changed. */
  create_only?: boolean;
  /** Name of the entity a `ref` points at. */
  reference?: string;
  choices?: readonly string[];
  /** Stands in the default list. */
  list?: boolean;
  /** Never selected for a portal actor. */
  staff_only?: boolean;
  /** Never leaves the server: not in answers, logs, events or audit diffs. */
  secret?: boolean;
}

declare module "zod" {
  // Lets `.meta({ filter: true })` be checked against Traits.
  interface GlobalMeta extends Traits {}
}

/** PostgreSQL text cannot hold U+0000; refusing it here gives the field's name instead of a database error. */
const without_nul = (value: string) => !value.includes("\u0000");
const nul_message = "must not contain NUL characters: remove them";

export const text = (max = 200) =>
  z.string().trim().min(1).max(max).refine(without_nul, nul_message).meta({ kind: "text" });

export const long_text = (max = 20_000) =>
  z.string().trim().min(1).max(max).refine(without_nul, nul_message).meta({ kind: "long_text" });

export const email = () => z.email().max(254).transform((value) => value.toLowerCase()).meta({ kind: "email" });

/** E.164; raw spellings are normalised at the edge (forms, imports) by `to_e164`. */
export const phone = () =>
  z.string().regex(/^\+[1-9]\d{6,14}$/, "must be an E.164 number such as +2348031234567").meta({ kind: "phone" });

export const url = () => z.url({ protocol: /^https?$/ }).max(2000).meta({ kind: "url" });

export const choice = <const T extends readonly [string, ...string[]]>(...choices: T) =>
  z.enum(choices).meta({ kind: "choice", choices, filter: true });

export const ref = (entity: string) => z.uuid().meta({ kind: "ref", reference: entity });

export const timestamp = () => z.iso.datetime({ offset: true }).meta({ kind: "timestamp" });

export const date = () => z.iso.date().meta({ kind: "date" });

export const integer = (min = -2_147_483_648, max = 2_147_483_647) =>
  z.int().min(min).max(max).meta({ kind: "integer" });

/** Exact numbers travel as decimal strings: a double would round them. */
export const decimal = (digits = 12, scale = 2) =>
  z.string().regex(
    new RegExp(`^-?\\d{1,${digits - scale}}(\\.\\d{1,${scale}})?$`),
    `must be a decimal string with at most ${scale} decimals, such as "12.50"`,
  ).meta({ kind: "decimal" });

export const boolean = () => z.boolean().meta({ kind: "boolean" });

export const tags = () =>
  z.array(z.string().trim().min(1).max(60).refine(without_nul, nul_message)).max(50).meta({ kind: "tags" });

/** Free JSON of integrators and event payloads; depth and size are bounded by the request's own limits. */
export const json = () => z.record(z.string(), z.unknown()).meta({ kind: "json" });

/** GeoJSON Point in WGS 84, longitude first (RFC 7946, section 3.1.1). */
export const point = () =>
  z.strictObject({
    type: z.literal("Point"),
    coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  }).meta({ kind: "point" });

export interface Field extends Traits {
  kind: FieldKind;
  name: string;
  nullable: boolean;
  has_default: boolean;
  /** The schema without default and without optionality: what a PATCH holds a value against. */
  bare: z.ZodType;
}

/** Reads a field's traits through its wrappers; an outer `.meta()` wins over an inner one. */
export function describe_field(name: string, schema: z.ZodType): Field {
  const layers: Traits[] = [];
  let nullable = false;
  let has_default = false;
  let optional = false;
  let current: z.ZodType = schema;
  for (;;) {
    layers.unshift(current.meta() ?? {});
    if (current instanceof z.ZodNullable) nullable = true;
    if (current instanceof z.ZodDefault) has_default = true;
    if (current instanceof z.ZodOptional) optional = true;
    const inner: unknown =
      current instanceof z.ZodOptional || current instanceof z.ZodNullable || current instanceof z.ZodDefault
        ? current.unwrap()
        : undefined;
    if (!(inner instanceof z.ZodType)) break;
    current = inner;
  }
  const traits: Traits = Object.assign({}, ...layers);
  if (!traits.kind) throw new Error(`Field '${name}' has no kind: build it from the helpers in fields.ts`);
  // What may be left out and is never null has its default in the database.
  return {
    ...traits,
    kind: traits.kind,
    name,
    nullable,
    has_default: has_default || (optional && !nullable),
    bare: current,
  };
}
