import { z } from "zod";
import {
  change_endpoint,
  create_endpoint,
  endpoint_change,
  endpoint_input,
  get_endpoint,
  pause_endpoint,
  ping_endpoint,
  public_event_types,
  remove_endpoint,
  replay_delivery,
  replay_failed,
  replay_range,
  replay_span,
  resume_endpoint,
  rotate_secret,
  rotation,
  webhook_attempts,
  webhook_deliveries,
  webhook_endpoints,
} from "~/domain/webhooks/mod.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const tag = webhook_endpoints.entity.plural;
const read = webhook_endpoints.entity.read;
const with_types = read.extend({ event_types: z.array(z.string()) });
const with_secret = with_types.extend({ secret: z.string().meta({ description: "Told this once: keep it" }) });
const replayed = z.object({ replayed: z.int() });
const base = "/webhook-endpoints";

export const webhook_routes: Endpoint[] = [
  ...crud(webhook_endpoints).filter((endpoint) => endpoint.path === base),
  reading(`${base}/{id}`, {
    permission: "webhooks:read",
    summary: "Get one endpoint with the event types it hears of",
    tag,
    returns: with_types,
  }, (tx, { params }) => get_endpoint(tx, param(params))),
  verb("POST", base, {
    permission: "webhooks:create",
    summary: "Create an endpoint; the answer tells its secret, once",
    tag,
    body: endpoint_input,
    returns: with_secret,
    status: 201,
    no_store: true,
  }, (tx, { body }) => create_endpoint(tx, body)),
  verb("PATCH", `${base}/{id}`, {
    permission: "webhooks:update",
    summary: "Change an endpoint's name, address or event types",
    tag,
    body: endpoint_change,
    returns: with_types,
  }, (tx, { params, body }) => change_endpoint(tx, param(params), body)),
  verb("DELETE", `${base}/{id}`, {
    permission: "webhooks:delete",
    summary: "Delete an endpoint; what waits for it is canceled, its log stays",
    tag,
    status: 204,
  }, (tx, { params }) => remove_endpoint(tx, param(params))),
  verb("POST", `${base}/{id}/rotate-secret`, {
    permission: "webhooks:update",
    summary: "Replace the secret; both sign until the overlap ends",
    tag,
    body: rotation,
    returns: z.object({ secret: z.string(), previous_secret_until: z.string().nullable() }),
    no_store: true,
  }, (tx, { params, body }) => rotate_secret(tx, param(params), body)),
  verb("POST", `${base}/{id}/pause`, {
    permission: "webhooks:update",
    summary: "Stop deliveries to an endpoint",
    tag,
    returns: read,
  }, (tx, { params }) => pause_endpoint(tx, param(params))),
  verb("POST", `${base}/{id}/resume`, {
    permission: "webhooks:update",
    summary: "Go on with deliveries to an endpoint",
    tag,
    returns: read,
  }, (tx, { params }) => resume_endpoint(tx, param(params))),
  verb("POST", `${base}/{id}/ping`, {
    permission: "webhooks:update",
    summary: "Send a test message to an endpoint",
    tag,
    returns: z.object({ queued: z.literal(true) }),
    status: 202,
  }, (tx, { params }) => ping_endpoint(tx, param(params))),
  verb("POST", `${base}/{id}/replay-failed`, {
    permission: "webhooks:replay",
    summary: "Send everything again that an endpoint did not take",
    tag,
    returns: replayed,
  }, (tx, { params }) => replay_failed(tx, param(params))),
  verb("POST", `${base}/{id}/replay`, {
    permission: "webhooks:replay",
    summary: "Send every event of a span, also those of a pause; 50,000 at most",
    tag,
    body: replay_span,
    returns: replayed,
  }, (tx, { params, body }) => replay_range(tx, param(params), body)),
  nested(webhook_endpoints.entity, "deliveries", webhook_deliveries, "endpoint_id"),
  ...crud(webhook_deliveries),
  nested(webhook_deliveries.entity, "attempts", webhook_attempts, "delivery_id"),
  verb("POST", "/webhook-deliveries/{id}/replay", {
    permission: "webhooks:replay",
    summary: "Send one delivery again, under its own webhook-id",
    tag: webhook_deliveries.entity.plural,
    returns: replayed,
  }, (tx, { params }) => replay_delivery(tx, param(params))),
  reading("/webhook-event-types", {
    permission: "webhooks:read",
    summary: "Event types that an endpoint can hear of",
    tag,
    returns: z.object({ items: z.array(z.object({ type: z.string(), description: z.string() })) }),
  }, () => Promise.resolve({ items: public_event_types() })),
];
