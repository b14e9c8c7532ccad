import assert from "node:assert/strict";
import fc from "fast-check";
import { read_csv } from "~/domain/kernel/csv/reader.ts";
import { cell_text, type CsvCell, write_csv } from "~/domain/kernel/csv/writer.ts";

const columns = [{ key: "name", label: "Name" }, { key: "note", label: "Note" }];
const text_of = (rows: Record<string, CsvCell>[]) =>
  new Response(write_csv(columns, rows)).bytes().then((bytes) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
  );

Deno.test("write_csv() writes what Excel opens: mark, CRLF, quotes", async () => {
  assert.equal(
    await text_of([{ name: 'Müller, "Ada"', note: "two\nlines" }, { name: null, note: undefined }]),
    '\ufeffName,Note\r\n"Müller, ""Ada""","two\nlines"\r\n,\r\n',
  );
  assert.equal(await text_of([]), "\ufeffName,Note\r\n");
});

Deno.test("cell_text() disarms formulas and leaves numbers alone", () => {
  const table: [CsvCell, string][] = [
    ['=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'],
    ["+2348031234567", "'+2348031234567"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["\uff1d1", "'\uff1d1"],
    ["'=1", "''=1"],
    ["-12.50", "-12.50"],
    [-3, "-3"],
    [10n, "10"],
    [true, "true"],
    ["a=b", "a=b"],
    ["it's", "it's"],
    [new Date("2026-03-05T14:30:00Z"), "2026-03-05T14:30:00.000Z"],
    [new Date(Number.NaN), ""],
    [null, ""],
  ];
  for (const [cell, text] of table) assert.equal(cell_text(cell), text);
});

Deno.test("what write_csv() wrote, read_csv() reads back, whatever the text", async () => {
  const text = fc.string({ unit: "binary", maxLength: 20 }).map((value) =>
    value.replaceAll("\0", "").replace(/[\ud800-\udfff]/g, "").replaceAll("\ufeff", "")
  );
  const row = fc.record({
    name: text.map((value) => `x${value}`),
    note: fc.oneof(text, fc.constantFrom("=1", "'=1", "''@x", "\r\n", '"', "+1", "-5")),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
      const back: Record<string, string>[] = [];
      for await (const { values, problem } of (await read_csv(write_csv(columns, rows))).records) {
        assert.equal(problem, undefined);
        back.push(values);
      }
      assert.deepEqual(back, rows.map(({ name, note }) => ({ Name: name, Note: note })));
    }),
    { numRuns: 150 },
  );
});

Deno.test("write_csv() asks for rows as they are taken, and lets go of them when nobody reads on", async () => {
  let made = 0;
  let closed = false;
  async function* rows() {
    try {
      while (true) yield await Promise.resolve({ name: "x".repeat(1000), note: String(made++) });
    } finally {
      closed = true;
    }
  }
  const reader = write_csv(columns, rows()).getReader();
  await reader.read();
  assert.ok(made < 1000, `${made} rows were made for nobody`);
  await reader.cancel();
  await new Promise((done) => setTimeout(done, 0));
  assert.equal(closed, true);
});

Deno.test("write_csv() passes on the error of its rows", async () => {
  async function* rows() {
    yield await Promise.resolve({ name: "a", note: "b" });
    throw new Error("query canceled");
  }
  await assert.rejects(new Response(write_csv(columns, rows())).text(), /query canceled/);
});
