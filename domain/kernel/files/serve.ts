import { allowed_types } from "~/domain/kernel/files/file_types.ts";
import { safe_file_name } from "~/domain/kernel/files/file_name.ts";
import type { ByteRange } from "~/domain/kernel/files/storage.ts";

export type ServedFile = { name: string; type: string; size: number; sha256: string };
/** How to answer: read `range` (or all of it, or nothing for 304 and 416) from the storage and send it under `headers`. */
export type FileResponsePlan = {
  status: 200 | 206 | 304 | 416;
  headers: Headers;
  range: ByteRange | undefined;
  body: boolean;
};

/**
 * Plans the answer for a stored file. Whoever uploaded it is not trusted: types come from our list, never sniffed by the browser; everything but raster
 * images, PDF, sound and film is a download; and a policy without rights covers what is shown.
 * @param download true where the link says "download"
 */
export function plan_file_response(file: ServedFile, request: Headers, download = false): FileResponsePlan {
  const headers = file_headers(file, download);
  const etag = `"${file.sha256}"`;
  if (matches(request.get("if-none-match"), etag)) {
    headers.delete("content-length");
    return { status: 304, headers, range: undefined, body: false };
  }
  const if_range = request.get("if-range");
  const range = if_range === null || if_range === etag ? parse_range(request.get("range"), file.size) : undefined;
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${file.size}`);
    headers.set("content-length", "0");
    return { status: 416, headers, range: undefined, body: false };
  }
  if (range === undefined) return { status: 200, headers, range, body: true };
  headers.set("content-range", `bytes ${range.start}-${range.end}/${file.size}`);
  headers.set("content-length", String(range.end - range.start + 1));
  return { status: 206, headers, range, body: true };
}

export function file_headers(file: ServedFile, download = false): Headers {
  const known = allowed_types.get(file.type);
  const inline = !download && known?.inline === true;
  return new Headers({
    "content-type": known === undefined ? "application/octet-stream" : file.type,
    "content-length": String(file.size),
    "content-disposition": content_disposition(inline ? "inline" : "attachment", file.name),
    "x-content-type-options": "nosniff",
    // The browser's PDF viewer does not start in a sandbox; scripts inside a PDF never reach our pages anyway.
    "content-security-policy": file.type === "application/pdf"
      ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
      : "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox; frame-ancestors 'self'",
    "cross-origin-resource-policy": "same-origin",
    "accept-ranges": "bytes",
    "etag": `"${file.sha256}"`,
    // The browser may keep it but asks each time: who lost the right to see a file gets it from no cache.
    "cache-control": "private, no-cache",
  });
}

/** RFC 6266: an ASCII name for old clients, and the real one percent-encoded. */
export function content_disposition(kind: "inline" | "attachment", name: string): string {
  const safe = safe_file_name(name);
  const ascii = safe.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(safe).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"${ascii === safe ? "" : `; filename*=UTF-8''${encoded}`}`;
}

/**
 * One range of RFC 9110: `bytes=0-99`, `bytes=100-`, `bytes=-50`. Undefined means all of it: no header, a malformed one, or several ranges, which a server
 * may answer in full (and attackers ask for by the thousand).
 */
export function parse_range(header: string | null, size: number): ByteRange | "unsatisfiable" | undefined {
  const parts = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? "");
  const [, first = "", last = ""] = parts ?? [];
  if (parts === null || (first === "" && last === "")) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "unsatisfiable" : { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

function matches(if_none_match: string | null, etag: string): boolean {
  return (if_none_match ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*");
}
