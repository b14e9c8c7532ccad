import { z } from "zod";
import {
  access_seconds,
  end_other_sessions,
  end_own_session,
  type Opened,
  own_sessions,
  request_password_reset,
  type SignInOutcome,
} from "~/domain/access/mod.ts";
import { invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { portal_of } from "~/domain/kernel/actor.ts";
import { json_answer } from "./answer.ts";
import { type Endpoint, param, raw, reading, verb } from "./endpoint.ts";
import { access_token_of, door, refresh, sign_in, sign_out } from "../(_web)/sign_in.ts";
import type { House } from "../(_web)/state.ts";

const tag = "Sign-in";
const portal = z.enum(["admin", "portal", "reseller", "vendor"]).default("admin");
const credentials = z.strictObject({
  username: z.string().min(1).max(254),
  password: z.string().min(1).max(1_000),
  portal,
});
const renewal = z.strictObject({ refresh_token: z.string().min(20).max(200), portal });
const tokens = z.object({
  token_type: z.literal("Bearer"),
  access_token: z.string(),
  expires_in: z.int(),
  refresh_token: z.string().nullable(),
});
/** Another proof is asked: send it with this token to the endpoint of the first step. */
const waiting = z.object({
  token_type: z.literal("Pending"),
  pending_token: z.string(),
  steps: z.array(z.string()),
  expires_at: z.string(),
});
const forgotten = z.strictObject({ username: z.string().min(1).max(254), portal });
const own_session = z.object({
  id: z.string(),
  audience: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  auth_methods: z.array(z.string()),
  is_current: z.boolean(),
});
const me = z.object({
  kind: z.string(),
  label: z.string(),
  person_id: z.string().nullable(),
  permissions: z.array(z.string()),
  subscriber_ids: z.array(z.string()),
});

export const auth_routes: Endpoint[] = [
  raw("POST", "/auth/sign-in", {
    permission: "public",
    tag,
    summary: "Sign in with user name and password",
    body: credentials,
    returns: z.union([tokens, waiting]),
  }, async ({ house, request, actor }) => {
    const body = validated(credentials, await json_of(request));
    const { username, password, portal: audience } = body;
    return await outcome_answer(
      house,
      await sign_in(house, context(actor), { username, password, audience, known: null, remembered: null }),
    );
  }),
  raw("POST", "/auth/refresh", {
    permission: "public",
    tag,
    summary: "Exchange a refresh token for the next pair; each works once",
    body: renewal,
    returns: tokens,
  }, async ({ house, request, actor }) => {
    const body = validated(renewal, await json_of(request));
    const { opened, access_token } = await refresh(house, context(actor), body.refresh_token, body.portal);
    return token_answer(opened, access_token);
  }),
  raw(
    "POST",
    "/auth/sign-out",
    { permission: "signed-in", tag, summary: "End the session of this token", status: 204 },
    async ({ house, actor }) => {
      if (!actor.session_id) throw unauthenticated();
      await sign_out(house, context(actor), actor.session_id);
      return new Response(null, { status: 204 });
    },
  ),
  reading("/auth/sessions", {
    permission: "signed-in",
    tag,
    summary: "Where the owner of this token is signed in",
    returns: z.object({ items: z.array(own_session) }),
  }, async (tx) => ({ items: await own_sessions(tx) })),
  verb("DELETE", "/auth/sessions/{id}", {
    permission: "signed-in",
    tag,
    summary: "End one of one's own sessions",
    status: 204,
  }, (tx, { params }) => end_own_session(tx, param(params))),
  verb("POST", "/auth/sessions/end-others", {
    permission: "signed-in",
    tag,
    summary: "End all of one's own sessions but this one",
    status: 204,
  }, (tx) => end_other_sessions(tx)),
  raw("POST", "/auth/password-reset", {
    permission: "public",
    tag,
    summary: "Send a link to choose a new password; the answer is the same for every name",
    body: forgotten,
    status: 202,
  }, async ({ house, request, actor }) => {
    const body = validated(forgotten, await json_of(request));
    await house.platform.transaction(
      door(context(actor)),
      (tx) => request_password_reset(tx, body.username, body.portal),
    );
    return new Response(null, { status: 202 });
  }),
  reading("/auth/me", {
    permission: "signed-in",
    keys: true,
    tag,
    summary: "Who this token acts for, and what it may do",
    returns: me,
  }, (tx) =>
    Promise.resolve({
      kind: tx.actor.kind,
      label: tx.actor.label,
      person_id: tx.actor.person_id,
      permissions: tx.actor.permissions.keys,
      subscriber_ids: portal_of(tx.actor) ? tx.actor.subscriber_ids : [],
    })),
];

const context = (actor: { request: { id: string; ip: string | null; user_agent: string | null } | null }) =>
  actor.request ?? { id: "", ip: null, user_agent: null };

async function json_of(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw invalid("(body)", "", "must be a JSON object", "Send application/json.");
  }
}

/** 200 with tokens, or 202 with what is asked next. For every endpoint that ends or goes on with a sign-in. */
export async function outcome_answer(house: House, outcome: SignInOutcome): Promise<Response> {
  if (outcome.kind === "open") return token_answer(outcome.opened, await access_token_of(house, outcome.opened));
  const { token, steps, expires_at } = outcome.pending;
  return json_answer(JSON.stringify({ token_type: "Pending", pending_token: token, steps, expires_at }), 202, {
    "cache-control": "no-store",
  });
}

function token_answer(opened: Opened, access_token: string): Response {
  return json_answer(
    JSON.stringify({
      token_type: "Bearer",
      access_token,
      expires_in: access_seconds,
      refresh_token: opened.refresh_token,
    }),
    200,
    { "cache-control": "no-store" },
  );
}
