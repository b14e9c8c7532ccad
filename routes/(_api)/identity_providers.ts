import { z } from "zod";
import {
  add_rule,
  change_provider,
  check_provider,
  create_provider,
  external_identities,
  identity_providers,
  longest_logout_token,
  obey_logout,
  provider_change,
  provider_input,
  remove_provider,
  remove_rule,
  rule_input,
  rules_of,
} from "~/domain/identity_providers/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { json_answer } from "./answer.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, raw, reading, verb } from "./endpoint.ts";
import { text_of } from "../(_web)/forms.ts";

const tag = identity_providers.entity.plural;
const read = identity_providers.entity.read;
const base = "/identity-providers";
const rule = z.object({
  id: z.uuid(),
  claim: z.string(),
  value: z.string(),
  role_key: z.string(),
  role_name: z.string(),
  audience: z.string(),
});
const rules = z.object({ items: z.array(rule) });
const finding = z.object({ tone: z.enum(["ok", "bad", "note"]), words: z.string() });
const logout = z.object({ logout_token: z.string() });

export const identity_provider_routes: Endpoint[] = [
  ...crud(identity_providers),
  verb("POST", base, {
    permission: "identity-providers:create",
    summary: "Add an identity provider; its client secret is told by no answer",
    tag,
    body: provider_input,
    returns: read,
    status: 201,
  }, (tx, { body }) => create_provider(tx, body)),
  verb("PATCH", `${base}/{id}`, {
    permission: "identity-providers:update",
    summary: "Change an identity provider; the issuer stays once people are linked",
    tag,
    body: provider_change,
    returns: read,
  }, (tx, { params, body }) => change_provider(tx, param(params), body)),
  verb("DELETE", `${base}/{id}`, {
    permission: "identity-providers:delete",
    summary: "Delete an identity provider; its sessions end, roles by its claims are taken back",
    tag,
    status: 204,
  }, (tx, { params }) => remove_provider(tx, param(params))),
  reading(`${base}/{id}/rules`, {
    permission: "identity-providers:read",
    summary: "Which claims give which roles",
    tag,
    returns: rules,
  }, async (tx, { params }) => {
    const { id } = await identity_providers.get(tx, param(params));
    return { items: await rules_of(tx, id) };
  }),
  verb("POST", `${base}/{id}/rules`, {
    permission: "identity-providers:update",
    summary: "Let a value of a claim give a role that one could give oneself",
    tag,
    body: rule_input,
    returns: rules,
    status: 201,
  }, async (tx, { params, body }) => ({ items: await add_rule(tx, param(params), body) })),
  verb("DELETE", `${base}/{id}/rules/{rule_id}`, {
    permission: "identity-providers:update",
    summary: "Take a rule away; its roles go at the next sign-in",
    tag,
    status: 204,
  }, (tx, { params }) => remove_rule(tx, param(params), param(params, "rule_id"))),
  raw(
    "POST",
    `${base}/{id}/check`,
    {
      permission: "identity-providers:update",
      summary: "Ask the provider for its description and keys, and say what is wrong with them",
      tag,
      returns: z.object({ findings: z.array(finding) }),
    },
    async ({ platform, actor, params }) =>
      json_answer(JSON.stringify({ findings: await check_provider(platform, actor, param(params)) })),
  ),
  nested(identity_providers.entity, "external-identities", external_identities, "provider_id"),
  ...crud(external_identities),
  raw("POST", "/hooks/identity-providers/{key}/logout", {
    permission: "public",
    summary: "OpenID Connect Back-Channel Logout: ends the sessions that the provider's signed token names",
    tag,
    body: logout,
    returns: z.object({ ended: z.int() }),
    consumes: "application/x-www-form-urlencoded",
    max_bytes: () => Promise.resolve(longest_logout_token),
  }, async ({ platform, request, actor, params }) => {
    const form = await request.formData().catch((error: unknown) => {
      if (error instanceof DomainError) throw error; // too long
      return null;
    });
    if (!form) throw new DomainError("bad_request", "Send the logout_token as application/x-www-form-urlencoded.");
    const answer = await obey_logout(platform, actor.request, param(params, "key"), text_of(form, "logout_token"));
    return json_answer(JSON.stringify(answer), 200, { "cache-control": "no-store" });
  }),
];
