/** The OpenAPI document, from the declarations that validate. */
import { z } from "@hono/zod-openapi";
import { list_parameters } from "~/domain/kernel/list_query.ts";
import { error_status } from "~/domain/kernel/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Api } from "./mount.ts";

const error_envelope = z.object({
  code: z.enum(Object.keys(error_status) as [string, ...string[]]),
  message: z.string(),
  details: z.array(
    z.object({ field: z.string(), value: z.string().optional(), message: z.string(), remedy: z.string().optional() }),
  ),
});
const failure = (description: string) => ({ description, content: { "application/json": { schema: error_envelope } } });

export function document_endpoint(api: Api, endpoint: Endpoint): void {
  const params = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const status = endpoint.status ?? 200;
  const content = endpoint.kind === "raw" ? endpoint.produces ?? "application/json" : "application/json";
  const headers = endpoint.method === "POST" && endpoint.kind === "write"
    ? z.object({ "Idempotency-Key": z.string().max(200).optional() })
    : undefined;
  api.openAPIRegistry.registerPath({
    method: endpoint.method.toLowerCase() as "get",
    path: endpoint.path,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: endpoint.permission === "public"
      ? "Open to all."
      : endpoint.permission === "signed-in"
      ? endpoint.keys ? "For anyone signed in, and for API keys." : "For anyone signed in; not for API keys."
      : `Takes the permission \`${endpoint.permission}\`.`,
    security: endpoint.permission === "public" ? [] : [
      { bearer: [] },
      ...(endpoint.permission === "signed-in" && !endpoint.keys ? [] : [{ api_key: [] }]),
      { cookie: [] },
    ],
    request: {
      ...(params.length ? { params: z.object(Object.fromEntries(params.map((name) => [name, z.string()]))) } : {}),
      ...(query_of(endpoint) ? { query: query_of(endpoint) } : {}),
      ...(headers ? { headers } : {}),
      ...(endpoint.body
        ? {
          body: {
            required: true,
            content: {
              [endpoint.kind === "raw" ? endpoint.consumes ?? "application/json" : "application/json"]: {
                schema: endpoint.body,
              },
            },
          },
        }
        : {}),
    },
    responses: {
      [status]: endpoint.returns
        ? { description: "Done", content: { [content]: { schema: endpoint.returns } } }
        : { description: "Done" },
      401: failure("Nobody is signed in, or the token is not valid"),
      403: failure("The permission is missing"),
      404: failure("No such record that the actor may see"),
      409: failure("The record changed meanwhile, or its state does not allow this"),
      422: failure("The input does not hold: details name field, value and remedy"),
      503: failure("The database cannot be reached; try again after Retry-After"),
    },
  });
}

function query_of(endpoint: Endpoint): z.ZodObject | undefined {
  if (endpoint.kind === "raw" || !endpoint.lists) return endpoint.query;
  return z.object(Object.fromEntries(list_parameters(endpoint.lists).map((name) => [name, z.string().optional()])));
}

/** The whole document, built once. */
export function openapi_document(api: Api, public_url: string): object {
  api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An access token of a sign-in, or an API key",
  });
  api.openAPIRegistry.registerComponent("securitySchemes", "api_key", {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description: "omni_key_…, made under System, API keys",
  });
  api.openAPIRegistry.registerComponent("securitySchemes", "cookie", {
    type: "apiKey",
    in: "cookie",
    name: "omni_access_admin",
  });
  return api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Omni", version: "1", description: "Omni-channel field service and CRM for telcos and utilities." },
    servers: [{ url: public_url }],
  });
}
