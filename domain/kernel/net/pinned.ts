/** A connection to the very address that the guard has checked, while TLS verifies the host's name: no name server moves the target in between. */
import { request as http_request } from "node:http";
import { request as https_request, type RequestOptions } from "node:https";
import type { CheckedTarget } from "~/domain/kernel/net/address_guard.ts";

/** One connection a call: a kept one could be older than the check. HTTP_PROXY is ignored, since it would go around the guard. */
export function pinned({ url, address, family }: CheckedTarget): RequestOptions {
  return {
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    agent: false,
    family,
    // The name was resolved and checked by the guard: whatever is asked here, the answer is that address.
    lookup: (_host, { all }, answer) =>
      all === true ? answer(null, [{ address, family }]) : answer(null, address, family),
  };
}

export const request_of = ({ url }: CheckedTarget) => url.protocol === "https:" ? https_request : http_request;
