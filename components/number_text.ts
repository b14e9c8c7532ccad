import { current_locale } from "./text.ts";

/** A count as the reader writes it: 1,204 in English, 1.204 in German. */
export function number_text(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(current_locale(), options).format(value);
}
