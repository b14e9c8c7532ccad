/** Mounts endpoints on Hono: permission, validation, transaction, answer. An endpoint's file knows none of it. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type Actor, demand, prefix_of } from "~/domain/kernel/actor.ts";
import { DomainError, invalid, not_found, unauthenticated } from "~/domain/kernel/errors.ts";
import { observe_http } from "~/domain/kernel/metrics.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { error_answer, json_answer, row_etag, text_etag, version_of } from "./answer.ts";
import type { ApiState } from "./context.ts";
import type { Endpoint, Input, RawEndpoint, TxEndpoint } from "./endpoint.ts";
import { type Answer, idempotency_key, once } from "./idempotency.ts";
import { document_endpoint } from "./openapi.ts";
import { is_unsafe } from "../(_web)/csrf.ts";
import { check_length, limited } from "../(_web)/forms.ts";

export interface Env {
  Bindings: ApiState;
}
export type Api = OpenAPIHono<Env>;

/** Bytes of a JSON body. Files have their own limit, by setting. */
const json_limit = 1024 * 1024;
/** Nesting past this is an attack on parsers, not data. */
const deepest = 32;
export const api_base = "/api/v1";

export function mount(endpoints: readonly Endpoint[]): Api {
  const api = new OpenAPIHono<Env>().basePath(api_base);
  // Literal segments first: `/tickets/bulk-update` must not be read as `/tickets/{id}`.
  for (const endpoint of [...endpoints].sort((a, b) => literal(b) - literal(a))) {
    document_endpoint(api, endpoint);
    api.on(endpoint.method, endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"), (c) => answer(endpoint, c));
  }
  api.notFound((c) => error_answer(wrong_path(endpoints, c)));
  api.onError((error) => error_answer(error));
  return api;
}

const literal = (endpoint: Endpoint) => endpoint.path.split("/").filter((part) => part && !part.startsWith("{")).length;

function wrong_path(endpoints: readonly Endpoint[], c: Context<Env>): DomainError {
  const path = c.req.path.slice(api_base.length);
  const methods = endpoints.filter((endpoint) =>
    new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path)
  ).map((endpoint) => endpoint.method);
  if (methods.length === 0) return not_found("endpoint", `${c.req.method} ${c.req.path}`);
  return new DomainError(
    "method_not_allowed",
    `${c.req.method} is not offered here: use ${[...new Set(methods)].join(" or ")}.`,
  );
}

async function answer(endpoint: Endpoint, c: Context<Env>): Promise<Response> {
  const started = performance.now();
  let response: Response;
  try {
    response = endpoint.kind === "raw" ? await run_raw(endpoint, c) : await run_tx(endpoint, c);
  } catch (error) {
    response = error_answer(error);
  }
  observe_http({
    method: endpoint.method,
    route: `${api_base}${endpoint.path}`,
    status: response.status,
    seconds: (performance.now() - started) / 1000,
  });
  return response;
}

const nobody: Actor = {
  kind: "api_key",
  label: "nobody",
  person_id: null,
  session_id: null,
  permissions: { has: () => false, keys: [] },
  subscriber_ids: [],
  timezone: null,
  request: null,
};

/** Outsiders learn nothing of routes that are not theirs: for them those do not exist. */
function admitted(endpoint: Endpoint, c: Context<Env>): Actor {
  const { actor, request } = c.env;
  if (endpoint.permission === "public") return actor ?? { ...nobody, request };
  if (!actor) throw unauthenticated();
  if (endpoint.permission === "signed-in") {
    // What is a person's own (sessions, second factor, notices, views) stands under no permission that a scope could leave out.
    if (actor.key_id && !endpoint.keys) {
      throw new DomainError(
        "forbidden",
        "This is for people who sign in: an API key cannot call it, whatever its scopes.",
      );
    }
    return actor;
  }
  const whose = /^(portal|reseller|vendor):/.exec(endpoint.permission)?.[1] ?? null;
  if (prefix_of(actor) !== whose) throw not_found("endpoint", `${c.req.method} ${c.req.path}`);
  demand(actor, endpoint.permission);
  return actor;
}

async function run_raw(endpoint: RawEndpoint, c: Context<Env>): Promise<Response> {
  const actor = admitted(endpoint, c);
  const { platform } = c.env.house;
  const limit = await endpoint.max_bytes?.(platform) ?? (platform.config.FILES_MAX_MB + 1) * 1024 * 1024;
  check_length(c.req.raw, limit);
  return await endpoint.run({
    platform: c.env.house.platform,
    house: c.env.house,
    actor,
    request: limited(c.req.raw, limit),
    params: c.req.param(),
  });
}

async function run_tx(endpoint: TxEndpoint, c: Context<Env>): Promise<Response> {
  const actor = admitted(endpoint, c);
  const { platform } = c.env.house;
  const request = c.req.raw;
  const body = is_unsafe(endpoint.method) ? await body_text(request) : "";
  const input = input_of(endpoint, c, body);

  if (endpoint.kind === "read") {
    const result = await platform.read(actor, (tx) => endpoint.run(tx, input));
    return read_answer(request, endpoint, result);
  }
  const key = endpoint.method === "POST" ? idempotency_key(request) : null;
  const status = endpoint.status ?? 200;
  const kept = endpoint.no_store ? { "cache-control": "no-store" } : {};
  if (!key) {
    const result = await platform.transaction(actor, (tx) => endpoint.run(tx, input));
    return status === 204
      ? new Response(null, { status })
      : json_answer(JSON.stringify(result ?? null), status, { ...row_etag(result), ...kept });
  }
  const path = c.req.path;
  const stored = await platform.transaction(
    actor,
    (tx) =>
      once(tx, key, { method: endpoint.method, path, body }, async (): Promise<Answer> => {
        const result = await endpoint.run(tx, input);
        return { status, text: JSON.stringify(result ?? null) };
      }),
  );
  return stored.status === 204 ? new Response(null, { status: 204 }) : json_answer(stored.text, stored.status, kept);
}

function read_answer(request: Request, endpoint: TxEndpoint, result: unknown): Response {
  const text = endpoint.json_text && typeof result === "string" ? result : JSON.stringify(result ?? null);
  const etag = row_etag(result).etag ?? text_etag(text);
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: { etag } });
  return json_answer(text, 200, { etag });
}

function input_of(endpoint: TxEndpoint, c: Context<Env>, body: string): Input {
  const search = search_of(c.req.url);
  const query = endpoint.query && !endpoint.lists ? validated(endpoint.query, Object.fromEntries(search)) : {};
  return {
    params: c.req.param(),
    search,
    query,
    version: version_of(c.req.raw),
    body: endpoint.body ? validated(endpoint.body, parse_json(body, c.req.header("content-type") ?? "")) : undefined,
  };
}

/** The parameters without parsing the whole address again: 2 µs in place of 9. */
function search_of(url: string): URLSearchParams {
  const at = url.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : url.slice(at + 1).replace(/#.*$/, ""));
}

async function body_text(request: Request): Promise<string> {
  check_length(request, json_limit);
  return await limited(request, json_limit).text();
}

function parse_json(text: string, type: string): unknown {
  if (text === "") throw invalid("(body)", "", "must not be empty", "Send a JSON object.");
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new DomainError("unsupported_type", `Content-Type is '${type || "missing"}': send application/json.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DomainError(
      "bad_request",
      `The body is no valid JSON: ${
        error instanceof Error ? error.message.slice(0, 160) : "it cannot be parsed"
      }. Check quotes, commas and the encoding (UTF-8).`,
    );
  }
  if (depth(value) > deepest) throw invalid("(body)", "…", `is nested more than ${deepest} levels deep`, "Flatten it.");
  return value;
}

function depth(value: unknown, level = 0): number {
  if (typeof value !== "object" || value === null || level > deepest) return level;
  let most = level + 1;
  for (const inner of Object.values(value)) most = Math.max(most, depth(inner, level + 1));
  return most;
}
