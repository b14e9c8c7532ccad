/** What a browser sends of a passkey, as far as it must be looked at before the library judges it. */
import type { AuthenticatorTransport } from "@simplewebauthn/server";
import { invalid } from "~/domain/kernel/errors.ts";

const longest_answer = 20_000;
const transports: readonly AuthenticatorTransport[] = ["ble", "hybrid", "internal", "nfc", "usb"];

/** Those that the standard knows; others are dropped, they are hints only. */
export const transports_of = (named: readonly string[]): AuthenticatorTransport[] =>
  transports.filter((each) => named.includes(each));

interface Answer {
  id: string;
  response: { clientDataJSON: string };
}

/** @throws DomainError 422 for what is no answer of a passkey; the rest of its shape is the library's to refuse */
export function parse_answer<T extends Answer>(text: string, part: keyof T["response"] & string): T {
  const refused = invalid(
    "passkey",
    undefined,
    "is no answer of a passkey",
    "Try again with a browser that knows passkeys.",
  );
  if (text.length > longest_answer) throw refused;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused;
  }
  if (!is_answer<T>(value, part)) throw refused;
  return value;
}

function is_answer<T extends Answer>(value: unknown, part: string): value is T {
  if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string") return false;
  if (!("response" in value) || typeof value.response !== "object" || value.response === null) return false;
  return ["clientDataJSON", part].every((name) => typeof Reflect.get(Object(value.response), name) === "string");
}
