import { names } from "./(_web)/declared.ts";
import type { Ctx } from "./(_web)/pages.ts";
import { cookie } from "./(_web)/cookies.ts";
import { form_data, text_of } from "./(_web)/forms.ts";
import { local_path } from "./(_web)/local_path.ts";
import { define } from "./(_web)/state.ts";

const year = 365 * 86_400;

/** The theme switch where no script runs: keeps the choice in a cookie that scripts may write too, and goes back. */
export const handler = define.handlers(names("public", {
  async POST(ctx: Ctx) {
    const form = await form_data(ctx.req);
    const theme = (["light", "dark", "system"] as const).find((each) => each === text_of(form, "theme")) ?? "system";
    const response = ctx.redirect(local_path(text_of(form, "next"), "/"), 303);
    const secure = ctx.state.house.platform.config.PUBLIC_URL.startsWith("https:");
    response.headers.append("set-cookie", cookie("theme", theme, secure, { max_age: year, http_only: false }));
    return response;
  },
}));
