/** Where a person who belongs to several portals chooses. One proof serves all of them for a while, each with its own session. */
import { page, type PageProps, type PageResponse } from "fresh";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { audiences_of, finish_sign_in } from "~/domain/access/mod.ts";
import { proof_opens } from "~/domain/identity_providers/mod.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import type { Ctx } from "../pages.ts";
import { all_portals, type Portal, portal_for } from "../portals.ts";
import { door } from "../sign_in.ts";
import { answer_sign_in } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { names } from "../declared.ts";

/** Minutes after a sign-in in which it opens the other portals, too. Later each asks for itself. */
const proof_minutes = 15;

interface Data {
  portals: Portal[];
}

export function PortalsPage({ data: { portals }, state, url }: PageProps<Data, State>) {
  return (
    <AuthShell
      title={t("Where to?")}
      lead={t("You belong to several portals.")}
      slots={page_slots(state, url, undefined)}
    >
      <form method="post" class="grid gap-3">
        <Csrf state={state} />
        {portals.map((portal) => (
          <button
            type="submit"
            key={portal.audience}
            class="panel p-4 flex items-center gap-3 text-left hover:border-accent"
            name="portal"
            value={portal.audience}
          >
            <span class="flex-1 min-w-0">
              <span class="block font-semibold">{t(portal.label)}</span>
              <span class="block text-sm text-ink-3">{t(portal.lead)}</span>
            </span>
            <Icon name="chevron-right" class="text-ink-3" />
          </button>
        ))}
      </form>
    </AuthShell>
  );
}

export function portals_handlers(here: Portal) {
  const open_to = async (ctx: Ctx): Promise<Portal[]> => {
    const { person_id } = actor_of(ctx.state);
    const audiences = person_id
      ? await ctx.state.house.platform.read(door(ctx.state.request), (tx) => audiences_of(tx, person_id))
      : [];
    return audiences.map(portal_for);
  };
  return names("public", {
    async GET(ctx: Ctx): Promise<Response | PageResponse<Data>> {
      if (!ctx.state.actor) return ctx.redirect(here.sign_in, 303);
      ctx.state.title = t("Where to?");
      const portals = await open_to(ctx);
      return portals.length > 1 ? page({ portals }) : ctx.redirect(here.home, 303);
    },
    async POST(ctx: Ctx): Promise<Response> {
      const { session, house, request } = ctx.state;
      if (!session || !session.actor.person_id) return ctx.redirect(here.sign_in, 303);
      const { person_id } = session.actor;
      const chosen = text_of(await form_data(ctx.req), "portal");
      const portal = all_portals().find((each) => each.audience === chosen);
      if (!portal || !(await open_to(ctx)).includes(portal)) return ctx.redirect(`${here.auth}/portals`, 303);
      if (portal === here) return ctx.redirect(here.home, 303);
      const since = Temporal.Instant.from(session.authenticated_at).until(house.platform.now()).total("minutes");
      // Who acts as somebody, or left a session open this morning, proves anew at the other door.
      if (since > proof_minutes || session.actor.impersonator) return ctx.redirect(portal.sign_in, 303);
      const outcome = await house.platform.transaction(door(request), async (tx) => {
        const { opens, identity } = await proof_opens(tx, session.session_id, portal.audience);
        return opens
          ? await finish_sign_in(tx, { person_id, auth_methods: session.auth_methods, identity }, portal.audience)
          : null;
      });
      if (!outcome) return ctx.redirect(portal.sign_in, 303);
      return await answer_sign_in(ctx, portal, outcome, portal.home);
    },
  });
}
