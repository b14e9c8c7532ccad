/** Typed settings as form controls: what kind of control a schema asks for, and the way between its texts and its value. */
import { z } from "zod";

export type Control =
  | { kind: "number"; whole: boolean; min?: number; max?: number; nullable: boolean }
  | { kind: "boolean" }
  | { kind: "choice"; options: string[]; nullable: boolean }
  | { kind: "text"; nullable: boolean }
  /** A few values under one name, such as one for each priority. */
  | { kind: "group"; parts: { name: string; control: Control }[] }
  | { kind: "json" };

/** Whatever no control fits is edited as JSON, and held against the same schema. */
export function control_of(schema: z.ZodType): Control {
  try {
    return from_json_schema(z.toJSONSchema(schema, { io: "input" }));
  } catch {
    return { kind: "json" };
  }
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function from_json_schema(schema: JsonSchema, nullable = false): Control {
  const either = schema.anyOf?.filter((part) => part.type !== "null");
  const [only] = either ?? [];
  if (either?.length === 1 && only && either.length < (schema.anyOf?.length ?? 0)) return from_json_schema(only, true);
  const strings = schema.enum?.filter((value) => typeof value === "string");
  if (strings?.length && strings.length === schema.enum?.length) return { kind: "choice", options: strings, nullable };
  const types: unknown = schema.type;
  if (Array.isArray(types)) { // "number or nothing" in its short form
    const [type] = types.filter((each) => each !== "null");
    return from_json_schema({ ...schema, type }, types.includes("null"));
  }
  switch (schema.type) {
    case "integer":
    case "number":
      return { kind: "number", whole: schema.type === "integer", nullable, ...within(schema) };
    case "boolean":
      return { kind: "boolean" };
    case "string":
      return { kind: "text", nullable };
    case "object":
      return group_of(schema);
    default:
      return { kind: "json" };
  }
}

function within({ minimum, maximum }: JsonSchema): { min?: number; max?: number } {
  const real = (limit: unknown): limit is number =>
    typeof limit === "number" && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  return { ...(real(minimum) ? { min: minimum } : {}), ...(real(maximum) ? { max: maximum } : {}) };
}

function group_of(schema: JsonSchema): Control {
  const parts = Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name,
    control: typeof part === "boolean" ? { kind: "json" as const } : from_json_schema(part),
  }));
  const simple = parts.length > 0 && parts.length <= 12 &&
    parts.every(({ control }) => control.kind !== "group" && control.kind !== "json");
  return simple ? { kind: "group", parts } : { kind: "json" };
}

/** Names of the controls of one setting: `tickets.due_hours.low`. */
export function control_names(name: string, control: Control): string[] {
  return control.kind === "group" ? control.parts.map((part) => `${name}.${part.name}`) : [name];
}

export function control_texts(name: string, control: Control, value: unknown): Record<string, string> {
  if (control.kind === "group") {
    const bag: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
    return Object.assign(
      {},
      ...control.parts.map((part) => control_texts(`${name}.${part.name}`, part.control, bag[part.name])),
    );
  }
  if (control.kind === "json") return { [name]: JSON.stringify(value, null, 2) ?? "" };
  return { [name]: value === null || value === undefined ? "" : String(value) };
}

/** The value that texts stand for. What cannot be read stays the text it is: the schema then says what is wrong with it. */
export function control_value(name: string, control: Control, texts: Record<string, string>): unknown {
  const text = texts[name] ?? "";
  switch (control.kind) {
    case "group":
      return Object.fromEntries(
        control.parts.map((part) => [part.name, control_value(`${name}.${part.name}`, part.control, texts)]),
      );
    case "boolean":
      return text === "true";
    case "number":
      if (text.trim() === "") return control.nullable ? null : text;
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "json":
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    default:
      return text === "" && control.nullable ? null : text;
  }
}
