/**
 * `fetch` for addresses that somebody typed in: guarded after resolution, pinned to what was checked, bounded in time
 * and size, no redirects. (node:http, because the runtime's fetch cannot be told an address.)
 */
import { Buffer } from "node:buffer";
import { type GuardOptions, judge_target } from "~/domain/kernel/net/address_guard.ts";
import { pinned, request_of } from "~/domain/kernel/net/pinned.ts";

/** The shape that OAuth libraries take for a fetch of one's own. */
export type GuardedFetch = (
  url: string,
  init?: { method?: string; headers?: HeadersInit; body?: unknown; signal?: AbortSignal | null | undefined },
) => Promise<Response>;

export interface FetchLimits {
  guard?: GuardOptions;
  /** For all of it: resolving, connecting, the answer's last byte. Default 10,000. */
  timeout_ms?: number;
  /** Default 512 KB. */
  max_bytes?: number;
  /** Extra certificate authorities in PEM. */
  ca?: string;
}

/** Why there was no answer, in words for whoever set the address. `refused` stays as it is; the others may pass. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  constructor(readonly kind: "refused" | "unreachable" | "timeout" | "too_large", message: string, cause?: unknown) {
    super(message, { cause });
  }
}

export function guarded_fetch(
  { guard = {}, timeout_ms = 10_000, max_bytes = 512 * 1024, ca }: FetchLimits = {},
): GuardedFetch {
  return async (target, { method = "GET", headers, body, signal } = {}) => {
    const limit = AbortSignal.any([AbortSignal.timeout(timeout_ms), ...(signal ? [signal] : [])]);
    const late = Promise.withResolvers<never>();
    late.promise.catch(() => {}); // it may come when nobody waits any more
    limit.addEventListener(
      "abort",
      () => late.reject(new FetchError("timeout", `${host_of(target)} did not answer within ${timeout_ms / 1000} s.`)),
    );
    const judged = await Promise.race([judge_target(target, guard), late.promise]);
    if (!judged.ok) {
      const kind = judged.kind === "unresolved" ? "unreachable" : "refused";
      throw new FetchError(kind, `The address ${target.slice(0, 200)} ${judged.message}. ${judged.remedy}`);
    }
    const content = body === undefined || body === null ? null : Buffer.from(String(body), "utf8");
    const sent = Object.fromEntries(new Headers(headers));
    if (content) sent["content-length"] = String(content.length);
    return await new Promise<Response>((resolve, reject) => {
      const outgoing = request_of(judged.target)(
        { ...pinned(judged.target), method, headers: sent, ...(ca === undefined ? {} : { ca }) },
        (incoming) => {
          const chunks: Uint8Array[] = [];
          let size = 0;
          incoming.on("data", (chunk: Uint8Array) => {
            size += chunk.length;
            if (size > max_bytes) {
              fail(new FetchError("too_large", `${host_of(target)} answered with more than ${max_bytes / 1024} KB.`));
            } else chunks.push(chunk);
          });
          incoming.on("end", () => resolve(answer(incoming.statusCode ?? 0, incoming.headers, chunks)));
          incoming.on("error", (error) => fail(unreachable(target, error)));
        },
      );
      const fail = (error: FetchError) => {
        reject(error);
        outgoing.destroy();
      };
      late.promise.catch(fail);
      outgoing.on("error", (error) => fail(unreachable(target, error)));
      outgoing.end(content ?? undefined);
    });
  };
}

const host_of = (target: string) => URL.parse(target)?.host ?? "The server";

function unreachable(target: string, error: unknown): FetchError {
  const text = error instanceof Error ? error.message : String(error);
  return new FetchError("unreachable", `The connection to ${host_of(target)} failed: ${text}.`, error);
}

function answer(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  chunks: readonly Uint8Array[],
): Response {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]]
  );
  // 204, 205 and 304 have no body, and Response refuses one.
  const body = [204, 205, 304].includes(status) ? null : Buffer.concat(chunks);
  return new Response(body, { status: status < 200 || status > 599 ? 502 : status, headers: kept });
}
