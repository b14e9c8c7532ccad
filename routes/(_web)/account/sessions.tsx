/** Where one is signed in: each device with an end to it. The same parts in every portal. */
import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { end_other_sessions, end_own_session, own_sessions, type OwnSession } from "~/domain/access/mod.ts";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { action, actions, go, reads } from "../pages.ts";
import { type Portal, portal_for } from "../portals.ts";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";

export interface SessionsData {
  sessions: OwnSession[];
  now: string;
}

export function SessionList({ data: { sessions, now }, state }: { data: SessionsData; state: State }) {
  const others = sessions.some((session) => !session.is_current);
  const end_all = (
    <form method="post">
      <Csrf state={state} />
      <Button size="sm" variant="danger" name="action" value="end_others">{t("End all others")}</Button>
    </form>
  );
  return (
    <Card class="min-w-0" title={t("Where you are signed in")} {...(others ? { action: end_all } : {})}>
      <ul class="grid grid-cols-1">
        {sessions.map((session) => <SessionLine key={session.id} session={session} state={state} now={now} />)}
      </ul>
      <p class="text-xs text-ink-3 mt-3">{t("Something you do not know? End it, then choose a new password.")}</p>
    </Card>
  );
}

function SessionLine({ session, state, now }: { session: OwnSession; state: State; now: string }) {
  const zone = zone_of(state);
  const device = device_words(session.user_agent);
  return (
    <li class="flex items-center gap-3 py-2 border-b border-line last:border-b-0">
      <Icon
        name={/mobile|android|iphone/i.test(session.user_agent ?? "") ? "smartphone" : "monitor"}
        class="text-ink-3"
      />
      <span class="flex-1 min-w-0 text-sm">
        <span class="flex flex-wrap items-center gap-2">
          <span class="font-medium truncate">{device}</span>
          {session.is_current && <Badge>{t("this one")}</Badge>}
        </span>
        <span class="block text-xs text-ink-3">
          {t(portal_for(session.audience).label)} · {session.ip ?? t("unknown address")} · {t("since")}{" "}
          <Time at={session.created_at} now={now} zone={zone} />, {t("last seen")}{" "}
          <Time at={session.last_seen_at} now={now} zone={zone} />
        </span>
      </span>
      {!session.is_current && (
        <form method="post">
          <Csrf state={state} />
          <input type="hidden" name="session_id" value={session.id} />
          <button
            type="submit"
            class="btn btn-ghost btn-icon btn-sm"
            name="action"
            value="end_session"
            aria-label={t("End the session on {device}", { device })}
            title={t("End")}
          >
            <Icon name="x" />
          </button>
        </form>
      )}
    </li>
  );
}

/** "Firefox on Windows": what its owner knows a device by. */
export function device_words(user_agent: string | null): string {
  const text = user_agent ?? "";
  const first = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(text))?.[1];
  const browser = first([
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrom(e|ium)\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = first([[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [
    /Linux/,
    "Linux",
  ]]);
  if (browser && system) return t("{browser} on {system}", { browser, system });
  return browser ?? system ?? (text.slice(0, 60) || t("Unknown device"));
}

export function session_handlers(portal: Portal) {
  const here = `${portal.home}/account/sessions`;
  const show = reads("signed-in", async (tx, ctx) => {
    ctx.state.title = t("Your sessions");
    return page<SessionsData>({ sessions: await own_sessions(tx), now: tx.now().toString() });
  });
  return {
    GET: show,
    POST: actions({
      end_session: action("signed-in", async (tx, ctx, form) => {
        await end_own_session(tx, text_of(form, "session_id"));
        return go(ctx, here, { tone: "ok", text: t("The session is ended.") });
      }),
      end_others: action("signed-in", async (tx, ctx) => {
        await end_other_sessions(tx);
        return go(ctx, here, { tone: "ok", text: t("You are signed in here alone.") });
      }),
    }, show),
  };
}
