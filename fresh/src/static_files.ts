import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { internals } from "./context.ts";
import { ASSET_PARAM } from "./markers.ts";
import type { Snapshot, StaticFile } from "./snapshot.ts";
import type { Middleware } from "./types.ts";

/**
 * Serves the files of `static/` and the scripts of the islands. URLs made by `asset()` and names with a hash are cached for a
 * year; the rest is checked with its ETag at each use.
 */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { snapshot } = internals(ctx);
    const { method } = ctx.req;
    if (method !== "GET" && method !== "HEAD") return await ctx.next();
    const file = await findFile(snapshot, ctx.url.pathname);
    if (file === null) return await ctx.next();
    const locked = file.immutable || ctx.url.searchParams.get(ASSET_PARAM) === snapshot.asset_id;
    const headers = new Headers({
      "content-type": file.type,
      "cache-control": snapshot.mode === "development"
        ? "no-cache, no-store, max-age=0, must-revalidate"
        : locked
        ? "public, max-age=31536000, immutable"
        : "no-cache",
      "etag": file.etag,
      "vary": "accept-encoding",
    });
    if (matches(ctx.req.headers.get("if-none-match"), file.etag)) return new Response(null, { status: 304, headers });
    const body = await contentOf(file, snapshot, ctx.req.headers.get("accept-encoding") ?? "");
    if (body.encoding !== "") headers.set("content-encoding", body.encoding);
    headers.set("content-length", String(body.bytes.byteLength));
    return new Response(method === "HEAD" ? null : body.bytes, { headers });
  };
}

/** Only names that the build listed (or, in development, that lie in the static folder) are files. */
async function findFile(snapshot: Snapshot, path: string): Promise<StaticFile | null> {
  const known = snapshot.files.get(path);
  if (known) return known;
  if (!path.includes("%") && snapshot.find_file === null) return null;
  const decoded = decodePath(path);
  if (decoded === null) return null;
  return snapshot.files.get(decoded) ?? await snapshot.find_file?.(decoded) ?? null;
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((each) =>
    each.trim() === "*" || each.trim().replace(/^W\//, "") === etag.replace(/^W\//, "")
  );
}

interface Body {
  bytes: Uint8Array<ArrayBuffer>;
  encoding: "" | "br" | "gzip";
}

const compressible = /^(text\/|image\/svg|application\/(javascript|json|manifest|wasm|xml|geo))/;
const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };
/** Read and compressed once. Larger files are read at each request, so that memory does not grow with them. */
const LARGEST_KEPT = 1 << 20;
const kept = new WeakMap<StaticFile, Map<Body["encoding"], Promise<Body>>>();

async function contentOf(file: StaticFile, { root, mode }: Snapshot, accepted: string): Promise<Body> {
  if (mode === "development") return await make(file, root, "");
  const encoding = !compressible.test(file.type)
    ? ""
    : /\bbr\b/.test(accepted)
    ? "br"
    : /\bgzip\b/.test(accepted)
    ? "gzip"
    : "";
  const variants = kept.get(file) ?? new Map<Body["encoding"], Promise<Body>>();
  kept.set(file, variants);
  const known = variants.get(encoding);
  if (known) return await known;
  const made = make(file, root, encoding);
  variants.set(encoding, made);
  const body = await made.catch((error) => {
    variants.delete(encoding);
    throw error;
  });
  if (body.bytes.byteLength > LARGEST_KEPT) variants.delete(encoding);
  return body;
}

async function make(file: StaticFile, root: string, encoding: Body["encoding"]): Promise<Body> {
  const bytes = typeof file.source === "string" ? await Deno.readFile(`${root}/${file.source}`) : await file.source();
  if (encoding === "" || bytes.byteLength < 512 || bytes.byteLength > LARGEST_KEPT) return { bytes, encoding: "" };
  const packed = encoding === "gzip"
    ? await compress.gzip(bytes)
    : await compress.br(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }); // 11 takes ten times as long
  return { bytes: new Uint8Array(packed), encoding };
}
