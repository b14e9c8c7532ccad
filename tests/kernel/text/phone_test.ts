import assert from "node:assert/strict";
import { to_e164 } from "~/domain/kernel/text/phone.ts";

Deno.test("to_e164() reads every way one number is written", () => {
  for (
    const written of [
      "08031234567",
      "0803 123 4567",
      " 0803-123-4567 ",
      "+2348031234567",
      "+234 803 123 4567",
      "002348031234567",
      "00 234 803 123 4567",
      "+234 (0) 803 123 4567",
      "tel:+2348031234567",
      "\u202a+234\u00a0803 123 4567\u202c",
    ]
  ) assert.deepEqual(to_e164(written, "NG"), { ok: true, e164: "+2348031234567", country: "NG" }, written);
});

Deno.test("to_e164() reads a local number by the given country and lets an international one keep its own", () => {
  assert.deepEqual(to_e164("030 901820", "de"), { ok: true, e164: "+4930901820", country: "DE" });
  assert.deepEqual(to_e164("+44 20 7946 0958", "NG"), { ok: true, e164: "+442079460958", country: "GB" });
});

Deno.test("to_e164() gives the reason for what it cannot read", () => {
  const reason = (raw: string, country = "NG") => {
    const result = to_e164(raw, country);
    return result.ok ? `ok ${result.e164}` : result.reason;
  };
  assert.equal(reason("   "), "is empty");
  assert.equal(reason("call me"), "contains letters");
  assert.match(reason("12"), /too short|digits|not a phone number/);
  assert.match(reason("+2348031234567890123"), /too long/);
  assert.match(reason("+999 803 123 4567"), /country code/);
  assert.match(reason("08031234567", "XX"), /"XX" is no ISO country code/);
  assert.match(reason("+234 000 000 0000"), /numbering plan|digits/);
});
