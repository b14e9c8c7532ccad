/** The columns that sync writes, with the SQL that reads each from a record's JSON `i.fields`. Merge and comparison are spelled from these two lists. */

export interface SyncColumn {
  name: string;
  /** The type that the record's text is cast to. */
  cast: string;
  /** The value as JSON, the way rows show it. */
  shown: (value: string) => string;
}

const text_column = (name: string): SyncColumn => ({ name, cast: "text", shown: (value) => `to_json(${value})` });

export const subscriber_columns: readonly SyncColumn[] = [
  ...["name", "status", "account_number", "email", "phone", "service_plan", "service_speed"].map(text_column),
  // As text: audit entries hold exact numbers the way rows do.
  { name: "balance", cast: "numeric", shown: (value) => `to_json(${value}::text)` },
  { name: "activated_at", cast: "timestamptz", shown: (value) => `to_json(${value})` },
];

export const site_columns: readonly SyncColumn[] = [
  ...["address_line1", "address_line2", "city", "region", "postal_code", "country_code"].map(text_column),
  { name: "location", cast: "geometry", shown: (value) => `st_asgeojson(${value}, 7)` },
];

/** The record's value where it speaks of the column, else what is there. */
export const told_or_kept = ({ name, cast }: SyncColumn, row: string): string =>
  `case when i.fields ? '${name}' then (i.fields->>'${name}')::${cast} else ${row}.${name} end`;
