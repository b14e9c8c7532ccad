import assert from "node:assert/strict";
import { SignJWT, UnsecuredJWT } from "jose";
import { access_tokens } from "~/domain/kernel/crypto/jwt.ts";
import { derive_key } from "~/domain/kernel/crypto/keys.ts";
import { DomainError } from "~/domain/kernel/errors.ts";

const secret = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
const issuer = "https://omni.example.com";
let time = 1_790_000_000_000;
const now = () => time;
const tokens = access_tokens({ secret, issuer, now });

const is_refused = (error: unknown) =>
  error instanceof DomainError && error.code === "unauthenticated" && error.status === 401;
const refuses = (token: string, message: string) =>
  assert.rejects(tokens.verify_access(token, "admin"), is_refused, message);

Deno.test("verify_access() gives back what sign_access() carried, the second time from memory", async () => {
  const token = await tokens.sign_access({ sub: "u1", sid: "s1", actor: "staff" }, "admin", 900);
  const claims = await tokens.verify_access(token, "admin");
  assert.deepEqual([claims.sub, claims.sid, claims.actor, claims.aud], ["u1", "s1", "staff", "admin"]);
  assert.equal(claims.exp - claims.iat, 900);
  assert.equal(await tokens.verify_access(token, "admin"), claims);
});

Deno.test("verify_access() refuses a token of another portal, cached or not", async () => {
  const token = await tokens.sign_access({ sub: "u1" }, "portal", 900);
  await refuses(token, "fresh");
  await tokens.verify_access(token, "portal");
  await refuses(token, "cached");
});

Deno.test("verify_access() refuses an expired token, also one it has in memory", async () => {
  const token = await tokens.sign_access({ sub: "u1" }, "admin", 60);
  await tokens.verify_access(token, "admin");
  time += 66_000;
  await refuses(token, "cached");
  await assert.rejects(access_tokens({ secret, issuer, now }).verify_access(token, "admin"), is_refused);
});

Deno.test("verify_access() refuses a token from the future", async () => {
  const token = await access_tokens({ secret, issuer, now: () => time + 60_000 }).sign_access(
    { sub: "u1" },
    "admin",
    900,
  );
  await refuses(token, "nbf");
});

Deno.test("verify_access() refuses every forgery of header, key, issuer and type", async () => {
  const token = await tokens.sign_access({ sub: "u1" }, "admin", 900);
  const [head = "", body = "", mark = ""] = token.split(".");
  const { kid } = JSON.parse(atob(head));
  const iat = Math.floor(time / 1000);
  const made = (header: { alg: string; typ?: string; kid?: string }, key: Uint8Array) =>
    new SignJWT({ sub: "u1", jti: "j" }).setProtectedHeader(header).setIssuer(issuer).setAudience("admin").setIssuedAt(
      iat,
    )
      .setNotBefore(iat).setExpirationTime(iat + 900).sign(key);
  const key = derive_key(secret, "access-token");

  await tokens.verify_access(await made({ alg: "HS256", typ: "at+jwt", kid }, key), "admin"); // the maker below differs in one thing each
  await refuses(await made({ alg: "HS256", typ: "JWT", kid }, key), "type");
  await refuses(await made({ alg: "HS256", kid }, key), "no type");
  await refuses(await made({ alg: "HS256", typ: "at+jwt" }, key), "no key id");
  await refuses(await made({ alg: "HS256", typ: "at+jwt", kid: "toString" }, key), "strange key id");
  await refuses(await made({ alg: "HS512", typ: "at+jwt", kid }, key), "algorithm");
  await refuses(await made({ alg: "HS256", typ: "at+jwt", kid }, other), "key");
  await refuses(await made({ alg: "HS256", typ: "at+jwt", kid }, secret), "the raw secret is not the signing key");
  await refuses(
    new UnsecuredJWT({ sub: "u1" }).setIssuer(issuer).setAudience("admin").setExpirationTime(iat + 900).encode(),
    "alg none",
  );
  await refuses(`${head}.${btoa(atob(body).replace("u1", "u2"))}.${mark}`, "changed subject");
  await refuses(`${head}.${body}.`, "no signature");
  await refuses("nonsense", "nonsense");
  await refuses("", "empty");
  await refuses(
    await access_tokens({ secret, issuer: "https://evil.example", now }).sign_access({ sub: "u1" }, "admin", 900),
    "issuer",
  );
});

Deno.test("tokens of the key before stay valid through a rotation, those of a foreign key do not", async () => {
  const old = await tokens.sign_access({ sub: "u1" }, "admin", 900);
  const rotated = access_tokens({ secret: other, previous: [secret], issuer, now });
  assert.equal((await rotated.verify_access(old, "admin")).sub, "u1");
  await assert.rejects(access_tokens({ secret: other, issuer, now }).verify_access(old, "admin"), is_refused);
});

Deno.test("the signature of a hot token is computed once", async () => {
  const hot = await tokens.sign_access({ sub: "hot" }, "admin", 900);
  const verify = crypto.subtle.verify;
  let computed = 0;
  crypto.subtle.verify = (...args: Parameters<typeof verify>) => (computed++, verify.apply(crypto.subtle, args));
  try {
    // Other string objects, as from other requests.
    for (let n = 0; n < 100; n++) await tokens.verify_access(structuredClone(hot), "admin");
  } finally {
    crypto.subtle.verify = verify;
  }
  assert.equal(computed, 1);
});
