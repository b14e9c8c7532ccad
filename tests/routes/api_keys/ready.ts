/** The site with an administrator who has signed in a moment ago, and requests that carry a key. */
import { open_session } from "~/domain/access/mod.ts";
import { create_key, type NewKey } from "~/domain/api_keys/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { system } from "../../domain/access/world.ts";
import { type Site, with_site } from "../auth/site.ts";

export const username = "ada@omni.example";

export interface Ready {
  site: Site;
  actor: Actor;
  /** Access token of the administrator's session. */
  token: string;
  key(input?: Partial<NewKey>): ReturnType<typeof create_key>;
}

export const with_key_site = (run: (ready: Ready) => Promise<void>) =>
  with_site(async (site) => {
    const person_id = await site.person(username, "administrator");
    const { session_id } = await site.platform.transaction(
      system,
      (tx) => open_session(tx, person_id, "admin", ["password"]),
    );
    const actor: Actor = { ...(await site.gate.actor(session_id)).actor, request: null };
    const expires_at = site.clock.now().add({ hours: 24 * 90 }).toString();
    await run({
      site,
      actor,
      token: await site.gate.sign(session_id, person_id, "admin"),
      key: (input = {}) =>
        site.platform.transaction(
          actor,
          (tx) => create_key(tx, { name: "ERP", scopes: ["tickets:read"], expires_at, ...input }),
        ),
    });
  });

export interface Told {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
}

export interface Sent {
  method?: string;
  json?: unknown;
  ip?: string;
  headers?: Record<string, string>;
  by?: "bearer" | "header";
}

export async function ask(site: Site, secret: string | null, path: string, init: Sent = {}): Promise<Told> {
  const sent: Record<string, string> = secret === null
    ? {}
    : init.by === "header"
    ? { "x-api-key": secret }
    : { authorization: `Bearer ${secret}` };
  const response = await site.browser(init.ip ?? "198.51.100.1").ask(path, {
    ...(init.method ? { method: init.method } : {}),
    ...(init.json === undefined ? {} : { json: init.json }),
    headers: { accept: "application/json", ...sent, ...init.headers },
  });
  const text = await response.text();
  const body = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, body, text };
}

export const say = ({ body }: Told): string => String(body.message);
