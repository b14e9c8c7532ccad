/** The roles of a user: to give, for good or to a day, and to take away. */
import { EndMark } from "~/components/access/source_line.tsx";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { RoleOption, User, UserRole } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "./audience_words.ts";

interface RoleCardProps {
  user: User;
  state: State;
  options: RoleOption[];
  may_manage: boolean;
  now: string;
  zone: string;
}

export function RoleCard({ user, state, options, may_manage, now, zone }: RoleCardProps) {
  const reads_roles = can(actor_of(state), "roles:read");
  return (
    <Card
      class="min-w-0"
      title={t("Roles")}
      {...(reads_roles ? { action: <a class="link" href={paths.admin.roles}>{t("What roles allow")}</a> } : {})}
    >
      {user.roles.length === 0 && (
        <p class="text-sm text-ink-3">
          {user.grants > 0 ? t("None.") : t("None: this person can sign in nowhere.")}
        </p>
      )}
      <ul class="grid">
        {user.roles.map((role) => (
          <li
            key={role.key}
            class="flex flex-wrap items-center gap-2 min-h-[40px] py-1 border-b border-line last:border-b-0"
          >
            <span class="flex-1 min-w-[140px]">
              <span class="font-medium">
                {reads_roles ? <a class="link" href={paths.admin.role(role.id)}>{role.name}</a> : role.name}
              </span>
              {role.provider && (
                <span class="block text-xs text-ink-3">
                  {t("given by {provider} at sign-in, as long as it says so", { provider: role.provider })}
                </span>
              )}
              {role.granted_by && !role.provider && (
                <span class="block text-xs text-ink-3">{t("given by {name}", { name: role.granted_by })}</span>
              )}
            </span>
            <EndMark expires_at={role.expires_at} now={now} zone={zone} />
            <Badge>{t(audience_words[role.audience] ?? role.audience)}</Badge>
            {may_manage && <TakeAway role={role} state={state} />}
          </li>
        ))}
      </ul>
      {may_manage && options.length > 0 && <GiveRole state={state} options={options} />}
    </Card>
  );
}

function TakeAway({ role, state }: { role: UserRole; state: State }) {
  return (
    <form method="post">
      <Csrf state={state} />
      <input type="hidden" name="role" value={role.key} />
      <input type="hidden" name="expires_at" value={role.expires_at ?? ""} />
      <button
        type="submit"
        class="btn btn-ghost btn-icon btn-sm"
        name="action"
        value="revoke"
        aria-label={t("Take the role {role} away", { role: role.name })}
        title={t("Take away")}
      >
        <Icon name="x" />
      </button>
    </form>
  );
}

function GiveRole({ state, options }: { state: State; options: RoleOption[] }) {
  const end_error = problem_of(state, "until");
  return (
    <form method="post" class="flex flex-wrap items-end gap-3 mt-3">
      <Csrf state={state} />
      <SelectField
        name="role"
        label={t("Give a role")}
        required
        empty={t("Choose a role")}
        value={value_of(state, "role", "")}
        options={options.map((each) => ({
          value: each.key,
          label: each.name,
          group: t(audience_words[each.audience] ?? each.audience),
        }))}
        class="flex-1 min-w-[180px] max-w-[280px]"
      />
      <DateTimeField
        kind="date"
        name="until"
        label={t("Last day")}
        value={value_of(state, "until", "")}
        {...(end_error ? { error: end_error } : {})}
        class="min-w-[150px]"
      />
      <Button icon="plus" name="action" value="grant">{t("Give")}</Button>
      <p class="basis-full text-xs text-ink-3">
        {t("Without a last day it stays. A role that the person has already gets the new last day.")}
      </p>
    </form>
  );
}
