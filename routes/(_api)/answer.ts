/** Answers of the API: JSON, ETag, and one envelope for every error. */
import { DomainError, status_of, to_envelope } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";

const json = "application/json; charset=utf-8";

export function json_answer(text: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { "content-type": json, "cache-control": "private, no-cache", ...headers } });
}

/** A row's version is its `updated_at`; quoting makes it a strong validator (RFC 9110, 8.8.3). */
export function row_etag(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null || !("updated_at" in value) || !("id" in value)) return {};
  return { etag: `"${String(value.updated_at)}"` };
}

/** FNV-1a over the text: a list's ETag only has to change when the page does, not to resist anyone. */
export function text_etag(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `W/"${(hash >>> 0).toString(36)}-${text.length.toString(36)}"`;
}

/** `If-Match: "2026-…"`; `*` asks for nothing but existence. */
export function version_of(request: Request): string | null {
  const header = request.headers.get("if-match");
  if (!header || header === "*") return null;
  return header.replace(/^W\//, "").replaceAll('"', "");
}

export function error_answer(error: unknown): Response {
  const status = status_of(error);
  if (status === 500) log.error("a request failed unexpectedly", { error });
  const headers: Record<string, string> = {};
  if (error instanceof DomainError && error.retry_after !== undefined) headers["retry-after"] = String(Math.ceil(error.retry_after));
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="omni"';
  return json_answer(JSON.stringify(to_envelope(error)), status, headers);
}
