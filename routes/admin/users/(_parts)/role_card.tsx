/** The roles of a user, to give and to take away. */
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { User } from "~/domain/access/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "./audience_words.ts";

export function RoleCard(
  { user, state, options, may_manage }: {
    user: User;
    state: State;
    options: { value: string; label: string }[];
    may_manage: boolean;
  },
) {
  return (
    <Card
      class="min-w-0"
      title={t("Roles")}
      action={<a class="link" href={paths.admin.roles}>{t("What roles allow")}</a>}
    >
      {user.roles.length === 0 && <p class="text-sm text-ink-3">{t("None: this person can sign in nowhere.")}</p>}
      <ul class="grid">
        {user.roles.map((each) => (
          <li key={each.key} class="flex items-center gap-2 min-h-[40px] border-b border-line last:border-b-0">
            <span class="flex-1 font-medium">{each.name}</span>
            <Badge>{t(audience_words[each.audience] ?? each.audience)}</Badge>
            {may_manage && (
              <form method="post">
                <Csrf state={state} />
                <input type="hidden" name="role" value={each.key} />
                <button
                  type="submit"
                  class="btn btn-ghost btn-icon btn-sm"
                  name="action"
                  value="revoke"
                  aria-label={t("Take the role {role} away", { role: each.name })}
                  title={t("Take away")}
                >
                  <Icon name="x" />
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {may_manage && options.length > 0 && (
        <form method="post" class="flex flex-wrap items-end gap-2 mt-3">
          <Csrf state={state} />
          <SelectField
            name="role"
            label={t("Give a role")}
            options={options}
            small
            class="flex-1 min-w-[180px] max-w-[280px]"
          />
          <Button size="sm" icon="plus" name="action" value="grant">{t("Give")}</Button>
        </form>
      )}
    </Card>
  );
}
