import { invalid, invalid_many, problem } from "~/domain/kernel/errors.ts";

const give_header = "Write the column names into the first line.";

/**
 * The column names of a first row, or a `validation_error` that says what is wrong with it. Empty names at the right end are dropped: spreadsheets export
 * columns that once held something.
 */
export function read_header(cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.normalize("NFC").replace(/[\u200b\ufeff]/g, "").replace(/\s+/gu, " ").trim());
  while (names.length > 0 && names.at(-1) === "") names.pop();
  if (names.length === 0) throw invalid("file", undefined, "has an empty first line", give_header);
  const value = names.find(looks_like_data);
  if (value !== undefined) {
    throw invalid("file", value, "has no header: the first line looks like data", give_header);
  }
  const problems = names.flatMap((name, at) => {
    if (name === "") return [problem(`column ${at + 1}`, name, "has no name", give_header)];
    if (name === "__proto__") return [problem(`column ${at + 1}`, name, "is a reserved word", "Rename it.")];
    const first = names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
    return first === at ? [] : [
      problem(`column ${at + 1}`, name, `has the same name as column ${first + 1}`, "Rename or remove one of them."),
    ];
  });
  if (problems.length > 0) throw invalid_many(problems);
  return names;
}

/** Numbers, dates, mail addresses and phone numbers are no column names. */
function looks_like_data(cell: string): boolean {
  return /^[+-]?[\d.,\s]*\d[\d.,\s%]*$/.test(cell) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell) ||
    /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(cell) || /^\+?[\d\s()-]{7,}$/.test(cell);
}
