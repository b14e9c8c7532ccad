import { Button } from "~/components/button.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { Method } from "~/domain/second_factor/mod.ts";
import { Csrf } from "../admin_page.tsx";
import type { State } from "../state.ts";

/** On the page of a user: what stands between their password and their account, and the way out when it is lost. */
export function ResetCard({ methods, state, may_manage }: { methods: Method[]; state: State; may_manage: boolean }) {
  return (
    <Card title={t("Second factor")}>
      <p class="text-sm text-ink-2">
        {methods.length === 0 ? t("None.") : methods.map((method) => method.name).join(", ")}
      </p>
      {may_manage && methods.length > 0 && (
        <form method="post" class="grid gap-2 mt-3">
          <Csrf state={state} />
          <p class="text-xs text-ink-3">
            {t(
              "For a lost phone or key, once you know who is asking: removes them all and ends every session. The person is told by mail.",
            )}
          </p>
          <span>
            <Button size="sm" variant="danger" name="action" value="reset_second_factor">
              {t("Reset the second factor")}
            </Button>
          </span>
        </form>
      )}
    </Card>
  );
}
