/** The whole application on a database of its own, and browsers without a window that visit it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Builder } from "fresh/dev";
import { create_app } from "~/app.ts";
import "~/domain/all.ts";
import { type Audience, open_gate, open_session, seed_roles } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { ObservedQuery } from "~/domain/kernel/db/connect.ts";
import { create_live } from "~/domain/kernel/live.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { access_cookie } from "~/routes/(_web)/cookies.ts";
import { csrf_cookie, csrf_field } from "~/routes/(_web)/csrf.ts";
import { all_portals } from "~/routes/(_web)/portals.ts";
import type { House } from "~/routes/(_web)/state.ts";
import { test_database } from "../../support/database.ts";
import { platform_on, test_config } from "../../support/fixtures.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const origin = "http://localhost:8000";

export interface AppWorld {
  house: House;
  handler: (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;
  /** Statements since it was last emptied. */
  queries: ObservedQuery[];
  /** Signs a person in without the form. */
  browser(person_id: string, audience: Audience): Promise<Browser>;
  sql: House["platform"]["db"]["sql"];
}

export async function open_app(options: { public_url?: string } = {}): Promise<AppWorld & AsyncDisposable> {
  configure_log({ level: "error", format: "json" });
  const queries: ObservedQuery[] = [];
  const it = await test_database({ on_query: (query) => void queries.push(query) });
  const platform = platform_on(it.db, {
    config: test_config({ PUBLIC_URL: options.public_url ?? origin, FILES_MAX_MB: "1" }),
  });
  await platform.transaction(job_actor("test"), seed_roles);
  const gate = await open_gate(platform);
  const live = await create_live(platform);
  const house: House = {
    platform,
    gate,
    live,
    jobs: {
      state() {
        throw new Error("no jobs run in this world");
      },
    },
  };
  const app = create_app(house);
  (await new Builder({ root }).build({ snapshot: "memory" }))(app);
  const handler = app.handler();
  return {
    house,
    handler,
    queries,
    sql: it.sql,
    browser: (person_id, audience) => sign_in(house, handler, person_id, audience),
    async [Symbol.asyncDispose]() {
      await live.close();
      await gate.close();
      await it.close();
    },
  };
}

export const with_app = (run: (world: AppWorld) => Promise<void>) => async () => {
  await using world = await open_app();
  await run(world);
};

/** What a page answered. */
export interface Seen {
  status: number;
  html: string;
  headers: Headers;
  /** Where a 303 leads. */
  location: string | null;
}

export interface Browser {
  get(path: string): Promise<Seen>;
  /** A form with the token of this browser; arrays and files are sent as a browser sends them. */
  post(path: string, fields: Record<string, string | string[] | File | File[]>): Promise<Seen>;
  raw(path: string, init?: RequestInit): Promise<Response>;
}

async function sign_in(
  house: House,
  handler: AppWorld["handler"],
  person_id: string,
  audience: Audience,
): Promise<Browser> {
  const portal = all_portals().find((each) => each.audience === audience);
  assert(portal);
  const opened = await house.platform.transaction(
    job_actor("test"),
    (tx) => open_session(tx, person_id, audience, ["password"]),
  );
  const token = await house.gate.sign(opened.session_id, person_id, audience);
  const jar = new Map([[access_cookie(portal, origin.startsWith("https:")), token]]);

  async function raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await handler(new Request(origin + path, { ...init, headers, redirect: "manual" }));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    return response;
  }
  const seen = async (response: Response): Promise<Seen> => ({
    status: response.status,
    html: await response.text(),
    headers: response.headers,
    location: response.headers.get("location"),
  });

  return {
    raw,
    get: async (path) => seen(await raw(path)),
    async post(path, fields) {
      if (!jar.has(csrf_cookie)) await (await raw(portal.home)).body?.cancel();
      const form = new FormData();
      form.set(csrf_field, jar.get(csrf_cookie) ?? "");
      for (const [name, value] of Object.entries(fields)) {
        for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
      }
      return await seen(await raw(path, { method: "POST", body: form, headers: { origin } }));
    },
  };
}
