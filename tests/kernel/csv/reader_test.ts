import assert from "node:assert/strict";
import { type CsvFile, type CsvRecord, read_csv } from "~/domain/kernel/csv/reader.ts";
import { DomainError } from "~/domain/kernel/errors.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
function utf16(text: string, little: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(text.length * 2 + 2));
  [..."\ufeff" + text].forEach((sign, at) => bytes.setUint16(at * 2, sign.charCodeAt(0), little));
  return new Uint8Array(bytes.buffer);
}
async function all(source: Parameters<typeof read_csv>[0], options?: Parameters<typeof read_csv>[1]) {
  const file = await read_csv(source, options);
  const records: CsvRecord[] = [];
  for await (const record of file.records) records.push(record);
  return { file, records, values: records.map(({ values }) => values) };
}
const refuses = (source: Parameters<typeof read_csv>[0], why: RegExp, options?: Parameters<typeof read_csv>[1]) =>
  assert.rejects(all(source, options), (error) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.match(error.message, why);
    assert.ok(error.details.every(({ remedy }) => remedy), "lacks a remedy");
    return true;
  });
async function* pieces(bytes: Uint8Array<ArrayBuffer>, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

Deno.test("read_csv() gives records by column name, with the line each starts at", async () => {
  const { file, records } = await all(utf8('Name,Note\nAda,"two\nlines, ""quoted"""\n\nBob,\n'));
  assert.deepEqual(file.columns, ["Name", "Note"]);
  assert.deepEqual(records, [
    { line: 2, values: { Name: "Ada", Note: 'two\nlines, "quoted"' } },
    { line: 5, values: { Name: "Bob", Note: "" } },
  ]);
});

Deno.test("read_csv() reads every encoding that spreadsheets save, also byte by byte", async () => {
  const text = "Name;Straße\nJosé;Müllerweg 1\n";
  const table: [Uint8Array<ArrayBuffer>, string][] = [
    [utf8(text), "utf-8"],
    [utf8("\ufeff" + text), "utf-8"],
    [latin(text), "windows-1252"],
    [utf16(text, true), "utf-16le"],
    [utf16(text, false), "utf-16be"],
  ];
  for (const [bytes, encoding] of table) {
    for (const source of [bytes, pieces(bytes, 1), pieces(bytes, 7)]) {
      const { file, values } = await all(source);
      assert.deepEqual(values, [{ Name: "José", Straße: "Müllerweg 1" }], encoding);
      assert.deepEqual([file.encoding(), file.delimiter], [encoding, ";"]);
    }
  }
});

Deno.test("read_csv() finds the first foreign byte late in the file, and refuses a mixture", async () => {
  const ascii = "name,city\n" + "Ada,Lagos\n".repeat(20_000);
  const late = new Uint8Array([...utf8(ascii), ...latin("José,Köln\n")]);
  assert.deepEqual((await all(pieces(late, 4096))).values.at(-1), { name: "José", city: "Köln" });
  const mixture = new Uint8Array([
    ...utf8("name,city\nJosé,Köln\n" + "Ada,Lagos\n".repeat(20_000)),
    ...latin("José,Köln\n"),
  ]);
  await refuses(pieces(mixture, 4096), /mixes UTF-8 with another encoding/);
  assert.deepEqual((await all(latin("a,b\nx,é"))).values, [{ a: "x", b: "é" }]); // the very last byte
});

Deno.test("read_csv() finds the delimiter, not fooled by quotes or text", async () => {
  const table: [string, string, string][] = [
    ["a,b\n1;5,2;5\n", ",", "2;5"],
    ["a;b\n1,5;2,5\n", ";", "2,5"],
    ["a\tb\nx, y\tz, w\n", "\t", "z, w"],
    ["a|b\n1|2\n", "|", "2"],
    ['a;b\n"x,y,z";"1,2,3"\n', ";", "1,2,3"],
    ["sep=;\na;b\n1;2\n", ";", "2"],
  ];
  for (const [text, delimiter, b] of table) {
    const { file, values } = await all(utf8(text));
    assert.deepEqual([file.delimiter, values[0]?.b], [delimiter, b], text);
  }
  assert.deepEqual((await all(utf8("serial\nHWTC1\nHWTC2\n"))).values, [{ serial: "HWTC1" }, { serial: "HWTC2" }]);
  assert.deepEqual((await all(utf8("a;b,c\n1;2,3\n"), { delimiter: ";" })).file.columns, ["a", "b,c"]);
});

Deno.test("read_csv() counts lines past a sep= declaration and CRLF", async () => {
  assert.deepEqual((await all(utf8("sep=;\r\na;b\r\n1;2\r\n"))).records.map(({ line }) => line), [3]);
});

Deno.test("read_csv() reports ragged rows by line and goes on", async () => {
  const { records } = await all(utf8("a,b\n1\n1,2,3\n1,2,,\n4,5\n"));
  assert.deepEqual(records.map(({ line, problem }) => [line, problem]), [
    [2, "has 1 values for 2 columns"],
    [3, "has 3 values for 2 columns"],
    [4, undefined],
    [5, undefined],
  ]);
  assert.deepEqual(records[0]?.values, { a: "1", b: "" });
});

Deno.test("read_csv() refuses what is no CSV, and says what to do", async () => {
  await refuses(new Uint8Array(), /is empty/);
  await refuses(utf8("\ufeff \n\n"), /is empty/);
  await refuses(Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), /Excel workbook.*Save it as CSV/);
  await refuses(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1]), /old Excel workbook/);
  await refuses(utf8("%PDF-1.7\n"), /is a PDF/);
  await refuses(Uint8Array.from([65, 0, 66, 1, 44, 9]), /is binary/);
});

Deno.test("read_csv() refuses a file without a usable header", async () => {
  await refuses(utf8("Ada,ada@example.org\nBob,bob@example.org\n"), /no header.*ada@example\.org/);
  await refuses(utf8("1,Ada\n2,Bob\n"), /no header/);
  await refuses(utf8("name,,city\nx,y,z\n"), /column 2: has no name/);
  await refuses(
    utf8("Name,city,NAME ,City\nx,y,z,w\n"),
    /column 3: has the same name as column 1.*column 4: has the same name as column 2/,
  );
  assert.deepEqual((await all(utf8("name,city,,\nx,y,,\n"))).file.columns, ["name", "city"]);
});

Deno.test("read_csv() names the line of a broken quote", async () => {
  await refuses(utf8('a,b\n1,2\n1,"never closed\n1,2\n'), /inside quotes.*line \d/);
  await refuses(utf8('a,b\n1,2\n1,x"y"\n'), /quote.*line 3/);
});

Deno.test("read_csv() stops at its limits without reading on", async () => {
  await refuses(utf8("a,b\n" + "1,2\n".repeat(1000)), /larger than the limit/, { max_bytes: 1000 });
  let sent = 0;
  async function* endless() {
    yield utf8("a,b\n");
    while (true) {
      sent += 4000;
      yield await Promise.resolve(utf8("1,2\n".repeat(1000)));
    }
  }
  await refuses(endless(), /larger than the limit/, { max_bytes: 1_000_000 });
  assert.ok(sent < 1_100_000, `${sent} bytes were taken`);
  await refuses(utf8("a,b\n1,2\n1,2\n1,2\n"), /more than 2 rows/, { max_rows: 2 });
  await refuses(utf8('a,b\n"' + "x\n".repeat(700_000)), /more than 1000000 characters/);
});

Deno.test("read_csv() closes its source when the reader stops early or the header is refused", async () => {
  let closed = 0;
  async function* source(head: string) {
    try {
      yield utf8(head);
      while (true) yield await Promise.resolve(utf8("1,2\n".repeat(5000)));
    } finally {
      closed++;
    }
  }
  const file: CsvFile = await read_csv(source("a,b\n"));
  for await (const _ of file.records) break;
  await assert.rejects(read_csv(source("a,a\n")));
  await new Promise((done) => setTimeout(done, 0));
  assert.equal(closed, 2);
});

Deno.test("read_csv() survives hostile column names", async () => {
  assert.deepEqual((await all(utf8("constructor,toString\nx,y\n"))).values, [{ constructor: "x", toString: "y" }]);
  await refuses(utf8("__proto__,b\nx,y\n"), /column 1: is a reserved word/);
});

Deno.test("100,000 rows of 12 columns are read, none lost at the edge of a chunk", async () => {
  const columns = Array.from({ length: 12 }, (_, at) => `column_${at}`).join(",");
  const row =
    'SUB-000123,Ada Lovelace,"12, Marina Road",Lagos,+2348031234567,ada@example.org,6.4541,3.3947,100,active,2026-03-05,HWTC1234ABCD';
  const bytes = utf8(columns + "\n" + (row + "\n").repeat(100_000));
  let count = 0;
  for await (const { values } of (await read_csv(bytes)).records) {
    count += values.column_2 === "12, Marina Road" ? 1 : 0;
  }
  assert.equal(count, 100_000);
});
