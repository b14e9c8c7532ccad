import { ASSET_PARAM } from "./markers.ts";

/** Adds the cache key to the URL of a static file; other origins, and URLs that have one, stay as they are. */
export function assetUrl(url: string, id: string): string {
  if (!url.startsWith("/") || url.startsWith("//") || url.includes(`${ASSET_PARAM}=`)) return url;
  const hash = url.indexOf("#");
  const [path, rest] = hash < 0 ? [url, ""] : [url.slice(0, hash), url.slice(hash)];
  return `${path}${path.includes("?") ? "&" : "?"}${ASSET_PARAM}=${id}${rest}`;
}
