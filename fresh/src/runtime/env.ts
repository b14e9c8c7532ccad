import { ASSET_PARAM } from "../markers.ts";
import { current } from "../render_state.ts";

/** True in the browser, false while the server renders. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

/**
 * The URL of a file in `static/` with its cache key: it is served with a cache lifetime of one year. Other origins, and URLs
 * that have a key, stay as they are.
 *
 * ```tsx
 * <a href={asset("/brochure.pdf")}>View brochure</a>
 * ```
 */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//") || path.includes(`${ASSET_PARAM}=`)) return path;
  const id = current.state?.snapshot.asset_id ?? current.asset_id;
  return path.replace(/#|$/, (hash) => `${path.includes("?") ? "&" : "?"}${ASSET_PARAM}=${id}${hash}`);
}
