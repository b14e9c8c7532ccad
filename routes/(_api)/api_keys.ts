import { z } from "zod";
import {
  api_keys,
  change_key,
  create_key,
  current_key,
  effective_permissions,
  end_grace,
  key_change,
  key_usage,
  new_key,
  own_keys_json,
  revocation,
  revoke_current_key,
  revoke_key,
  rotate_key,
  rotation,
  see_key,
} from "~/domain/api_keys/mod.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { crud, list_envelope } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const { entity } = api_keys;
const tag = entity.plural;
const base = "/api-keys";
const read = entity.read;
const told = read.extend({
  effective_permissions: z.array(z.string()).meta({ description: "Its scopes within what its owner may now" }),
});
const with_secret = read.extend({ secret: z.string().meta({ description: "Told this once: keep it" }) });
const usage = z.object({
  days: z.array(z.object({ day: z.iso.date(), requests: z.int() })),
  addresses: z.array(z.object({ address: z.string(), requests: z.int(), last_used_at: z.string() })),
  previous_secret: z.object({
    valid_until: z.string(),
    last_used_at: z.string().nullable(),
    last_used_ip: z.string().nullable(),
  }).nullable(),
});

const usage_of = (path: string, permission: string): Endpoint =>
  reading(path, {
    permission,
    summary: "Requests of the last 30 days, from where, and whether the old secret is still sent",
    tag,
    returns: usage,
  }, async (tx, { params }) => await key_usage(tx, (await see_key(tx, param(params))).id));

export const api_key_routes: Endpoint[] = [
  ...crud(api_keys),
  {
    method: "GET",
    path: "/me/api-keys",
    kind: "read",
    permission: "api-keys:create",
    summary: "List one's own API keys",
    tag,
    returns: list_envelope(read),
    lists: entity,
    json_text: true,
    run: (tx, { search }) => own_keys_json(tx, parse_list(entity, search)),
  },
  reading(`/me/api-keys/{id}`, {
    permission: "api-keys:create",
    summary: "Get one of one's own API keys, with what it may now",
    tag,
    returns: told,
  }, async (tx, { params }) => {
    const key = await see_key(tx, param(params));
    return { ...key, effective_permissions: await effective_permissions(tx, key) };
  }),
  reading(`${base}/current`, {
    permission: "signed-in",
    keys: true,
    summary: "The API key that is sent, with what it may now",
    tag,
    returns: told,
  }, async (tx) => {
    const key = await current_key(tx);
    return { ...key, effective_permissions: await effective_permissions(tx, key) };
  }),
  usage_of(`${base}/{id}/usage`, "api-keys:read"),
  usage_of("/me/api-keys/{id}/usage", "api-keys:create"),
  verb("POST", base, {
    permission: "api-keys:create",
    summary: "Create an API key; the answer tells its secret, once. Takes a fresh proof (step-up)",
    tag,
    body: new_key,
    returns: with_secret,
    status: 201,
    no_store: true,
  }, (tx, { body }) => create_key(tx, body)),
  verb("PATCH", `${base}/{id}`, {
    permission: "api-keys:create",
    summary: "Change a key; what gives it more takes a fresh proof (step-up)",
    tag,
    body: key_change,
    returns: read,
  }, (tx, { params, body, version }) => change_key(tx, param(params), body, version)),
  verb("POST", `${base}/{id}/rotate`, {
    permission: "api-keys:create",
    summary: "Replace the secret; the old one works on for grace_hours. Takes a fresh proof (step-up)",
    tag,
    body: rotation,
    returns: with_secret,
    no_store: true,
  }, (tx, { params, body }) => rotate_key(tx, param(params), body)),
  verb("POST", `${base}/{id}/end-grace`, {
    permission: "api-keys:create",
    summary: "End the old secret of a rotated key before its time",
    tag,
    returns: read,
  }, (tx, { params }) => end_grace(tx, param(params))),
  verb("POST", `${base}/current/revoke`, {
    permission: "signed-in",
    keys: true,
    summary: "Revoke the API key that is sent",
    tag,
    returns: read,
  }, (tx) => revoke_current_key(tx)),
  verb("POST", `${base}/{id}/revoke`, {
    permission: "api-keys:create",
    summary: "Revoke a key, on every replica within a second",
    tag,
    body: revocation,
    returns: read,
  }, (tx, { params, body }) => revoke_key(tx, param(params), body)),
];
