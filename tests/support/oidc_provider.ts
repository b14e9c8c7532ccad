/** A certified OpenID provider (the npm package oidc-provider) on a port of its own, with a login page of its own. */
import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

export interface Account {
  email?: string;
  email_verified?: boolean;
  name?: string;
  preferred_username?: string;
  groups?: string[];
}

export interface TestProvider extends AsyncDisposable {
  issuer: string;
  client_id: string;
  client_secret: string;
  /** By login; change them between sign-ins. */
  accounts: Map<string, Account>;
  /** Answers of the login page: what a person does at the provider. @returns where the provider sends the browser */
  visit(authorization: URL, login: string | null, jar?: Map<string, string>): Promise<URL>;
  /** Signs out at the provider, as its own account page would; it then tells its clients. */
  sign_out(jar: Map<string, string>): Promise<void>;
}

export interface ProviderOptions {
  redirect_uris: string[];
  post_logout_redirect_uris?: string[];
  /** Where the provider's own requests go instead of the network: back-channel logout. */
  fetch?: (url: URL | string, init: RequestInit) => Promise<Response>;
  backchannel_logout_uri?: string;
}

const client_id = "omni";
const client_secret = "a-client-secret-of-the-test-that-is-long";

export async function oidc_provider(options: ProviderOptions): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const accounts = new Map<string, Account>();
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const provider = new Provider(issuer, {
    adapter: MemoryAdapter,
    jwks: { keys: [{ ...await exportJWK(privateKey), kid: "of-the-test", alg: "RS256", use: "sig" }] },
    clients: [{
      client_id,
      client_secret,
      redirect_uris: options.redirect_uris,
      post_logout_redirect_uris: options.post_logout_redirect_uris ?? [],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      ...(options.backchannel_logout_uri
        ? { backchannel_logout_uri: options.backchannel_logout_uri, backchannel_logout_session_required: true }
        : {}),
    }],
    cookies: { keys: ["one key for the cookies of a test"] },
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username"],
      groups: ["groups"],
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: unknown, sub: string) =>
      accounts.has(sub) ? { accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) } : undefined,
    async loadExistingGrant(ctx: GrantContext) {
      const { client, session, provider } = ctx.oidc;
      const known = session.grantIdFor(client.clientId);
      if (known) return await provider.Grant.find(known);
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith("/interaction/")) void interact(provider, request, response);
    else void answer(request, response);
  });
  return {
    issuer,
    client_id,
    client_secret,
    accounts,
    visit: (authorization, login, jar = new Map()) => visit(issuer, authorization, login, jar),
    sign_out: (jar) => sign_out(issuer, jar),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

type Stored = Record<string, unknown> & { uid?: string; grantId?: string };

/** Where the provider keeps sessions, codes and grants: one map by kind and id. */
class MemoryAdapter {
  static readonly rows = new Map<string, Stored>();
  constructor(readonly kind: string) {}
  upsert(id: string, row: Stored) {
    MemoryAdapter.rows.set(`${this.kind} ${id}`, row);
    return Promise.resolve();
  }
  find(id: string) {
    return Promise.resolve(MemoryAdapter.rows.get(`${this.kind} ${id}`));
  }
  findByUid(uid: string) {
    const found = [...MemoryAdapter.rows].find(([key, row]) => key.startsWith(`${this.kind} `) && row.uid === uid);
    return Promise.resolve(found?.[1]);
  }
  findByUserCode() {
    return Promise.resolve(undefined);
  }
  consume(id: string) {
    const row = MemoryAdapter.rows.get(`${this.kind} ${id}`);
    if (row) row.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }
  destroy(id: string) {
    MemoryAdapter.rows.delete(`${this.kind} ${id}`);
    return Promise.resolve();
  }
  revokeByGrantId(grant_id: string) {
    for (const [key, row] of MemoryAdapter.rows) if (row.grantId === grant_id) MemoryAdapter.rows.delete(key);
    return Promise.resolve();
  }
}

interface Grant {
  addOIDCScope(scope: string): void;
  save(): Promise<string>;
}
interface GrantContext {
  oidc: {
    client: { clientId: string };
    session: { accountId: string; grantIdFor(client_id: string): string | undefined };
    provider: {
      Grant: {
        new (of: { clientId: string; accountId: string }): Grant;
        find(id: string): Promise<Grant>;
      };
    };
  };
}

/** The provider's login page: a field, a button, and a way to say no. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><html lang="en"><title>The provider</title><main><h1>The provider</h1><form method="post">
        <label>Login <input name="login" autofocus></label> <button name="answer" value="go">Sign in</button>
        <button name="answer" value="no">Cancel</button></form></main></html>`,
    );
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const result = form.get("answer") === "no"
    ? { error: "access_denied", error_description: "<b>The person said no</b>" }
    : { login: { accountId: form.get("login") ?? "" } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** A browser at the provider: follows it until it sends somewhere else. */
async function visit(
  issuer: string,
  authorization: URL,
  login: string | null,
  jar: Map<string, string>,
): Promise<URL> {
  let next = authorization;
  for (let hops = 0; next.origin === issuer; hops++) {
    if (hops > 10) throw new Error(`The provider goes round in circles at ${next}`);
    const asked = next.pathname.startsWith("/interaction/");
    const answer = await hop(
      next,
      jar,
      asked ? new URLSearchParams(login === null ? { answer: "no" } : { answer: "go", login }) : null,
    );
    const location = answer.headers.get("location");
    if (!location) throw new Error(`The provider answered ${answer.status} at ${next}: ${await answer.text()}`);
    await answer.body?.cancel();
    next = new URL(location, next);
  }
  return next;
}

async function sign_out(issuer: string, jar: Map<string, string>): Promise<void> {
  const form = await (await hop(new URL("/session/end", issuer), jar, null)).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? "";
  const answer = await hop(new URL("/session/end/confirm", issuer), jar, new URLSearchParams({ xsrf, logout: "yes" }));
  await answer.body?.cancel();
}

async function hop(url: URL, jar: Map<string, string>, form: URLSearchParams | null): Promise<Response> {
  const answer = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form,
    redirect: "manual",
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
  });
  for (const line of answer.headers.getSetCookie()) {
    const [pair = "", ...rest] = line.split("; ");
    const at = pair.indexOf("=");
    const gone = pair.endsWith("=") || rest.some((part) => /^expires=Thu, 01 Jan 1970/i.test(part));
    if (gone) jar.delete(pair.slice(0, at));
    else jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return answer;
}
