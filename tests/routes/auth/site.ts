/** The whole site in one process, without a port: every middleware and every page, on a test's own database. */
import { Builder } from "fresh/dev";
import { create_app } from "~/app.ts";
import { type Gate, open_gate } from "~/domain/access/mod.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { create_live } from "~/domain/kernel/live.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { with_world, type World } from "../../domain/access/world.ts";
import { platform_on, test_config } from "../../support/fixtures.ts";

const origin = "https://omni.example";

export interface Site extends World {
  origin: string;
  gate: Gate;
  /** A browser with cookies of its own. */
  browser(ip?: string): Browser;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
}

export interface Browser {
  cookies: Map<string, string>;
  ask(path: string, ask?: Ask): Promise<Response>;
  /** GET, for the CSRF cookie, then POST with its token from this site: what a person does. */
  send(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  sign_in(username: string, password: string, path?: string): Promise<Response>;
}

/** With `https` as PUBLIC_URL: cookies carry their `__Host-` names. */
export function with_site(run: (site: Site) => Promise<void>, env: Record<string, string> = {}): () => Promise<void> {
  return with_world(async (world) => {
    configure_log({ level: "error", format: "json" });
    const platform: Platform = platform_on(world.it.db, {
      now: world.clock.now,
      config: test_config({ PUBLIC_URL: origin, ...env }),
    });
    const gate = await open_gate(platform);
    const live = await create_live(platform);
    const jobs = {
      state: () => {
        throw new Error("no job is running in this test");
      },
    };
    const app = create_app({ platform, gate, live, jobs });
    (await new Builder({ root: new URL("../../../", import.meta.url).pathname }).build({ snapshot: "memory" }))(app);
    const handler = app.handler();
    try {
      await run({ ...world, platform, origin, gate, browser: (ip = "198.51.100.1") => browser(handler, ip) });
    } finally {
      await live.close();
      await gate.close();
    }
  });
}

type Handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) => Response | Promise<Response>;

function browser(handler: Handler, ip: string): Browser {
  const cookies = new Map<string, string>();
  const ask: Browser["ask"] = async (path, { method = "GET", headers = {}, form, json } = {}) => {
    const sent = new Headers({ accept: "text/html", ...headers });
    if (cookies.size > 0 && !sent.has("cookie")) {
      sent.set(
        "cookie",
        [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      );
    }
    if (json !== undefined) sent.set("content-type", "application/json");
    const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
    const response = await handler(
      new Request(`${origin}${path}`, { method, headers: sent, body, redirect: "manual" }),
      { remoteAddr: { transport: "tcp", hostname: ip, port: 1 }, completed: Promise.resolve() },
    );
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...rest] = line.split("; ");
      const at = pair.indexOf("=");
      if (rest.includes("Max-Age=0")) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const send: Browser["send"] = async (path, form, headers = {}) => {
    if (!cookies.has("__Host-omni_csrf")) await (await ask("/auth/sign-in")).body?.cancel();
    return await ask(path, {
      method: "POST",
      form: { _csrf_token: cookies.get("__Host-omni_csrf") ?? "", ...form },
      headers: { origin, "sec-fetch-site": "same-origin", ...headers },
    });
  };
  return {
    cookies,
    ask,
    send,
    sign_in: (username, password, path = "/auth/sign-in") => send(path, { username, password }),
  };
}
