/**
 * Everything wrong that can be sent to an endpoint, made from its own declaration.
 *
 * Each field and each list parameter gets a few of the wrong values, other ones than its neighbours; CHAOS_ALL=1 gives every value to every field,
 * 32,000 requests in place of a quarter.
 */
import { z } from "zod";
import { list_parameters } from "~/domain/kernel/list_query.ts";
import type { Endpoint } from "~/routes/(_api)/endpoint.ts";

export interface Attempt {
  /** What is wrong with it, for the report. */
  what: string;
  path: string;
  init: RequestInit;
}

type Schema = Record<string, unknown>;
const is_schema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const nowhere = "01890a5d-ac96-774b-bcce-b302099a8057";
const ids: [what: string, id: string][] = [
  ["unknown id", nowhere],
  ["id that is no UUID", "abc"],
  ["id of a number", "-1"],
  ["id with a NUL", "a%00b"],
  ["id with a broken escape", "%zz%e0%a4%a"],
  ["id with SQL", "'%20or%201=1--"],
  ["id of 3000 letters", "a".repeat(3000)],
  ["id with a slash", "..%2f..%2fetc"],
  ["id in another script", "%D8%A7%F0%9F%94%A5"],
];
const wrong_values: [what: string, value: unknown][] = [
  ["null", null],
  ["true", true],
  ["a huge number", 1e308],
  ["a negative number", -1],
  ["a fraction", 0.1],
  ["an object", { a: 1 }],
  ["a list", [[], {}]],
  ["empty text", ""],
  ["blank text", " \t\n"],
  ["text with a NUL", "a\u0000b"],
  ["a lone surrogate", "a\ud800b"],
  ["text of 200,000 letters", "x".repeat(200_000)],
  ["an enum's typo", "opne"],
  ["an unknown UUID", nowhere],
  ["a date that is none", "2026-02-30T25:61:00Z"],
  ["a date of the far future", "+275760-09-13T00:00:00.000Z"],
  ["a year before the database's time", "-009999-01-01T00:00:00Z"],
  ["a list of NULs", ["\u0000", null]],
  ["a prototype's key", JSON.parse('{"__proto__":{"x":1},"constructor":1}')],
];
const wrong_queries = [
  "limit=-1",
  "limit=0",
  "limit=1e9",
  "limit=NaN",
  "limit=50&limit=51",
  "offset=-1",
  "offset=99999999999999999999",
  "order_by=nope",
  "order_by=id;drop",
  "order_by=-nope",
  "order_dir=up",
  "cursor=xyz",
  `cursor=${btoa(encodeURIComponent(JSON.stringify(["abc", nowhere])))}`,
  `cursor=${btoa(encodeURIComponent(JSON.stringify(["\u0000", nowhere])))}`,
  "is_active=maybe",
  "labels=2",
  "unknown_parameter=1",
  "q=%00",
  `q=${"a".repeat(3000)}`,
  "q=%25%25_%5C",
  "q=%F0%9F%94%A5%20%D8%A7",
  "__proto__=1",
  "constructor=x",
  "%zz=%zz",
  "a[b][c]=d",
];
const wrong_filter_values = [
  "%00",
  "null,null",
  "abc",
  "9".repeat(40),
  "2026-99-99",
  "a,b,,c",
  "%7B%7D",
  nowhere,
  "-1",
  "1.5",
  "true",
  "infinity",
  "0001-01-01T00:00:00Z",
];

const json = { "content-type": "application/json" };
/** Every value for all; otherwise `count` of them, beginning at another one each time it is asked. */
const all = Deno.env.get("CHAOS_ALL") === "1";
let turn = 0;
function some<T>(values: readonly T[], count: number): T[] {
  if (all) return [...values];
  turn += 7;
  return values.filter((_, at) => (at + turn) % values.length < count);
}

const fill = (path: string, id: string) => path.replaceAll(/\{\w+\}/g, id);

export function* attempts(endpoint: Endpoint): Generator<Attempt> {
  const path = fill(endpoint.path, nowhere);
  const { method } = endpoint;
  const example = endpoint.body ? example_of(schema_of(endpoint.body)) : undefined;
  const body = example === undefined ? {} : { body: JSON.stringify(example), headers: json };
  if (path !== endpoint.path) {
    for (const [what, id] of some(ids, 4)) yield { what, path: fill(endpoint.path, id), init: { method, ...body } };
  }
  if (method === "GET") {
    for (const query of some(wrong_queries, 8)) {
      yield { what: `?${query.slice(0, 60)}`, path: `${path}?${query}`, init: { method } };
    }
    const { lists } = endpoint.kind === "raw" ? {} : endpoint;
    for (const name of lists ? list_parameters(lists) : []) {
      for (const value of wrong_filter_values) {
        yield { what: `?${name}=${value}`, path: `${path}?${name}=${value}`, init: { method } };
      }
    }
    yield { what: "If-None-Match of nonsense", path, init: { method, headers: { "if-none-match": '"x", W/"y", *' } } };
    return;
  }
  yield* bodies(endpoint, path, example);
}

function* bodies(endpoint: Endpoint, path: string, example: unknown): Generator<Attempt> {
  const { method } = endpoint;
  const send = (what: string, body: BodyInit | null, headers: Record<string, string> = json): Attempt => ({
    what,
    path,
    init: { method, body, headers },
  });
  if (endpoint.kind !== "raw" && !endpoint.body) {
    // Takes no body, so nothing in one can matter.
    for (const text of ["{", '{"a":1}', "x".repeat(2_000_000)]) yield send(`body ${text.slice(0, 10)}`, text);
    yield send("If-Match of nonsense", null, { "if-match": 'W/"' });
    return yield send("Idempotency-Key of two words", null, { "idempotency-key": "two words" });
  }
  for (
    const text of [
      "",
      "{",
      "null",
      "[]",
      "1",
      '"x"',
      "{}",
      '{"a":}',
      "\u0000",
      "{'a':1}",
      "NaN",
      '{"a":1}{"b":2}',
      "\ufeff{}",
      '{"id":1e999}',
    ]
  ) yield send(`body ${JSON.stringify(text)}`, text);
  yield send("a body that is no UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  yield send("10,000 levels", `${"[".repeat(10_000)}${"]".repeat(10_000)}`);
  yield send("40 levels", `{"metadata":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`);
  yield send("2 MB", JSON.stringify({ a: "x".repeat(2_000_000) }));
  yield send(
    "100,000 keys",
    JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, 1]))),
  );
  const valid = JSON.stringify(example ?? {});
  yield send("no content type", new TextEncoder().encode(valid), {});
  yield send("text/plain", valid, { "content-type": "text/plain" });
  yield send("a form", "a=b&c=%zz", { "content-type": "application/x-www-form-urlencoded" });
  yield send("multipart without a boundary", "--x\r\n\r\n--x--", { "content-type": "multipart/form-data" });
  yield send("broken multipart", "--x\r\ncontent-disposition: form-data; name=file; filename=a\r\n\r\nabc", {
    "content-type": "multipart/form-data; boundary=x",
  });
  yield send("multipart with nothing in it", "--x--\r\n", { "content-type": "multipart/form-data; boundary=x" });
  yield send("unknown charset", valid, { "content-type": "application/json; charset=klingon" });
  for (const match of ["x", '"x', '"2026-01-01"', 'W/"', "*, *", "\t", "a".repeat(5000)]) {
    yield send(`If-Match ${match.slice(0, 20)}`, valid, { ...json, "if-match": match });
  }
  for (const key of ["two words", "a".repeat(300), "\u00e9", ""]) {
    yield send(`Idempotency-Key ${key.slice(0, 20)}`, valid, { ...json, "idempotency-key": key });
  }
  yield send("If-Unmodified-Since of nonsense", valid, {
    ...json,
    "if-unmodified-since": "yesterday",
    range: "bytes=9-1",
    expect: "",
  });
  if (!is_schema(example)) return;
  yield send("an example of the schema", valid);
  yield send("an unknown field", JSON.stringify({ ...example, no_such_field: 1 }));
  for (const field of Object.keys(properties(endpoint))) {
    const { [field]: _gone, ...rest } = example;
    yield send(`${field} left out`, JSON.stringify(rest));
    for (const [what, value] of some(wrong_values, 4)) {
      yield send(`${field} is ${what}`, JSON.stringify({ ...rest, [field]: value }));
    }
  }
}

function properties(endpoint: Endpoint): Schema {
  const schema = endpoint.body ? schema_of(endpoint.body) : {};
  return is_schema(schema.properties) ? schema.properties : {};
}

const schema_of = (body: z.ZodType): Schema => z.toJSONSchema(body, { io: "input", unrepresentable: "any" });

/** A value that fits the schema, with everything optional in it: the way to the code behind the validation. */
function example_of(schema: Schema): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const either = [schema.anyOf, schema.oneOf, schema.allOf].find(Array.isArray);
  if (either) return example_of(either.find((each) => is_schema(each) && each.type !== "null") ?? {});
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "object":
      return Object.fromEntries(
        Object.entries(is_schema(schema.properties) ? schema.properties : {}).map((
          [name, inner],
        ) => [name, is_schema(inner) ? example_of(inner) : null]),
      );
    case "array":
      return is_schema(schema.items) ? [example_of(schema.items)] : [];
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? schema.minimum : 1;
    case "boolean":
      return true;
    case "null":
      return null;
  }
  if (schema.format === "uuid") return nowhere;
  if (schema.format === "date-time") return "2026-03-01T09:00:00Z";
  if (schema.format === "date") return "2026-03-01";
  if (schema.format === "email") return "someone@example.org";
  if (schema.format === "uri") return "https://example.org/";
  const least = typeof schema.minLength === "number" ? schema.minLength : 0;
  return "example".padEnd(least, "x");
}
