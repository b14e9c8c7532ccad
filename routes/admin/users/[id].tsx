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
  grant_role,
  invite_user,
  revoke_role,
  role,
  roles,
  unlock,
  type User,
} from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { ResetCard } from "../../(_web)/second_factor/reset_card.tsx";
import { list_methods, reset_second_factor } from "~/domain/second_factor/mod.ts";
import { action, actions, failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { plain_errors } from "../../(_web)/records/problems.ts";
import { Nothing } from "../../(_web)/records/value.tsx";
import { zone_of } from "../../(_web)/records/zone.ts";
import { UsernameField } from "../../(_web)/username_field.tsx";
import { define, type State } from "../../(_web)/state.ts";
import { RoleCard } from "./(_parts)/role_card.tsx";
import { SessionCard } from "./(_parts)/session_card.tsx";
import { user_state } from "../../(_web)/user_state.tsx";

/** One user: roles, sign-in, lock and sessions. */
export default define.page<typeof handler>(
  function UserPage({ data: { user, sessions, methods, role_options, now }, state, url }) {
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
          actions={can(actor, "people:read")
            ? <LinkButton href={`${paths.admin.home}/people/${user.person_id}`} icon="user">{t("Person")}</LinkButton>
            : undefined}
        />
        {failure && <FormErrors errors={plain_errors(failure.error, ["username", "person_id", "role"])} />}
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
            options={role_options.filter((option) => !user.roles.some((has) => has.key === option.value))}
            may_manage={may_manage}
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

const show = reads("users:read", async (tx, ctx) => {
  const [{ user, sessions }, known] = await Promise.all([
    get_user(tx, ctx.params.id ?? ""),
    roles.list(tx, { limit: max_limit }),
  ]);
  const methods = await list_methods(tx, user.person_id);
  ctx.state.title = user.name;
  return page({
    user,
    sessions,
    methods,
    role_options: known.items.map((each) => ({ value: each.key, label: each.name })),
    now: tx.now().toString(),
  });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    grant: action("users:manage", async (tx, ctx, form) => {
      await grant_role(tx, ctx.params.id ?? "", text_of(form, "role"));
      return go(ctx, paths.admin.user(ctx.params.id ?? ""), {
        tone: "ok",
        text: t("{thing} given.", { thing: t(role.label) }),
      });
    }),
    revoke: action("users:manage", async (tx, ctx, form) => {
      const key = text_of(form, "role");
      const here = paths.admin.user(ctx.params.id ?? "");
      await revoke_role(tx, ctx.params.id ?? "", key);
      return go(ctx, here, {
        tone: "ok",
        text: t("{thing} taken away.", { thing: t(role.label) }),
        undo: { action: here, fields: { action: "grant", role: key } },
      });
    }),
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
