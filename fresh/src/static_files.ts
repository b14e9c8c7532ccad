import mime from "mime";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { internals } from "./context.ts";
import { ASSET_PARAM } from "./markers.ts";
import { decode } from "./router.ts";
import type { StaticFile } from "./snapshot.ts";
import type { Middleware } from "./types.ts";

const compressible = /^(text\/|image\/svg|application\/(javascript|json|manifest|wasm|xml|geo))/;
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }; // 11 takes ten times as long

/**
 * Serves the files of `static/` and the scripts of the islands. URLs made by `asset()` and names with a hash are cached for a
 * year; the rest is checked with its ETag at each use.
 */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { snapshot } = internals(ctx);
    const { req: { method, headers: asked }, url } = ctx;
    if (method !== "GET" && method !== "HEAD") return await ctx.next();
    // Only names that the build listed, or that its `find_file` knows, are files.
    const path = decode(url.pathname);
    const file = snapshot.files.get(path) ?? await snapshot.find_file?.(path) ?? null;
    if (file === null) return await ctx.next();
    const locked = file.immutable || url.searchParams.get(ASSET_PARAM) === snapshot.asset_id;
    const production = snapshot.mode === "production";
    const type = mime.getType(url.pathname) ?? "application/octet-stream"; // never a page
    const headers = new Headers({
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "cache-control": !production ? "no-store" : locked ? "public, max-age=31536000, immutable" : "no-cache",
      "etag": file.etag,
      "vary": "accept-encoding",
    });
    const known = asked.get("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
    if (known.includes(file.etag) || known.includes("*")) return new Response(null, { status: 304, headers });
    const encodings = production && compressible.test(type) ? asked.get("accept-encoding") ?? "" : "";
    const encoding = encodings.match(/\bbr\b/)?.[0] ?? encodings.match(/\bgzip\b/)?.[0] ?? "";
    if (encoding !== "") headers.set("content-encoding", encoding);
    const bytes = await contentOf(file, snapshot.root, encoding);
    headers.set("content-length", String(bytes.byteLength));
    return new Response(method === "HEAD" ? null : bytes, { headers });
  };
}

/** Compressed once in the life of the process. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

async function contentOf(
  { source, etag }: StaticFile,
  root: string,
  encoding: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${encoding} ${etag}`;
  const known = kept.get(key);
  if (known) return known;
  const bytes = typeof source === "string" ? await Deno.readFile(`${root}/${source}`) : source;
  if (encoding === "") return bytes;
  const packed = encoding === "br" ? await promisify(brotliCompress)(bytes, quality) : await promisify(gzip)(bytes);
  kept.set(key, new Uint8Array(packed));
  return new Uint8Array(packed);
}
