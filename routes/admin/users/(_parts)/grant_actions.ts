/** Giving and taking of roles and rights, as the forms of a user's page do it. */
import { t } from "~/components/text.ts";
import { grant_permission, grant_role, revoke_permission, revoke_role, role } from "~/domain/access/mod.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Action, action, type Ctx, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { day_start, zone_of } from "../../../(_web)/records/zone.ts";

/** A last day is meant whole: the right ends with it, where the giver is. @throws DomainError 422 for what is no day */
export function end_of_day(ctx: Ctx, form: FormData, field: string): string | null {
  const day = text_of(form, field).trim();
  if (!day) return null;
  const end = day_start(day, zone_of(ctx.state), 1);
  if (!end) throw invalid(field, day, "is no date", "Write it as 2026-03-01, or leave it empty.");
  return end;
}

const here = (ctx: Ctx) => paths.admin.user(ctx.params.id ?? "");

export const grant_actions: Record<string, Action> = {
  grant: action("users:manage", async (tx, ctx, form) => {
    const end = text_of(form, "expires_at") || end_of_day(ctx, form, "until"); // the first from "undo"
    await grant_role(tx, ctx.params.id ?? "", text_of(form, "role"), end);
    return go(ctx, here(ctx), { tone: "ok", text: t("{thing} given.", { thing: t(role.label) }) });
  }),
  revoke: action("users:manage", async (tx, ctx, form) => {
    const key = text_of(form, "role");
    await revoke_role(tx, ctx.params.id ?? "", key);
    return go(ctx, here(ctx), {
      tone: "ok",
      text: t("{thing} taken away.", { thing: t(role.label) }),
      undo: { action: here(ctx), fields: { action: "grant", role: key, expires_at: text_of(form, "expires_at") } },
    });
  }),
  grant_permission: action("users:manage", async (tx, ctx, form) => {
    const given = await grant_permission(tx, ctx.params.id ?? "", {
      key: text_of(form, "key"),
      reason: text_of(form, "reason"),
      expires_at: end_of_day(ctx, form, "grant_until"),
    });
    return go(ctx, here(ctx), { tone: "ok", text: t("{key} is given.", { key: given.key }) });
  }),
  revoke_grant: action("users:manage", async (tx, ctx, form) => {
    await revoke_permission(tx, ctx.params.id ?? "", text_of(form, "grant_id"));
    return go(ctx, here(ctx), { tone: "ok", text: t("The direct grant is taken away.") });
  }),
};
