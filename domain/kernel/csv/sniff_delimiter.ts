export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/**
 * The delimiter of a text by its first lines: the one that cuts most lines into the same number of fields, and most fields where two do so equally.
 * Signs inside quotes do not count. A text of one column has none; then a comma, which it does not contain, is as good as any.
 */
export function sniff_delimiter(text: string): Delimiter {
  const stated = /^\ufeff?sep=([,;\t|])\r?\n/i.exec(text)?.[1]; // Excel's own declaration
  const known = delimiters.find((one) => one === stated);
  if (known !== undefined) return known;
  const scores = delimiters.map((delimiter) => ({ delimiter, ...score(text, delimiter) }));
  scores.sort((a, b) => b.same - a.same || b.fields - a.fields);
  return scores.find(({ fields }) => fields > 1)?.delimiter ?? ",";
}

function score(text: string, delimiter: string): { same: number; fields: number } {
  const counts = fields_by_line(text, delimiter).slice(0, 50);
  const fields = counts[0] ?? 1;
  if (fields < 2) return { same: 0, fields };
  return { same: counts.filter((count) => count === fields).length / counts.length, fields };
}

function fields_by_line(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let quoted = false;
  let fields = 1;
  let empty = true;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) fields++;
    else if (!quoted && (sign === "\n" || sign === "\r")) {
      if (!empty || fields > 1) counts.push(fields);
      fields = 1;
      empty = true;
      continue;
    }
    empty = false;
  }
  if (counts.length === 0) counts.push(fields); // the text ends in its first line
  return counts;
}
