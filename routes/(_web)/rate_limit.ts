/** Limits of requests as middlewares and headers: `RateLimit-*` on every answer, 429 with `Retry-After` past the limit. */
import type { Middleware } from "fresh";
import { address_key, type Standing } from "~/domain/access/mod.ts";
import { rate_limited, status_of } from "~/domain/kernel/errors.ts";
import { key_header } from "./sent_key.ts";
import type { House, State } from "./state.ts";

/** Header fields of draft-ietf-httpapi-ratelimit-headers-06, which clients know. */
export function rate_headers(headers: Headers, { limit, remaining, reset }: Standing): void {
  headers.set("ratelimit-limit", String(limit));
  headers.set("ratelimit-remaining", String(remaining));
  headers.set("ratelimit-reset", String(reset));
}

/** Goes around the session: who sends one forged token after the other is stopped before anything is verified. */
export const refused_limit = (house: House): Middleware<State> => async (ctx) => {
  const { ip } = ctx.state.request;
  const { limits } = house.gate;
  if (ip && (ctx.req.headers.has("authorization") || ctx.req.headers.has(key_header))) {
    const standing = limits.look("refused", address_key(ip));
    if (standing.remaining === 0) {
      ctx.state.rate = standing;
      throw rate_limited(standing.reset, "Too many refused tokens from this address.");
    }
  }
  try {
    return await ctx.next();
  } catch (error) {
    if (ip && !ctx.state.actor && status_of(error) === 401) limits.hit("refused", address_key(ip));
    throw error;
  }
};

/** After the session: an API key, an account, or, where nobody is signed in, the address. */
export const rate_limit = (house: House): Middleware<State> => (ctx) => {
  const { actor, request } = ctx.state;
  const { limits } = house.gate;
  const standing = actor?.key_id
    ? limits.hit("key", actor.key_id)
    : actor?.person_id
    ? limits.hit("account", actor.person_id)
    : limits.hit("address", request.ip ? address_key(request.ip) : "unknown");
  ctx.state.rate = standing;
  if (!standing.allowed) throw rate_limited(standing.reset);
  return ctx.next();
};
