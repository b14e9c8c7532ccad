/** One customer as an external system tells it, cleaned. */
import type { CleanContext } from "./clean.ts";
import { tidy } from "./clean.ts";
import { sync_field_names, sync_fields, type SyncFieldName } from "./fields.ts";
import { type FieldProblem, problem } from "~/domain/kernel/errors.ts";
import type { Config } from "~/config.ts";

/**
 * Names are columns of `subscribers` and `sites` (`location` as EWKT). A name that is missing says nothing and leaves what is there;
 * null empties it.
 */
export type SyncValues = Partial<
  Record<Exclude<SyncFieldName, "external_id" | "gps" | "latitude" | "longitude"> | "location", string | null>
>;

export interface SyncRecord {
  external_id: string;
  values: SyncValues;
}

export type CleanedRecord = { record: SyncRecord; problems: null } | {
  record: null;
  external_id: string | null;
  problems: FieldProblem[];
};

export const clean_context = (config: Config): CleanContext => ({
  country: config.DEFAULT_COUNTRY,
  zone: config.DEFAULT_TIMEZONE,
});

/**
 * Cleans what a row or a JSON record brought. Text that is empty says nothing (a blank cell never erases); null erases, where the column may be empty.
 * All problems of the record come back at once.
 */
export function clean_record(
  raw: Partial<Record<SyncFieldName, string | null | undefined>>,
  context: CleanContext,
): CleanedRecord {
  const problems: FieldProblem[] = [];
  const clean: Partial<Record<SyncFieldName, string | null>> = {};
  for (const name of sync_field_names) {
    const given = raw[name];
    const { required, clean: cleaner } = sync_fields[name];
    const text = typeof given === "string" ? tidy(given) : given;
    if (required && !text) {
      problems.push(problem(name, given ?? "", "is required", `Give the ${sync_fields[name].label.toLowerCase()}.`));
    } else if (text === null && name !== "status") clean[name] = null;
    else if (text) {
      // MySQL's zero date stands for "none".
      if (name === "activated_at" && /^0000-00-00/.test(text)) continue;
      const result = cleaner(text, context);
      if (result.ok) clean[name] = result.value;
      else problems.push(problem(name, given, result.message, result.remedy));
    }
  }
  const { external_id, gps, latitude, longitude, ...values } = clean;
  const location = gps ?? point_of(latitude, longitude, problems) ?? (gps === null ? null : undefined);
  if (problems.length || !external_id) return { record: null, external_id: external_id ?? null, problems };
  return { record: { external_id, values: location === undefined ? values : { ...values, location } }, problems: null };
}

function point_of(
  latitude: string | null | undefined,
  longitude: string | null | undefined,
  problems: FieldProblem[],
): string | undefined {
  if (latitude && longitude) return `SRID=4326;POINT(${longitude} ${latitude})`;
  if (latitude || longitude) {
    const missing = latitude ? "longitude" : "latitude";
    problems.push(problem(missing, "", "is missing beside its other half", "Give latitude and longitude, or neither."));
  }
  return undefined;
}
