/** What went wrong between us and a provider, sorted by who has to do something, and in plain words. */
import { errors as jose_errors } from "jose";
import * as oidc from "openid-client";
import { FetchError } from "~/domain/kernel/net/guarded_fetch.ts";

export interface Trouble {
  /** `unreachable` passes by itself; `declined` is the person's or the provider's own no; `untrusted` proved wrong. */
  kind: "unreachable" | "declined" | "untrusted";
  /** For operators and the log. Holds no token and no code. */
  words: string;
}

/** Codes of a provider that is itself in trouble, by OpenID Connect Core 3.1.2.6 and RFC 6749. */
const theirs = new Set(["server_error", "temporarily_unavailable"]);

export function trouble_of(error: unknown): Trouble {
  for (const each of chain(error)) {
    if (each instanceof FetchError) return { kind: "unreachable", words: each.message };
    if (each instanceof oidc.AuthorizationResponseError) {
      return {
        kind: theirs.has(each.error) ? "unreachable" : "declined",
        words: `The provider answered ${code(each.error)}.`,
      };
    }
    if (each instanceof oidc.ResponseBodyError) {
      return each.status >= 500
        ? { kind: "unreachable", words: `The provider answered ${each.status}.` }
        : { kind: "untrusted", words: refused_exchange(each) };
    }
    if (each instanceof jose_errors.JWKSNoMatchingKey) {
      return { kind: "untrusted", words: "The token is signed with a key that the provider does not publish." };
    }
    if (each instanceof jose_errors.JWKSTimeout) {
      return { kind: "unreachable", words: "The provider's keys did not come in time." };
    }
    if (each instanceof jose_errors.JOSEError) {
      return { kind: "untrusted", words: `The token does not hold: ${each.message}.` };
    }
  }
  const [first] = chain(error);
  // A gateway in front of a provider that is down answers with a page of its own.
  const status = chain(error).map(({ cause }) => cause).find((cause) => cause instanceof Response)?.status ?? 0;
  if (status >= 500) return { kind: "unreachable", words: `The provider answered ${status}.` };
  return { kind: "untrusted", words: sentence(first?.message ?? String(error)) };
}

function refused_exchange({ error, status }: oidc.ResponseBodyError): string {
  if (error === "invalid_client") return "The provider does not accept the client id or its secret: check both.";
  if (error === "invalid_grant") {
    return "The provider does not accept the code: it was used, is too old, or was meant for another address.";
  }
  return `The provider answered ${status} ${code(error)}.`;
}

/** As the provider wrote it, but for what no code has. */
const code = (text: string) => text.replaceAll(/[^\w.-]/g, "").slice(0, 60) || "an error without a code";
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1, 300)}`.replace(/\.?$/, ".");

function chain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let each = error; each instanceof Error && found.length < 5; each = each.cause) found.push(each);
  return found;
}
