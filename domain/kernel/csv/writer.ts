import { stringify } from "csv-stringify";
import { Readable } from "node:stream";
import { guard_formula } from "~/domain/kernel/csv/formula.ts";

/** What a cell may hold; null and undefined are empty cells, dates ISO 8601. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;
export type CsvColumn = { key: string; label: string };

/**
 * Rows as CSV for spreadsheets: UTF-8 with the mark that Excel needs, CRLF (RFC 4180), streamed row by row. A text that a spreadsheet would run as a formula
 * gets an apostrophe in front (OWASP, CSV injection); `read_csv` takes it off again. Plain negative numbers stay numbers.
 */
export function write_csv(
  columns: readonly CsvColumn[],
  rows: Iterable<Readonly<Record<string, CsvCell>>> | AsyncIterable<Readonly<Record<string, CsvCell>>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stringifier = stringify({
    bom: true,
    record_delimiter: "windows",
    quoted_match: /[\r\n]/, // the library quotes only for its own delimiter: a lone LF would cut the row in two
  });
  const source = Readable.from(lines(columns, rows), { objectMode: true });
  source.on("error", (error) => stringifier.destroy(error));
  source.pipe(stringifier);
  const chunks = bytes_of(stringifier);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      source.destroy(); // ends the query behind the rows
      stringifier.destroy();
    },
  });
}

async function* lines(
  columns: readonly CsvColumn[],
  rows: Iterable<Readonly<Record<string, CsvCell>>> | AsyncIterable<Readonly<Record<string, CsvCell>>>,
): AsyncGenerator<string[]> {
  yield columns.map(({ label }) => guard_formula(label));
  for await (const row of rows) yield columns.map(({ key }) => cell_text(row[key]));
}

/** The text of one cell, guarded against formulas. */
export function cell_text(cell: CsvCell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  return typeof cell === "string" ? guard_formula(cell) : String(cell);
}

async function* bytes_of(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for await (const chunk of stream) {
    yield chunk instanceof Uint8Array ? new Uint8Array(chunk) : encoder.encode(String(chunk));
  }
}
