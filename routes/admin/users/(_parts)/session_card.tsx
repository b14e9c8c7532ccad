/** Where a user is signed in, to be ended one by one or all. */
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { UserSession } from "~/domain/access/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "./audience_words.ts";

export function SessionCard(
  { sessions, state, may_manage, now, zone, own }: {
    sessions: UserSession[];
    state: State;
    may_manage: boolean;
    now: string;
    zone: string;
    own: string | null;
  },
) {
  const end_all = (
    <form method="post">
      <Csrf state={state} />
      <Button size="sm" variant="danger" name="action" value="end_sessions">{t("End all")}</Button>
    </form>
  );
  return (
    <Card
      class="min-w-0"
      title={t("Open sessions")}
      {...(may_manage && sessions.length > 0 ? { action: end_all } : {})}
    >
      {sessions.length === 0 && <p class="text-sm text-ink-3">{t("Signed in nowhere.")}</p>}
      <ul class="grid grid-cols-1">
        {sessions.map((session) => (
          <li key={session.id} class="flex items-center gap-3 py-2 border-b border-line last:border-b-0">
            <Icon
              name={/mobile|android|iphone/i.test(session.user_agent ?? "") ? "smartphone" : "monitor"}
              class="text-ink-3"
            />
            <span class="flex-1 min-w-0 text-sm">
              <span class="block truncate">
                {t(audience_words[session.audience] ?? session.audience)} · {session.ip ?? t("unknown address")}
                {session.id === own ? ` · ${t("this one")}` : ""}
              </span>
              <span class="block text-xs text-ink-3 truncate">
                {t("since")} <Time at={session.created_at} now={now} zone={zone} />, {t("last seen")}{" "}
                <Time at={session.last_seen_at} now={now} zone={zone} /> · {session.user_agent ?? ""}
              </span>
            </span>
            {may_manage && session.id !== own && (
              <form method="post">
                <Csrf state={state} />
                <input type="hidden" name="session_id" value={session.id} />
                <button
                  type="submit"
                  class="btn btn-ghost btn-icon btn-sm"
                  name="action"
                  value="end_session"
                  aria-label={t("End this session")}
                  title={t("End")}
                >
                  <Icon name="x" />
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
