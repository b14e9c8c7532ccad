/** A provider under the test's hand: it says and signs whatever it is told to. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** `undefined` leaves a claim out. */
export type Changes = { [K in keyof JWTPayload]: JWTPayload[K] | undefined };

export interface ForgedProvider extends AsyncDisposable {
  issuer: string;
  /** The ID token that the next exchange gets. */
  id_token: string;
  /** What the token endpoint was sent, newest last. */
  exchanges: URLSearchParams[];
  /** Times that the keys were asked for. */
  key_requests: number;
  /** Changes of the description that discovery gives. */
  description: Record<string, unknown>;
  /** Answers everything with this status until it is null again. */
  down: number | null;
  /** A token with what an ordinary one has, but for the changes. */
  token(claims: Changes, header?: { alg?: string; kid?: string; typ?: string }): Promise<string>;
  /** A new key takes the old one's place, as providers do. */
  rotate(): Promise<void>;
}

export const forged_client = "omni";

export async function forged_provider(): Promise<ForgedProvider> {
  let pair = await generateKeyPair("RS256");
  let kid = "key-1";
  let turns = 1;
  const it = { id_token: "", exchanges: [] as URLSearchParams[], key_requests: 0, down: null as number | null };
  const description: Record<string, unknown> = {};
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const body = await request.text();
      if (it.down !== null) return new Response("<h1>Bad gateway</h1>", { status: it.down });
      switch (pathname) {
        case "/.well-known/openid-configuration":
          return Response.json({ ...usual(issuer), ...description });
        case "/jwks":
          it.key_requests++;
          return Response.json({ keys: [{ ...await exportJWK(pair.publicKey), kid, use: "sig", alg: "RS256" }] });
        case "/token":
          it.exchanges.push(new URLSearchParams(body));
          return Response.json({ access_token: "an-access-token", token_type: "Bearer", id_token: it.id_token });
        case "/userinfo":
          return Response.json({ sub: "mallory", email: "mallory@example.com", email_verified: true });
        default:
          return new Response(null, { status: 404 });
      }
    },
  );
  const issuer = `http://127.0.0.1:${server.addr.port}`;
  return Object.assign(it, {
    issuer,
    description,
    async token(claims: Changes, header: { alg?: string; kid?: string; typ?: string } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: issuer, aud: forged_client, sub: "mallory", iat: now, exp: now + 300, ...claims };
      return await new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
        .setProtectedHeader({ alg: "RS256", kid, ...header }).sign(pair.privateKey);
    },
    async rotate() {
      pair = await generateKeyPair("RS256");
      kid = `key-${++turns}`;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}

const usual = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  code_challenge_methods_supported: ["S256"],
});
