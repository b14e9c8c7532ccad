/** One spelling an address, so that the same mailbox or phone is found again however it was written. */
import { invalid } from "~/domain/kernel/errors.ts";
import { parse_email } from "~/domain/kernel/text/email.ts";
import { to_e164 } from "~/domain/kernel/text/phone.ts";

const phone_channels: ReadonlySet<string> = new Set(["phone", "sms", "whatsapp"]);

export type NormalisedAddress = { ok: true; address: string } | { ok: false; reason: string; remedy: string };

/**
 * E-mail in lower case, phone numbers as E.164, anything else trimmed.
 * @param country ISO 3166 two letters, for phone numbers without a country code
 */
export function normalise_address(channel_type: string, raw: string, country: string): NormalisedAddress {
  if (channel_type === "email") {
    const result = parse_email(raw);
    return result.ok
      ? { ok: true, address: result.email }
      : { ok: false, reason: result.reason, remedy: "Write it like name@example.org." };
  }
  if (phone_channels.has(channel_type)) {
    const result = to_e164(raw, country);
    return result.ok
      ? { ok: true, address: result.e164 }
      : { ok: false, reason: result.reason, remedy: "Write it with its country code, such as +2348031234567." };
  }
  const address = raw.trim();
  return address === ""
    ? { ok: false, reason: "is empty", remedy: "Give the account's id on that channel." }
    : { ok: true, address };
}

/** Calls, SMS and WhatsApp reach the same number: whoever has it on one of them is found by any. */
export const same_space = (channel_type: string): string[] =>
  phone_channels.has(channel_type) ? [...phone_channels] : [channel_type];

/** @throws DomainError 422 */
export function normalised_address(channel_type: string, raw: string, country: string): string {
  const result = normalise_address(channel_type, raw, country);
  if (!result.ok) throw invalid("address", raw, result.reason, result.remedy);
  return result.address;
}
