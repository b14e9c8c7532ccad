/** Calling a job off, in the dialog of its page and on a page of its own. */
import { Button, LinkButton } from "~/components/button.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import type { WorkOrder } from "~/domain/work_orders/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";

export function CancelForm({ row, state, technician }: { row: WorkOrder; state: State; technician: string | null }) {
  const problem = problem_of(state, "reason");
  return (
    <form method="post" action={`${paths.admin.work_order(row.id)}/cancel`} class="grid gap-4">
      <Csrf state={state} />
      <input type="hidden" name="version" value={row.updated_at} />
      <p class="text-ink-2">
        {technician ? t("{name} is free again.", { name: technician }) : t("Nobody was planned yet.")}{" "}
        {row.scheduled_start && t("The customer reads that the visit is canceled.")}{" "}
        {t("It cannot be taken back; a new work order can be made.")}
      </p>
      <TextField
        name="reason"
        label={t("Reason, for the staff")}
        value={value_of(state, "reason", "")}
        required
        maxLength={300}
        autocomplete="off"
        {...(problem ? { error: problem } : {})}
      />
      <div class="flex flex-wrap justify-end gap-2">
        <LinkButton href={paths.admin.work_order(row.id)}>{t("Keep it")}</LinkButton>
        <Button variant="destroy" icon="ban">{t("Cancel work order")}</Button>
      </div>
    </form>
  );
}
