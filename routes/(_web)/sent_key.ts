/** The API key that a request carries. It opens the API alone: no page, no socket, no cookie. */
import { key_prefix } from "~/domain/kernel/crypto/key_form.ts";
import { DomainError, unauthenticated } from "~/domain/kernel/errors.ts";

export const key_header = "x-api-key";

const is_api = (path: string): boolean => path.startsWith("/api/v1/");

/**
 * @returns the key as it was sent, genuine or not; null where none was
 * @throws DomainError 401 for a key as bearer token outside the API, 400 for two ways in at once
 */
export function sent_key(request: Request, path: string): string | null {
  const token = /^Bearer +(.*)$/i.exec(request.headers.get("authorization") ?? "")?.[1]?.trim();
  const bearer = token?.startsWith(key_prefix) ? token : null;
  if (!is_api(path)) {
    if (bearer) throw unauthenticated("API keys open /api/v1 alone. Pages take a sign-in.");
    return null;
  }
  const header = request.headers.get(key_header);
  if (header !== null && token !== undefined) {
    throw new DomainError(
      "bad_request",
      "The request has both Authorization: Bearer and X-API-Key. Send one of them, so that it is clear who acts.",
    );
  }
  return bearer ?? header;
}
