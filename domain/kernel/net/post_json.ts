import type { RequestOptions } from "node:https";
import { Buffer } from "node:buffer";
import { type CheckedTarget, type GuardOptions, judge_target } from "~/domain/kernel/net/address_guard.ts";
import { pinned, request_of } from "~/domain/kernel/net/pinned.ts";

export type PostResult = {
  /** HTTP status; 3xx is a failure for the caller, since redirects are not followed. */
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The first 4 KB, for the log that the receiver's owner reads. */
  body_excerpt: string;
  ms: number;
};
/** Why there was no answer. `refused_target` is final, the others may be tried again. */
export type PostFailure = "timeout" | "connection" | "tls" | "refused_target";
export type PostOptions = {
  /** For all of it: connecting, sending, the answer's body. Default 15,000. */
  timeout_ms?: number;
  guard?: GuardOptions;
  /** Extra certificate authorities in PEM, for receivers inside a company. */
  ca?: string;
};

/** No answer came. The message is fit for the delivery's log. */
export class PostError extends Error {
  override readonly name = "PostError";
  constructor(readonly failure: PostFailure, message: string, readonly ms: number, cause?: unknown) {
    super(message, { cause });
  }
}

const longest_excerpt = 4096;

/**
 * Sends JSON to a stranger's server. The connection goes to the very address that the guard has checked while TLS verifies the host's name, so a name server
 * cannot move the target in between; redirects are not followed and HTTP_PROXY is ignored, since both would go around the guard. One connection a call:
 * a kept one could be older than the check. (node:http, because the runtime's fetch cannot be told an address.)
 */
export async function post_json(
  target: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  options: PostOptions = {},
): Promise<PostResult> {
  const { timeout_ms = 15_000, guard = {}, ca } = options;
  const from = performance.now();
  const elapsed = () => Math.round(performance.now() - from);
  const limit = AbortSignal.timeout(timeout_ms);
  const late = new Promise<never>((_, reject) => {
    limit.addEventListener(
      "abort",
      () => reject(new PostError("timeout", `No answer within ${timeout_ms / 1000} s.`, elapsed())),
    );
  });
  late.catch(() => {}); // it may come when nobody waits any more
  const judgement = await Promise.race([judge_target(target, guard), late]);
  if (!judgement.ok) {
    const kind = judgement.kind === "unresolved" ? "connection" : "refused_target";
    throw new PostError(kind, `The URL ${judgement.message}. ${judgement.remedy}`, elapsed());
  }
  return await send(judgement.target, body, headers, limit, ca).then(
    (answer) => ({ ...answer, ms: elapsed() }),
    (error) => {
      throw limit.aborted
        ? new PostError("timeout", `No answer within ${timeout_ms / 1000} s.`, elapsed())
        : failure(error, elapsed());
    },
  );
}

function send(
  target: CheckedTarget,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<Omit<PostResult, "ms">> {
  const content = Buffer.from(body, "utf8");
  const options: RequestOptions = {
    ...pinned(target),
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Omni-Webhooks/1",
      ...headers,
      "content-length": content.length,
    },
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request_of(target)(options, (incoming) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      const done = () => {
        signal.removeEventListener("abort", stop);
        outgoing.destroy(); // the rest of a long answer is not worth reading
        resolve({
          status: incoming.statusCode ?? 0,
          headers: plain_headers(incoming.headers),
          body_excerpt: excerpt(chunks),
        });
      };
      incoming.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= longest_excerpt) done();
      });
      incoming.on("end", done);
      incoming.on("error", reject);
    });
    const stop = () => {
      outgoing.destroy(new Error("timed out"));
      reject(new Error("timed out"));
    };
    signal.addEventListener("abort", stop, { once: true });
    outgoing.on("error", (error) => {
      signal.removeEventListener("abort", stop);
      reject(error);
    });
    outgoing.end(content);
  });
}

function excerpt(chunks: readonly Uint8Array[]): string {
  const bytes = Buffer.concat(chunks).subarray(0, longest_excerpt);
  return new TextDecoder().decode(bytes, { stream: true }).replaceAll("\0", "\ufffd"); // PostgreSQL stores no NUL
}

function plain_headers(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).slice(0, 50).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value).slice(0, 500)]]
    ),
  );
}

function failure(error: unknown, ms: number): PostError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = error instanceof Error ? error.message : String(error);
  const tls = /CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED/.test(code) || /certificate/i.test(text);
  return tls ? new PostError("tls", `The certificate was not accepted: ${text}.`, ms, error) : new PostError(
    "connection",
    `The connection failed: ${text}${code === "" || text.includes(code) ? "" : ` (${code})`}.`,
    ms,
    error,
  );
}
