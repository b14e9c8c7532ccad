import type { Middleware } from "../types.ts";

/** Redirects permanently, so that paths always, or never, end with a slash. The root keeps its own. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return async (ctx) => {
    const { pathname, search } = ctx.url;
    const ends = pathname.endsWith("/");
    const is_file = /\.[^/]+$/.test(pathname);
    if (mode === "never" && ends && pathname !== "/") return ctx.redirect(pathname.replace(/\/+$/, "") + search, 308);
    if (mode === "always" && !ends && !is_file) return ctx.redirect(`${pathname}/${search}`, 308);
    return await ctx.next();
  };
}
