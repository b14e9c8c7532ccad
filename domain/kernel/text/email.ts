export type EmailResult = { ok: true; email: string; domain: string } | { ok: false; reason: string };

/** RFC 5322 dot-atom plus the letters of other scripts (RFC 6531). Quoted local parts are legal and unused; they are refused as typing errors. */
const local_part = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const host_label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One address, normalised: trimmed, lower case, international domains in their ASCII form. The local part is lowered too: the standard lets a server
 * tell case apart, none in use does, and two accounts for `Ada@` and `ada@` are a support case. Takes `Ada <ada@x.org>` and `mailto:` as well.
 * Says nothing about whether the mailbox exists.
 */
export function parse_email(raw: string): EmailResult {
  const text = raw.normalize("NFC").replace(/[\u200b-\u200d\u2060\ufeff]/g, "").trim();
  if (text === "") return { ok: false, reason: "is empty" };
  if (text.length > 400) return { ok: false, reason: "is longer than an e-mail address can be" };
  const bare = (/^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text).replace(/^mailto:/i, "").trim();
  if (/[\s,;]/.test(bare)) return { ok: false, reason: "contains a space or a comma; give one address only" };
  const at = bare.lastIndexOf("@");
  if (at < 0) return { ok: false, reason: "lacks an @" };
  const local = bare.slice(0, at).toLowerCase();
  if (local === "") return { ok: false, reason: "lacks the name before the @" };
  if (new TextEncoder().encode(local).length > 64) {
    return { ok: false, reason: "has more than 64 characters before the @" };
  }
  if (!local_part.test(local)) return { ok: false, reason: "has a character before the @ that mail does not allow" };
  const domain = ascii_domain(bare.slice(at + 1));
  if (domain === undefined) return { ok: false, reason: "has no valid domain after the @" };
  const email = `${local}@${domain}`;
  return email.length > 254 ? { ok: false, reason: "is longer than 254 characters" } : { ok: true, email, domain };
}

/** Lower-case ASCII (punycode) form, or undefined when it is no domain with at least two labels. Bare IP addresses are no domain. */
function ascii_domain(written: string): string | undefined {
  if (written === "" || /[^\p{L}\p{N}\p{M}.-]/u.test(written)) return undefined;
  const url = URL.parse(`http://${written}`);
  const host = url?.hostname ?? "";
  const labels = host.split(".");
  if (host.length > 253 || labels.length < 2 || !labels.every((label) => host_label.test(label))) return undefined;
  return /^[0-9]+$/.test(labels.at(-1) ?? "") ? undefined : host;
}
