/** What an external system may tell of a subscriber, and how its columns are usually called. Import, sync and their documentation read this table. */
import {
  clean_country,
  clean_date,
  clean_degrees,
  clean_email,
  clean_gps,
  clean_money,
  clean_phone,
  clean_status,
  type Cleaner,
  text_up_to,
} from "./clean.ts";

export interface SyncField {
  label: string;
  clean: Cleaner;
  required?: boolean;
  /** Column names, as `header_key` writes them, best first. */
  known_as: readonly string[];
}

const fields = {
  external_id: {
    label: "Customer id",
    clean: text_up_to(120),
    required: true,
    known_as: ["external_id", "id", "customer_id", "client_id", "customer_no", "uid"],
  },
  name: {
    label: "Name",
    clean: text_up_to(160),
    required: true,
    known_as: ["name", "full_name", "customer_name", "client_name", "display_name", "customer", "client"],
  },
  status: {
    label: "Status",
    clean: clean_status,
    known_as: ["status", "account_status", "customer_status", "is_active"],
  },
  account_number: {
    label: "Account number",
    clean: text_up_to(60),
    known_as: ["account_number", "account_no", "login", "user_ident", "custom_id", "username", "account"],
  },
  email: {
    label: "E-mail",
    clean: clean_email,
    known_as: ["email", "e_mail", "email_address", "mail", "contact_email"],
  },
  phone: {
    label: "Phone",
    clean: clean_phone,
    known_as: ["phone", "phone_number", "mobile", "telephone", "msisdn", "tel", "contact_phone"],
  },
  service_plan: {
    label: "Plan",
    clean: text_up_to(120),
    known_as: ["service_plan", "tariff", "plan", "package", "service_plan_name", "product"],
  },
  service_speed: { label: "Speed", clean: text_up_to(60), known_as: ["service_speed", "speed", "bandwidth"] },
  balance: { label: "Balance", clean: clean_money, known_as: ["balance", "account_balance"] },
  activated_at: {
    label: "Customer since",
    clean: clean_date,
    known_as: ["activated_at", "date_add", "activation_date", "start_date", "created_at", "customer_since"],
  },
  address_line1: {
    label: "Street",
    clean: text_up_to(160),
    known_as: ["address_line1", "street_1", "street", "address", "street1", "address_1", "address_line_1"],
  },
  address_line2: {
    label: "Unit or floor",
    clean: text_up_to(160),
    known_as: ["address_line2", "street_2", "street2", "address_2", "address_line_2", "unit"],
  },
  city: { label: "City", clean: text_up_to(80), known_as: ["city", "town"] },
  region: { label: "Region", clean: text_up_to(80), known_as: ["region", "state", "province"] },
  postal_code: {
    label: "Postal code",
    clean: text_up_to(20),
    known_as: ["postal_code", "zip_code", "zip", "postcode"],
  },
  country_code: { label: "Country", clean: clean_country, known_as: ["country_code", "country"] },
  gps: {
    label: "Coordinates",
    clean: clean_gps,
    known_as: ["gps", "coordinates", "gps_coordinates", "lat_lng", "latlng", "geo"],
  },
  latitude: { label: "Latitude", clean: clean_degrees(90), known_as: ["latitude", "lat", "gps_lat"] },
  longitude: {
    label: "Longitude",
    clean: clean_degrees(180),
    known_as: ["longitude", "lng", "lon", "gps_lon", "gps_lng"],
  },
} as const satisfies Record<string, SyncField>;

export type SyncFieldName = keyof typeof fields;
export const sync_fields: Readonly<Record<SyncFieldName, SyncField>> = fields;

const names = Object.keys(fields);
export const is_sync_field = (name: string): name is SyncFieldName => Object.hasOwn(fields, name);
export const sync_field_names: readonly SyncFieldName[] = names.filter(is_sync_field);

/** `Street 1`, `street_1` and `STREET-1` are one name. */
export const header_key = (column: string): string =>
  column.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");
