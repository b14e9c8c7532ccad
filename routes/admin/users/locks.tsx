import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { lift_lock, list_locks, type Lock } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { action, actions, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

/** Accounts and addresses that are locked after failed sign-ins. */
export default define.page<typeof handler>(function LocksPage({ data: { locks, now }, state, url }) {
  return (
    <AdminPage state={state} url={url} title={t("Locked sign-ins")} live={["sign_in"]}>
      <PageHeader
        title={t("Locked sign-ins")}
        lead={t("Devices that signed in to an account before are not affected by a lock that others brought about.")}
        actions={<LinkButton href={paths.admin.users} icon="users">{t("Users")}</LinkButton>}
      />
      <Card title={t.n(locks.length, "{n} lock", "{n} locks")}>
        {locks.length === 0 && <p class="text-sm text-ink-3">{t("Nobody is locked out.")}</p>}
        <ul class="grid">
          {locks.map((lock) => <LockLine key={`${lock.kind} ${lock.key}`} lock={lock} state={state} now={now} />)}
        </ul>
      </Card>
    </AdminPage>
  );
});

function LockLine({ lock, state, now }: { lock: Lock; state: State; now: string }) {
  const may_manage = can(actor_of(state), "users:manage");
  return (
    <li class="flex flex-wrap items-center gap-3 py-2 border-b border-line last:border-b-0 text-sm">
      <Badge>{lock.kind === "account" ? t("Account") : t("Address")}</Badge>
      <span class="flex-1 min-w-0 break-all">
        {lock.person_id
          ? <a class="link" href={paths.admin.user(lock.person_id)}>{lock.name}</a>
          : lock.kind === "account"
          ? t("A name that nobody has")
          : <code>{lock.key}</code>}
      </span>
      <span class="text-ink-3">
        {t.n(lock.strikes, "{n} time in a row", "{n} times in a row")}, {t("until")}{" "}
        <Time at={lock.locked_until} now={now} zone={zone_of(state)} />
      </span>
      {may_manage && (
        <form method="post">
          <Csrf state={state} />
          <input type="hidden" name="kind" value={lock.kind} />
          <input type="hidden" name="key" value={lock.key} />
          <Button size="sm" icon="lock-open" name="action" value="lift">{t("Lift")}</Button>
        </form>
      )}
    </li>
  );
}

const show = reads("users:read", async (tx, ctx) => {
  ctx.state.title = t("Locked sign-ins");
  return page({ locks: await list_locks(tx), now: tx.now().toString() });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    lift: action("users:manage", async (tx, ctx, form) => {
      await lift_lock(tx, text_of(form, "kind"), text_of(form, "key"));
      return go(ctx, `${paths.admin.users}/locks`, { tone: "ok", text: t("The lock is lifted.") });
    }),
  }, show),
});
