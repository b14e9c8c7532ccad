import { t } from "~/components/text.ts";
import { mark_reviewed, revoke_permission, revoke_role } from "~/domain/access/mod.ts";
import { text_of } from "../../../../(_web)/forms.ts";
import { type Action, action, type Ctx, go } from "../../../../(_web)/pages.ts";

/** Back to the list as it was filtered. */
const here = (ctx: Ctx) => ctx.url.pathname + ctx.url.search;

export const review_actions: Record<string, Action> = {
  mark: action("access-reviews:create", async (tx, ctx, form) => {
    await mark_reviewed(tx, text_of(form, "person_id"), { note: text_of(form, "note") });
    return go(ctx, here(ctx), { tone: "ok", text: t("Reviewed: {name}.", { name: text_of(form, "name") }) });
  }),
  revoke_role: action("users:manage", async (tx, ctx, form) => {
    await revoke_role(tx, text_of(form, "person_id"), text_of(form, "key"));
    return go(ctx, here(ctx), {
      tone: "ok",
      text: t("The role is taken from {name}.", { name: text_of(form, "name") }),
    });
  }),
  revoke_grant: action("users:manage", async (tx, ctx, form) => {
    await revoke_permission(tx, text_of(form, "person_id"), text_of(form, "grant_id"));
    return go(ctx, here(ctx), {
      tone: "ok",
      text: t("The direct grant is taken from {name}.", { name: text_of(form, "name") }),
    });
  }),
};
