/** An integrator's client: a token, JSON, and nothing of the product's own code. */
import assert from "node:assert/strict";
import { demo_password } from "~/demo/accounts.ts";

// deno-lint-ignore no-explicit-any -- a test reads what the wire brings; each field it names is asserted
export type Json = any;

export interface Client {
  /** Asserts the status, 200 or 201 unless given, and returns the body. */
  call(method: string, path: string, body?: unknown, expected?: number): Promise<Json>;
  raw(method: string, path: string, init?: RequestInit): Promise<Response>;
}

export async function client(url: string, username: string, portal = "admin"): Promise<Client> {
  const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: demo_password, portal }),
  });
  const signed: Json = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(signed));
  return client_with(url, signed.access_token);
}

export function client_with(url: string, token: string): Client {
  const raw: Client["raw"] = (method, path, init = {}) =>
    fetch(`${url}/api/v1${path}`, { ...init, method, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return {
    raw,
    async call(method, path, body, expected) {
      const init: RequestInit = body instanceof FormData
        ? { body }
        : body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const answer = await raw(method, path, init);
      const text = await answer.text();
      if (expected === undefined) {
        assert.ok(answer.ok, `${method} ${path} answered ${answer.status}: ${text.slice(0, 600)}`);
      } else assert.equal(answer.status, expected, `${method} ${path}: ${text.slice(0, 600)}`);
      return text === "" ? null : JSON.parse(text);
    },
  };
}

/** A small, real JPEG and PNG: what a phone would send, without its size. */
export const png_bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);
export const photo = (name = "router.png"): File => new File([png_bytes], name, { type: "image/png" });
