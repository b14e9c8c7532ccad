/** Joins class names, dropping what is not there: `cx("btn", small && "btn-sm")`. The style compiler reads the literals in its calls. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  let joined = ""; // filter and join made this a tenth of a page's rendering
  for (const part of parts) if (part) joined = joined ? `${joined} ${part}` : part;
  return joined;
}
