import { page } from "fresh";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import {
  end_user_sessions,
  get_user,
  invite_user,
  list_grants,
  role_options,
  unlock,
  type User,
} from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { ResetCard } from "../../../(_web)/second_factor/reset_card.tsx";
import { list_methods, reset_second_factor } from "~/domain/second_factor/mod.ts";
import { action, actions, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { Nothing } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { UsernameField } from "../../../(_web)/username_field.tsx";
import { define, type State } from "../../../(_web)/state.ts";
import { GrantCard } from "../(_parts)/grant_card.tsx";
import { grant_actions } from "../(_parts)/grant_actions.ts";
import { RoleCard } from "../(_parts)/role_card.tsx";
import { SessionCard } from "../(_parts)/session_card.tsx";
import { user_state } from "../../../(_web)/user_state.tsx";

/** One user: roles, direct grants, sign-in, lock and sessions. */
export default define.page<typeof handler>(
  function UserPage({ data: { user, grants, sessions, methods, options, proposed_day, now }, state, url }) {
    const actor = actor_of(state);
    const may_manage = can(actor, "users:manage");
    const failure = failure_of(state);
    const zone = zone_of(state);
    return (
      <AdminPage state={state} url={url} title={user.name} live={[`person:${user.person_id}`]}>
        <PageHeader
          title={user.name}
          identity={
            <>
              <Badge icon="shield-check">{t("User")}</Badge>
              <StatusBadge {...user_state(user)} />
            </>
          }
          actions={
            <>
              {can(actor, "people:read") && (
                <LinkButton href={`${paths.admin.home}/people/${user.person_id}`} icon="user">{t("Person")}</LinkButton>
              )}
              <LinkButton href={paths.admin.user_permissions(user.person_id)} icon="list-checks">
                {t("What can this person do?")}
              </LinkButton>
            </>
          }
        />
        {failure && (
          <FormErrors
            errors={plain_errors(failure.error, [
              "username",
              "person_id",
              "role",
              "until",
              "key",
              "reason",
              "grant_until",
            ])}
          />
        )}
        {user.is_locked && <Locked user={user} state={state} may_manage={may_manage} now={now} zone={zone} />}
        <Split
          aside={
            <>
              <Facts user={user} now={now} zone={zone} />
              <ResetCard methods={methods} state={state} may_manage={may_manage} />
            </>
          }
        >
          <RoleCard
            user={user}
            state={state}
            options={options}
            may_manage={may_manage}
            now={now}
            zone={zone}
          />
          <GrantCard
            grants={grants}
            state={state}
            may_manage={may_manage}
            proposed_day={proposed_day}
            now={now}
            zone={zone}
          />
          <SessionCard
            sessions={sessions}
            state={state}
            may_manage={may_manage}
            now={now}
            zone={zone}
            own={actor.session_id}
          />
          {may_manage && <SignIn user={user} state={state} />}
        </Split>
        <UnsavedGuard />
      </AdminPage>
    );
  },
);

function Locked(
  { user, state, may_manage, now, zone }: { user: User; state: State; may_manage: boolean; now: string; zone: string },
) {
  const unlocks = (
    <form method="post">
      <Csrf state={state} />
      <Button size="sm" icon="lock-open" name="action" value="unlock">{t("Unlock")}</Button>
    </form>
  );
  return (
    <div class="mb-4">
      <Banner
        tone="warning"
        title={t("Locked after {n} failed sign-ins", { n: user.failed_attempts })}
        {...(may_manage ? { action: unlocks } : {})}
      >
        {user.locked_until && (
          <>
            {t("Opens by itself")} <Time at={user.locked_until} now={now} zone={zone} />.
          </>
        )}
      </Banner>
    </div>
  );
}

function Facts({ user, now, zone }: { user: User; now: string; zone: string }) {
  const time = (at: string | null) => at ? <Time at={at} now={now} zone={zone} /> : <Nothing />;
  return (
    <Card title={t("Sign-in")}>
      <FactList
        facts={[
          {
            label: t("User name"),
            value: user.username ? <span class="break-all">{user.username}</span> : <Nothing />,
          },
          { label: t("Last"), value: time(user.last_sign_in_at) },
          { label: t("Password set"), value: time(user.password_changed_at) },
          { label: t("Failed since"), value: <span class="fig">{user.failed_attempts}</span> },
        ]}
      />
    </Card>
  );
}

/** Nobody types a password for somebody else: a link by mail lets the person choose it. */
function SignIn({ user, state }: { user: User; state: State }) {
  return (
    <Card title={user.username ? t("Send a link for a new password") : t("Invite")}>
      <form method="post" class="grid gap-4 max-w-[480px]" data-guard>
        <Csrf state={state} />
        <UsernameField state={state} username={user.username} />
        <p class="text-xs text-ink-3">
          {t(
            "The link works for 7 days, once. Until it is used, everything stays as it is; then all open sessions of this person end.",
          )}
        </p>
        <span>
          <Button variant="primary" name="action" value="invite">
            {user.username ? t("Send the link") : t("Send the invitation")}
          </Button>
        </span>
      </form>
    </Card>
  );
}

/** Days after which a direct grant ends unless the giver says otherwise. */
const usual_days = 30;

const show = reads("users:read", async (tx, ctx) => {
  const id = ctx.params.id ?? "";
  const { user, sessions } = await get_user(tx, id);
  const [grants, options, methods] = await Promise.all([
    list_grants(tx, user.person_id),
    role_options(tx),
    list_methods(tx, user.person_id),
  ]);
  ctx.state.title = user.name;
  const today = tx.now().toZonedDateTimeISO(zone_of(ctx.state)).toPlainDate();
  return page({
    user,
    grants,
    sessions,
    methods,
    options,
    proposed_day: today.add({ days: usual_days }).toString(),
    now: tx.now().toString(),
  });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    ...grant_actions,
    invite: action("users:manage", async (tx, ctx, form) => {
      const { email } = await invite_user(tx, ctx.params.id ?? "", text_of(form, "username"));
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), {
        tone: "ok",
        text: t("A link is on its way to {email}.", { email }),
      });
    }),
    reset_second_factor: action("users:manage", async (tx, ctx) => {
      await reset_second_factor(tx, ctx.params.id ?? "");
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), { tone: "ok", text: t("The second factor is reset.") });
    }),
    unlock: action("users:manage", async (tx, ctx) => {
      await unlock(tx, ctx.params.id ?? "");
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), { tone: "ok", text: t("Unlocked.") });
    }),
    end_session: action("users:manage", async (tx, ctx, form) => {
      await end_user_sessions(tx, ctx.params.id ?? "", text_of(form, "session_id"));
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), { tone: "ok", text: t("The session is ended.") });
    }),
    end_sessions: action("users:manage", async (tx, ctx) => {
      await end_user_sessions(tx, ctx.params.id ?? "", null);
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), { tone: "ok", text: t("All sessions are ended.") });
    }),
  }, show),
});
