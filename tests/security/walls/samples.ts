/** A body that passes a schema, so that what is refused is refused for whose it is. */
import { z } from "zod";

/** @param refer the id for a field that names a row */
export function sample_of(schema: z.ZodType, refer: (field: string) => string): unknown {
  return value_of(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), "", refer);
}

interface Node {
  type?: unknown;
  format?: unknown;
  enum?: unknown;
  const?: unknown;
  default?: unknown;
  anyOf?: unknown;
  properties?: unknown;
  items?: unknown;
  minimum?: unknown;
  minLength?: unknown;
}

const is_node = (value: unknown): value is Node => typeof value === "object" && value !== null;

function value_of(node: unknown, field: string, refer: (field: string) => string): unknown {
  if (!is_node(node)) return null;
  if (node.const !== undefined) return node.const;
  if (Array.isArray(node.enum)) return node.enum[0];
  if (Array.isArray(node.anyOf)) return value_of(node.anyOf[0], field, refer);
  if (node.type === "object") {
    return Object.fromEntries(
      Object.entries(is_node(node.properties) ? node.properties : {}).map((
        [name, each],
      ) => [name, value_of(each, name, refer)]),
    );
  }
  if (node.type === "array") return [value_of(node.items, field.replace(/s$/, ""), refer)];
  if (node.type === "string") {
    if (node.format === "uuid") return refer(field);
    if (node.format === "date-time") return "2026-03-01T09:00:00Z";
    if (node.format === "date") return "2026-03-01";
    if (node.format === "email") return "somebody@example.org";
    return "some words that are long enough";
  }
  if (node.type === "integer" || node.type === "number") {
    return typeof node.minimum === "number" && node.minimum > -1000 ? node.minimum : 1;
  }
  return node.type === "boolean" ? false : null;
}
