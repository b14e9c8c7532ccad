/** One request as a caller would send it: cookies and the CSRF token for pages, a bearer token for the API. */
import { csrf_tokens } from "~/routes/(_web)/csrf.ts";
import { access_cookie } from "~/routes/(_web)/cookies.ts";
import { portal_for } from "~/routes/(_web)/portals.ts";
import { type Caller, type Handler, origin, type Walls } from "./world.ts";
import type { Way } from "./registry.ts";

export interface Asked {
  status: number;
  location: string;
  text: string;
  /** Why a form was refused, for where its page shows another reason, or none. */
  said: string;
}

export interface Question {
  way: Way;
  /** Without placeholders, query included. */
  path: string;
  caller: Caller | null;
  json?: unknown;
  form?: Record<string, string>;
  /** What a page of somebody else's could send. */
  forgery?: "no token" | "another's token" | "another site";
  /** Cookies for the API too. */
  by_cookie?: boolean;
}

let refusal = "";
/** Listens to the log, where every refused form is told. One question at a time. */
export function hear(line: string): void {
  if (line.includes("a form was refused")) refusal = line;
  else if (line.includes('"level":"error"')) console.error(line);
}

let addresses = 0;
/** Each request from an address of its own, so that no limit of addresses stands in the way. */
const next_address = () => `198.18.${(addresses >> 8) & 255}.${addresses++ & 255}`;

export async function ask(walls: Walls, handler: Handler, question: Question): Promise<Asked> {
  const { way, path, caller } = question;
  const method = way.method === "*" ? "GET" : way.method;
  const unsafe = method !== "GET";
  const headers = new Headers({
    "x-request-id": "one-and-the-same",
    accept: way.kind === "endpoint" ? "application/json" : "text/html",
  });
  if (way.kind === "endpoint" && caller && !question.by_cookie) headers.set("authorization", `Bearer ${caller.token}`);
  else {
    const csrf = csrf_tokens(walls.house.platform.config.SECRET_KEY).make();
    const cookies = [`omni_csrf=${csrf}`];
    if (caller) cookies.push(`${access_cookie(portal_for(caller.audience), false)}=${caller.token}`);
    headers.set("cookie", cookies.join("; "));
    const token = question.forgery === "another's token"
      ? csrf_tokens(walls.house.platform.config.SECRET_KEY).make()
      : csrf;
    if (unsafe && question.forgery !== "no token") headers.set("x-csrf-token", token);
    if (unsafe) headers.set("origin", question.forgery === "another site" ? "https://evil.example" : origin);
  }
  refusal = "";
  const body = unsafe ? body_of(question, headers) : null;
  const response = await handler(new Request(`${origin}${path}`, { method, headers, body, redirect: "manual" }), {
    remoteAddr: { transport: "tcp", hostname: next_address(), port: 1 },
    completed: Promise.resolve(),
  });
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    text: await response.text(),
    said: refusal,
  };
}

function body_of({ way, json, form }: Question, headers: Headers): BodyInit | null {
  if (way.kind === "endpoint") {
    headers.set("content-type", "application/json");
    return JSON.stringify(json ?? {});
  }
  return new URLSearchParams({ ...(way.action ? { action: way.action } : {}), ...form });
}
