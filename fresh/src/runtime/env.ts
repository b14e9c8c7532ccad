import { assetUrl } from "../asset.ts";
import { current } from "../render_state.ts";

/** True in the browser, false while the server renders. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

/**
 * The URL of a file in `static/` with its cache key: it is served with a cache lifetime of one year.
 *
 * ```tsx
 * <a href={asset("/brochure.pdf")}>View brochure</a>
 * ```
 */
export function asset(path: string): string {
  return assetUrl(path, current.state?.snapshot.asset_id ?? current.asset_id);
}
