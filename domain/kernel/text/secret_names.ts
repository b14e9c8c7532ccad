/**
 * Which names carry secrets. Errors, logs and the printed configuration ask here, so that one list decides what is never shown.
 * Names are cut into words (`smtpPassword`, `SMTP_PASSWORD`, `smtp-password` are alike), because a plain substring search would hide
 * `tokens_used_at` or `monkey`.
 */
const secret_words = new Set([
  "password",
  "passwd",
  "passphrase",
  "secret",
  "secrets",
  "token",
  "authorization",
  "cookie",
  "credential",
  "credentials",
  "otp",
  "totp",
  "pin",
  "cvv",
  "jwt",
  "bearer",
]);
const key_owners = new Set(["api", "private", "secret", "encryption", "signing", "access"]);
/** A name that ends so is about the secret, and is not the secret: `password_changed_at`, `token_id`. */
const harmless_endings = new Set(["at", "id", "count", "length", "policy", "enabled", "required", "type", "ttl"]);

export const hidden = "(hidden)";

/** Names come again and again, with every log line; those of a stranger's body are bounded. */
const judged = new Map<string, boolean>();
const most_judged = 2_000;

/** True when a field, header, variable or log key of this name must never be shown with its value. */
export function is_secret_name(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const verdict = judge(name);
  if (judged.size < most_judged && name.length <= 100) judged.set(name, verdict);
  return verdict;
}

function judge(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  if (harmless_endings.has(words.at(-1) ?? "")) return false;
  return words.some((word, at) =>
    secret_words.has(word) || word === "apikey" ||
    (/^keys?$/.test(word) && key_owners.has(words[at - 1] ?? ""))
  );
}

/**
 * Takes the password out of a URL inside any text: `postgres://omni:pw@db` becomes `postgres://omni:***@db`. Masks up to the last @: a password may hold one,
 * or a `/`. Every repetition has a bound: without them the time grew with the square of the text, and one request could stop the process.
 */
export function mask_url_passwords(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,300}):[^\s"']{0,500}@/gi, "$1:***@");
}
