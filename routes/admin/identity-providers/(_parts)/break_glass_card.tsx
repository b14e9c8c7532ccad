/** Whose password still works on the day that the only way in is down. */
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { BreakGlass } from "~/domain/identity_providers/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import type { State } from "../../../(_web)/state.ts";

export function BreakGlassCard(
  { accounts, state, may_change }: { accounts: BreakGlass[]; state: State; may_change: boolean },
) {
  return (
    <Card title={t("Break-glass accounts")}>
      <p class="text-sm text-ink-2 mb-2">
        {t(
          "Administrators whose password works even where a provider is the only way in. Keep one, with a long password in a safe place.",
        )}
      </p>
      {accounts.length === 0 && <p class="text-sm text-ink-3">{t("No administrator has a password.")}</p>}
      <ul class="grid">
        {accounts.map((account) => (
          <li
            key={account.person_id}
            class="flex flex-wrap items-center gap-2 min-h-[40px] py-1 border-b border-line last:border-b-0 text-sm"
          >
            <span class="flex-1 min-w-0">
              <span class="block font-medium break-words">{account.name}</span>
              <span class="block text-xs text-ink-3 break-all">{account.username}</span>
            </span>
            {account.is_break_glass && <Badge tone="accent">{t("break-glass")}</Badge>}
            {may_change && (
              <form method="post">
                <Csrf state={state} />
                <input type="hidden" name="person_id" value={account.person_id} />
                <input type="hidden" name="keep" value={account.is_break_glass ? "false" : "true"} />
                <Button
                  size="sm"
                  name="action"
                  value="break_glass"
                  aria-label={account.is_break_glass
                    ? t("Take the mark from {name}", { name: account.name })
                    : t("Mark {name} as break-glass", { name: account.name })}
                >
                  {account.is_break_glass ? t("Take the mark away") : t("Mark")}
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
