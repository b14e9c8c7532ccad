import { number_format } from "./formatters.ts";
import { current_locale } from "./text.ts";

/** A count as the reader writes it: 1,204 in English, 1.204 in German. */
export function number_text(value: number, options?: Intl.NumberFormatOptions): string {
  return number_format(current_locale(), options).format(value);
}
