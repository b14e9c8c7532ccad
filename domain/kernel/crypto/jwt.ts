import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import { derive_key } from "~/domain/kernel/crypto/keys.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";

/** One audience a portal: a token of the customer portal opens no admin page. */
export const audiences = ["admin", "portal", "reseller", "vendor"] as const;
export type Audience = (typeof audiences)[number];

/** `sub` is the user's id, `sid` the session's. Anything else a sign-in wants to carry stands beside them. */
export type AccessClaims = { readonly sub: string; readonly sid?: string; readonly [claim: string]: unknown };
/** `exp` and `iat` in seconds since 1970. */
export type VerifiedAccess = AccessClaims & {
  readonly aud: Audience;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
};

export type AccessTokens = {
  /** @param ttl seconds */
  sign_access(claims: AccessClaims, audience: Audience, ttl: number): Promise<string>;
  /** The claims of a valid token for this audience; throws `unauthenticated` for any other. Says nothing about whether the session was ended. */
  verify_access(token: string, audience: Audience): Promise<VerifiedAccess>;
};

type Options = {
  /** SECRET_KEY. */
  secret: Uint8Array;
  /** Secrets before it, whose tokens may still be about. */
  previous?: readonly Uint8Array[];
  /** PUBLIC_URL. */
  issuer: string;
  /** Milliseconds since 1970; given by tests. */
  now?: () => number;
};

const typ = "at+jwt"; // RFC 9068: no other JWT of ours (mail link, CSRF) passes for an access token
const algorithm = "HS256";
const clock_skew_s = 5;
const most_cached = 5_000;

/** Access tokens: HS256 and nothing else (RFC 8725, 3.1), with issuer, audience, expiry, type and key id all checked. */
export function access_tokens({ secret, previous = [], issuer, now = Date.now }: Options): AccessTokens {
  const keys = new Map([secret, ...previous].map((one) => [key_id(one), derive_key(one, "access-token")]));
  const kid = key_id(secret);
  const signing_key = derive_key(secret, "access-token");
  // A page with ten calls sends the same token ten times. Checked once: about 100 µs; found here: below 1 µs. Signature and claims of a token
  // never change, only time does, and that is looked at on every hit.
  const verified = new Map<string, VerifiedAccess>();

  return {
    sign_access(claims, audience, ttl) {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: algorithm, typ, kid })
        .setIssuer(issuer).setAudience(audience).setIssuedAt(iat).setNotBefore(iat).setExpirationTime(iat + ttl).setJti(
          new_id(),
        )
        .sign(signing_key);
    },
    async verify_access(token, audience) {
      const hit = verified.get(token);
      if (hit !== undefined) {
        if (hit.aud === audience && hit.exp > now() / 1000 - clock_skew_s) return hit;
        throw refused();
      }
      const claims = await check(token, audience);
      if (verified.size >= most_cached) forget_oldest(verified);
      verified.set(token, claims);
      return claims;
    },
  };

  async function check(token: string, audience: Audience): Promise<VerifiedAccess> {
    try {
      const { payload } = await jwtVerify(token, (header) => {
        const key = keys.get(header.kid ?? "");
        if (key === undefined) throw new Error("unknown key id");
        return key;
      }, {
        algorithms: [algorithm],
        typ,
        issuer,
        audience,
        clockTolerance: clock_skew_s,
        currentDate: new Date(now()),
        requiredClaims: ["sub", "exp", "nbf", "iat", "jti"],
      });
      return typed(payload, audience);
    } catch (cause) {
      throw refused(cause);
    }
  }
}

/** One answer for every reason: which check failed helps only who is trying. */
function refused(cause?: unknown): Error {
  const error = unauthenticated("The token is not valid or has expired. Sign in again, or refresh it.");
  if (cause !== undefined) error.cause = cause;
  return error;
}

function typed(payload: JWTPayload, audience: Audience): VerifiedAccess {
  const { sub, exp, iat, jti, sid } = payload;
  if (typeof sub !== "string" || exp === undefined || iat === undefined || jti === undefined) {
    throw new Error("claims are missing");
  }
  if (sid !== undefined && typeof sid !== "string") throw new Error("sid is no text");
  return { ...payload, sub, exp, iat, jti, aud: audience, ...(sid === undefined ? {} : { sid }) };
}

/** Public name of a key; derived, so that nobody has to keep a list. */
function key_id(secret: Uint8Array): string {
  return derive_key(secret, "key-id").slice(0, 6).toBase64({ alphabet: "base64url" });
}

/** A Map keeps insertion order: the first tenth is the oldest. In one go, so that a full cache does not pay on every new token. */
function forget_oldest(cache: Map<string, unknown>): void {
  let left = most_cached / 10;
  for (const token of cache.keys()) {
    if (left-- <= 0) return;
    cache.delete(token);
  }
}
