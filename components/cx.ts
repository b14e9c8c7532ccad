/** Joins class names, dropping what is not there: `cx("btn", small && "btn-sm")`. The style compiler reads the literals in its calls. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter((part) => part).join(" ");
}
