/** From the spelling of an export to the value of a column. Each cleaner takes trimmed text that is not empty and answers with a value or a reason. */
import { parse_email } from "~/domain/kernel/text/email.ts";
import { to_e164 } from "~/domain/kernel/text/phone.ts";

export type Cleaned = { ok: true; value: string } | { ok: false; message: string; remedy: string };

export interface CleanContext {
  /** ISO 3166 two letters: how a local phone number is read. */
  country: string;
  /** IANA zone: in which a date without a time begins. */
  zone: string;
}

export type Cleaner = (text: string, context: CleanContext) => Cleaned;

const fine = (value: string): Cleaned => ({ ok: true, value });
const wrong = (message: string, remedy: string): Cleaned => ({ ok: false, message, remedy });

/** Zero-width characters and byte-order marks come with copying and pasting and make two equal ids differ. */
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** Most cells: ASCII without stray space. The test costs a tenth of what the replacements do. */
const tidy_already = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** What every value goes through first. Empty means: says nothing. */
export const tidy = (raw: string): string =>
  raw === "" || tidy_already.test(raw) ? raw : raw.normalize("NFC").replace(unseen, "").replace(/\s+/gu, " ").trim();

export const text_up_to = (max: number): Cleaner => (text) => {
  // deno-lint-ignore no-control-regex
  if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) || !text.isWellFormed()) {
    return wrong("contains characters that are no text", "Remove control characters; check the file's encoding.");
  }
  return text.length > max ? wrong(`has ${text.length} characters where ${max} fit`, "Shorten it.") : fine(text);
};

/** The words of the usual billing systems. 1, 2 and 0 are Splynx' and UCRM's codes. */
const status_words: ReadonlyMap<string, string> = new Map([
  ["active", "active"],
  ["enabled", "active"],
  ["1", "active"],
  ["new", "pending"],
  ["pending", "pending"],
  ["blocked", "suspended"],
  ["suspended", "suspended"],
  ["2", "suspended"],
  ["inactive", "terminated"],
  ["terminated", "terminated"],
  ["0", "terminated"],
]);

export const clean_status: Cleaner = (text) => {
  const status = status_words.get(text.toLowerCase());
  return status ? fine(status) : wrong("is no known status", `Use one of ${[...status_words.keys()].join(", ")}.`);
};

export const clean_email: Cleaner = (text) => {
  const result = parse_email(text);
  return result.ok
    ? fine(result.email)
    : wrong(result.reason, "Write one address such as name@example.org, or leave it empty.");
};

export const clean_phone: Cleaner = (text, { country }) => {
  const result = to_e164(text, country);
  return result.ok
    ? fine(result.e164)
    : wrong(result.reason, "Write one number, best with its country code such as +2348031234567, or leave it empty.");
};

/** "1,234.50" has thousands separated; "12,50" may mean twelve and a half or twelve hundred and fifty, so it is refused. */
export const clean_money: Cleaner = (text) => {
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  const parts = /^([+-]?)0*(\d*)(?:\.(\d+?)0*)?$/.exec(plain);
  if (!parts || !/\d/.test(plain)) {
    return wrong("is not a number", "Write an amount such as -130.41, without currency and words.");
  }
  const [, sign, whole, cents = ""] = parts;
  if (cents.length > 2) return wrong("has more than 2 decimals", "Round it to 2 decimals.");
  if ((whole ?? "").length > 12) return wrong("is too large", "Write an amount below 1,000,000,000,000.");
  const value = `${whole || "0"}.${cents.padEnd(2, "0")}`;
  return fine(sign === "-" && value !== "0.00" ? `-${value}` : value);
};

/** A calendar day, or a moment where a time stands beside it, as an instant. Days begin in the operator's own zone. */
export const clean_date: Cleaner = (text, { zone }) => {
  const remedy = "Write year, month and day such as 2026-03-01; it must be in the calendar.";
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text,
  );
  if (!parts) return wrong("is not a date", remedy);
  const [, year = "", month = "", day = "", time, offset] = parts;
  if (Number(year) < 1900 || Number(year) > 2200) return wrong("is not a likely date", remedy);
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`);
    if (!time) return fine(date.toZonedDateTime(zone).toInstant().toString());
    const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
    return fine(
      (offset ? Temporal.Instant.from(`${local}${offset}`) : local.toZonedDateTime(zone).toInstant()).toString(),
    );
  } catch {
    return wrong("is a date that does not exist", remedy);
  }
};

/** 7 decimals are a centimetre, and what the platform shows and takes back: more would make every saved form a difference. */
const degrees = (text: string, most: number): number | null => {
  if (!/^[+-]?\d{1,3}(\.\d+)?$/.test(text) || Math.abs(Number(text)) > most) return null;
  return Math.round(Number(text) * 1e7) / 1e7 + 0; // + 0 turns -0 into 0
};

const in_range = "Write latitude from -90 to 90, a comma, longitude from -180 to 180, such as 6.4541,3.3947.";

/** "latitude,longitude" to the EWKT that PostGIS reads. */
export const clean_gps: Cleaner = (text) => {
  const [lat_text = "", lng_text = "", ...rest] = text.replace(/^[([]|[)\]]$/g, "").split(/\s*[,;]\s*|\s+/);
  if (rest.length || !lat_text || !lng_text || !/^[+-]?[\d.]+$/.test(lat_text) || !/^[+-]?[\d.]+$/.test(lng_text)) {
    return wrong("is no pair of coordinates", in_range);
  }
  const lat = degrees(lat_text, 90);
  const lng = degrees(lng_text, 180);
  if (lat === null) return wrong("has a latitude out of range", in_range);
  if (lng === null) return wrong("has a longitude out of range", in_range);
  return fine(`SRID=4326;POINT(${lng} ${lat})`);
};

export const clean_degrees = (most: 90 | 180): Cleaner => (text) => {
  const value = degrees(text, most);
  return value === null
    ? wrong(`is no number of degrees from -${most} to ${most}`, "Write decimal degrees such as 6.4541.")
    : fine(String(value));
};

export const clean_country: Cleaner = (text) =>
  /^[a-z]{2}$/i.test(text)
    ? fine(text.toUpperCase())
    : wrong("is no country code", "Write the two letters of ISO 3166 such as NG.");
