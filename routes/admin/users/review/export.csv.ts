/** The review as a file, with the filters of the page: a right of its own, a fresh proof of who one is, and an entry in the trail. */
import { names } from "../../../(_web)/declared.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { review_file } from "../../../(_web)/review_file.ts";
import { define } from "../../../(_web)/state.ts";

export const handler = define.handlers(names("access-reviews:export", {
  GET: (ctx: Ctx) => review_file(ctx.state.house.platform, actor_of(ctx.state), ctx.url.searchParams),
}));
