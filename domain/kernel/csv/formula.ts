/** What makes a spreadsheet run a cell: `= + - @`, tab, carriage return, and the full-width forms it folds to them (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const plain_negative = /^-\d+(?:\.\d+)?$/;

/** The text with an apostrophe in front where it would run. One that has an apostrophe there already gets another, so that taking one off is always right. */
export function guard_formula(text: string): string {
  return formula.test(text.replace(/^'+/, "")) && !plain_negative.test(text) ? `'${text}` : text;
}

export function unguard_formula(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.replace(/^'+/, "")) ? cell.slice(1) : cell;
}
