import { invalid } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { split_full_name } from "~/domain/kernel/text/names.ts";
import { is_zone } from "~/domain/kernel/time/zones.ts";
import { person } from "./person.ts";

export const people = manager(person, {
  prepare: (_tx, input, before) => {
    if (input.timezone && !is_zone(input.timezone)) {
      throw invalid("timezone", input.timezone, "is no IANA time zone", "Write one such as Africa/Lagos.");
    }
    if (input.locale && !is_locale(input.locale)) {
      throw invalid("locale", input.locale, "is no language tag", "Write one such as en or fr-CI.");
    }
    if (before || input.first_name || input.last_name || !input.display_name) return input;
    const { first_name, last_name } = split_full_name(input.display_name);
    // A guess that does not fit its column is no gain: the full name stands as it is.
    return first_name.length <= 80 && last_name.length <= 80
      ? { ...input, first_name: first_name || null, last_name: last_name || null }
      : input;
  },
});

function is_locale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
