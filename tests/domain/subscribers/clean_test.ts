import assert from "node:assert/strict";
import fc from "fast-check";
import * as clean from "~/domain/subscribers/sync/clean.ts";
import { clean_record } from "~/domain/subscribers/sync/record.ts";
import { guess_mapping } from "~/domain/subscribers/mod.ts";

const lagos: clean.CleanContext = { country: "NG", zone: "Africa/Lagos" };
const value = (cleaned: clean.Cleaned) => cleaned.ok ? cleaned.value : `! ${cleaned.message}`;
function table(cleaner: clean.Cleaner, cases: Record<string, string>): void {
  for (const [written, expected] of Object.entries(cases)) {
    assert.equal(value(cleaner(written, lagos)), expected, written);
  }
}

Deno.test("clean_phone() reads the local and international forms of a billing export as one number", () => {
  table(clean.clean_phone, {
    "08085226035": "+2348085226035",
    "2348085226035": "+2348085226035",
    "+2348085226035": "+2348085226035",
    "0 8085-226035": "+2348085226035",
    "00234 808 522 6035": "+2348085226035",
    "12": "! is too short for a phone number",
    "call me": "! contains letters",
  });
});

Deno.test("clean_status() knows the words of the usual systems in any case and refuses the rest", () => {
  table(clean.clean_status, {
    active: "active",
    Active: "active",
    "1": "active",
    blocked: "suspended",
    inactive: "terminated",
    new: "pending",
    "0": "terminated",
    zombie: "! is no known status",
    constructor: "! is no known status",
  });
});

Deno.test("clean_gps() takes latitude first, gives longitude first, and refuses what is not on the globe", () => {
  table(clean.clean_gps, {
    "0.150935723457,0.287148293154": "SRID=4326;POINT(0.2871483 0.1509357)",
    "-1.5 ; 3": "SRID=4326;POINT(3 -1.5)",
    "(6.4541, 3.3947)": "SRID=4326;POINT(3.3947 6.4541)",
    "95.2,7.1": "! has a latitude out of range",
    "7.1,181": "! has a longitude out of range",
    "6.45": "! is no pair of coordinates",
    "north,east": "! is no pair of coordinates",
    "1,2,3": "! is no pair of coordinates",
  });
});

Deno.test("clean_money() keeps every cent and refuses what could be read in two ways", () => {
  table(clean.clean_money, {
    "-130.41": "-130.41",
    "1,234.5": "1234.50",
    "0.0000": "0.00",
    "-0": "0.00",
    "N/A": "! is not a number",
    "12,50": "! is not a number",
    "1e5": "! is not a number",
    "1.239": "! has more than 2 decimals",
    "1234567890123": "! is too large",
  });
  fc.assert(fc.property(fc.bigInt(-99_999_999_999_999n, 99_999_999_999_999n), (cents) => {
    const sign = cents < 0n ? "-" : "";
    const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
    const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    assert.equal(value(clean.clean_money(text, lagos)), text);
  }));
});

Deno.test("clean_date() begins a day where the operator is and refuses days that no calendar has", () => {
  table(clean.clean_date, {
    "2021-06-15": "2021-06-14T23:00:00Z",
    "2021-06-15 10:30": "2021-06-15T09:30:00Z",
    "2021-06-15T10:30:00+00:00": "2021-06-15T10:30:00Z",
    "2024-02-31": "! is a date that does not exist",
    "2023-02-29": "! is a date that does not exist",
    "15/06/2021": "! is not a date",
    "0001-01-01": "! is not a likely date",
  });
});

Deno.test("no cleaner throws, whatever stands in a cell, and what it accepts it accepts again unchanged", () => {
  const cleaners = {
    phone: clean.clean_phone,
    email: clean.clean_email,
    money: clean.clean_money,
    status: clean.clean_status,
    country: clean.clean_country,
    text: clean.text_up_to(60),
  };
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.float().map(String), fc.emailAddress());
  for (const [name, cleaner] of Object.entries(cleaners)) {
    fc.assert(
      fc.property(cell, (raw) => {
        const text = clean.tidy(raw);
        if (text === "") return;
        const once = cleaner(text, lagos);
        if (once.ok) assert.deepEqual(cleaner(once.value, lagos), once, name);
      }),
      { numRuns: 300 },
    );
  }
  for (const cleaner of [clean.clean_date, clean.clean_gps]) {
    fc.assert(fc.property(cell, (raw) => void cleaner(clean.tidy(raw), lagos)), { numRuns: 300 });
  }
});

Deno.test("clean_record() lets a blank cell say nothing, lets null erase, and names all problems at once", () => {
  const kept = clean_record({
    external_id: " 7 ",
    name: "  OBI   JOHNSON ",
    email: "  ",
    phone: null,
    activated_at: "0000-00-00 00:00:00",
  }, lagos);
  assert.deepEqual(kept.record, { external_id: "7", values: { name: "OBI JOHNSON", phone: null } });
  const refused = clean_record({ external_id: "", name: "  ", status: "zombie", balance: "N/A" }, lagos);
  assert.deepEqual(refused.problems?.map(({ field, value, message }) => [field, value, message]), [
    ["external_id", "", "is required"],
    ["name", "  ", "is required"],
    ["status", "zombie", "is no known status"],
    ["balance", "N/A", "is not a number"],
  ]);
});

Deno.test("guess_mapping() reads the columns of Splynx and UCRM exports", () => {
  const splynx = guess_mapping(
    "id,login,status,name,email,phone,street_1,city,gps,tariff,speed,balance,date_add,building_id".split(","),
  );
  assert.deepEqual(splynx, {
    external_id: "id",
    name: "name",
    status: "status",
    account_number: "login",
    email: "email",
    phone: "phone",
    service_plan: "tariff",
    service_speed: "speed",
    balance: "balance",
    activated_at: "date_add",
    address_line1: "street_1",
    city: "city",
    gps: "gps",
  });
  const ucrm = guess_mapping([
    "clientId",
    "Client Name",
    "userIdent",
    "accountBalance",
    "street1",
    "zipCode",
    "lat",
    "lng",
  ]);
  assert.deepEqual(ucrm, {
    external_id: "clientId",
    name: "Client Name",
    account_number: "userIdent",
    balance: "accountBalance",
    address_line1: "street1",
    postal_code: "zipCode",
    latitude: "lat",
    longitude: "lng",
  });
});
