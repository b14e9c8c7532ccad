import { type CountryCode, isSupportedCountry, parsePhoneNumberWithError } from "libphonenumber-js";

export type PhoneResult = { ok: true; e164: string; country: string | undefined } | { ok: false; reason: string };

/** Visible characters of a written number. Anything else is a pasting accident (zero-width, bidi marks, no-break spaces) and goes. */
// deno-lint-ignore no-control-regex
const invisible = /[\u0000-\u001f\u007f\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const reasons: Record<string, string> = {
  NOT_A_NUMBER: "is not a phone number",
  INVALID_COUNTRY: "starts with a country code that does not exist",
  TOO_SHORT: "is too short for a phone number",
  TOO_LONG: "is too long for a phone number",
  INVALID_LENGTH: "has the wrong number of digits",
};

/**
 * A phone number as people type it, to E.164 (`+2348031234567`). Takes local forms (`0803 123 4567` read by `country`), `+234…`, `00234…`,
 * `+234 (0) 803…`, stray spaces and punctuation. Answers with a reason instead of throwing, so that an import can go on.
 * Metadata: libphonenumber "min", which judges length and numbering plan, not whether a carrier has assigned the number.
 * @param country ISO 3166 two letters, used where the number has no country code of its own
 */
export function to_e164(raw: string, country: string): PhoneResult {
  const home = country.toUpperCase();
  if (!is_phone_country(home)) return { ok: false, reason: `cannot be read: "${country}" is no ISO country code` };
  const written = raw.replace(invisible, " ").trim().replace(/^tel:/i, "").slice(0, 60);
  if (written === "") return { ok: false, reason: "is empty" };
  if (/[a-z]{3,}/i.test(written.replace(/\s*(ext|extension)\.?\s*\d+$/i, ""))) {
    return { ok: false, reason: "contains letters" };
  }
  const international = written
    .replace(/^\s*00(?=[\s\d])\s*/, "+") // 00 is the international prefix wherever we are; libphonenumber knows it only where the country dials so
    .replace(/^(\+\s*\d{1,3})[\s-]*\(0\)/, "$1"); // +44 (0) 20…: the bracketed trunk zero is not dialled from abroad
  try {
    const number = parsePhoneNumberWithError(international, { defaultCountry: home, extract: false });
    if (!number.isPossible()) {
      return { ok: false, reason: reasons[length_of(number.number)] ?? "has the wrong number of digits" };
    }
    if (!number.isValid()) {
      return { ok: false, reason: `is not a number of ${number.country ?? home}'s numbering plan` };
    }
    return { ok: true, e164: number.number, country: number.country };
  } catch (error) {
    const code = error instanceof Error ? error.message : "";
    return { ok: false, reason: reasons[code] ?? "is not a phone number" };
  }
}

function length_of(e164: string): string {
  return e164.length < 9 ? "TOO_SHORT" : e164.length > 16 ? "TOO_LONG" : "INVALID_LENGTH";
}

/** True for a country that phone numbers can be read by. */
export function is_phone_country(country: string): country is CountryCode {
  return isSupportedCountry(country);
}
