/** Makes a formatter of Intl once for all: one is 60 µs to make and 1 µs to use, and a list of fifty tickets formats two hundred times. */

const numbers = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();
/** Zones are few, but a browser may send any: past this the map starts anew. */
const most = 500;

function kept<F>(known: Map<string, F>, key: string, make: () => F): F {
  const found = known.get(key);
  if (found) return found;
  if (known.size >= most) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/** Writes a moment in a language and zone. */
export type DateWriter = (at: Date, lang: string, zone?: string) => string;

/** Lists show the same moments again at every refresh: a text kept costs 50 ns, one made 2 µs. */
const most_texts = 1_000;

/** One way to write moments. `options` must be exact to the minute at the finest, because texts are kept by the minute. */
export function date_writer(options: Intl.DateTimeFormatOptions): DateWriter {
  const writers = new Map<string, (at: Date) => string>();
  return (at, lang, zone = "") =>
    kept(writers, zone + lang, () => {
      const format = new Intl.DateTimeFormat(lang, { ...options, ...(zone ? { timeZone: zone } : {}) });
      const texts = new Map<number, string>();
      return (at) => {
        const minute = Math.floor(at.getTime() / 60_000);
        const known = texts.get(minute);
        if (known !== undefined) return known;
        if (texts.size >= most_texts) texts.clear();
        const text = format.format(at);
        texts.set(minute, text);
        return text;
      };
    })(at);
}

export const number_format = (lang: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept(numbers, options ? lang + JSON.stringify(options) : lang, () => new Intl.NumberFormat(lang, options));

export const plural_rules = (lang: string): Intl.PluralRules => kept(plurals, lang, () => new Intl.PluralRules(lang));
