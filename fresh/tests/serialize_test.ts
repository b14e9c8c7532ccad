import assert from "node:assert/strict";
import { computed, Signal, signal } from "@preact/signals";
import { h } from "preact";
import { serialize } from "../src/serialize.ts";
import { deserialize } from "../src/client/deserialize.ts";

const island = { name: "Rows", file: "islands/Rows.tsx", script: { url: "", preload: [] }, export: "default" };
const write = (props: Record<string, unknown>) => serialize([{ island, props }], new Map());

function travel(value: Record<string, unknown>): unknown {
  const rows: unknown = JSON.parse(write(value));
  assert.ok(Array.isArray(rows));
  const [back] = list(deserialize(rows, () => null, { signal, computed }));
  return back;
}

function list(value: unknown): unknown[] {
  assert.ok(Array.isArray(value));
  return value;
}

Deno.test("serialize() and deserialize() keep every documented type", () => {
  const value = {
    text: "</script><!-- & \u2028",
    numbers: [0, 1.5, -0, NaN, Infinity, -Infinity, -1, -9],
    nothing: [null, undefined],
    truth: [true, false],
    big: -(2n ** 70n),
    date: new Date(1234),
    invalid: new Date(NaN),
    url: new URL("https://example.com/?q=1#x"),
    expression: /a.b/giu,
    set: new Set([1, "two", new Set()]),
    map: new Map<unknown, unknown>([[{ key: 1 }, ["value"]], ["s", new Map()]]),
    bytes: new Uint8Array([0, 128, 255]),
    sparse: [1, , 3], // deno-lint-ignore-line no-sparse-arrays
    bare: Object.assign(Object.create(null), { a: 1 }),
    tag: ["s", 3],
  };
  const back = travel(value);
  assert.deepEqual(back, value);
  assert.ok(typeof back === "object" && back !== null && "numbers" in back && Array.isArray(back.numbers));
  assert.ok(Object.is(back.numbers[2], -0));
  assert.ok("sparse" in back && Array.isArray(back.sparse) && !(1 in back.sparse));
});

Deno.test("serialize() keeps shared and circular references, through signals, too", () => {
  const shared = { n: 1 };
  const counter = signal(5);
  const loop: Record<string, unknown> = {
    a: shared,
    b: [shared],
    counter,
    again: counter,
    double: computed(() => counter.value * 2),
  };
  loop.self = signal(loop);
  const back = travel(loop);
  assert.ok(
    typeof back === "object" && back !== null && "a" in back && "b" in back &&
      Array.isArray(back.b) && "self" in back,
  );
  assert.equal(back.a, back.b[0]);
  assert.ok("counter" in back && "again" in back && back.counter instanceof Signal && back.counter === back.again);
  assert.ok("double" in back && back.double instanceof Signal && back.double.value === 10);
  assert.ok(back.self instanceof Signal && back.self.value === back);
});

Deno.test("serialize() keeps a signal that holds itself", () => {
  const inside: { self?: unknown } = {};
  inside.self = signal(inside);
  const back = travel({ first: inside.self });
  assert.ok(typeof back === "object" && back !== null && "first" in back && back.first instanceof Signal);
  assert.equal(back.first.value.self, back.first);
});

Deno.test("serialize() sends the bytes of a view, and not what else lies in its buffer", () => {
  const pool = new TextEncoder().encode("secret 123");
  const text = write({ bytes: pool.subarray(7) });
  assert.ok(text.includes(btoa("123")) && !text.includes(btoa("secret 123")));
});

Deno.test("serialize() cannot end the script element it is written into", () => {
  assert.ok(!write({ text: "</script><script>alert(1)</script><!--" }).includes("<"));
});

Deno.test("serialize() refuses what Fresh does not document, and says where it is", () => {
  class Secret {}
  const refused: [unknown, string][] = [
    [() => 1, "a function"],
    [Symbol(), "a symbol"],
    [Promise.resolve(), "an instance of Promise"],
    [new Secret(), "an instance of Secret"],
    [new Float64Array(1), "an instance of Float64Array"],
    [Temporal.Now.instant(), "an instance of Instant"],
    [h("b", null), "JSX inside an object (give it as a prop of its own)"],
  ];
  for (const [value, what] of refused) {
    const message = `Island "Rows" (islands/Rows.tsx): prop "rows[0].it" is ${what}, which cannot be sent`;
    assert.throws(() => write({ rows: [{ it: value }] }), (error) => String(error).includes(message));
  }
});
