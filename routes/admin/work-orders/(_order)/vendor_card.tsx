/** The contractor that does a job: who, since when, and giving it to one. */
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of, problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import type { OrderData } from "./read.ts";

interface Props {
  data: OrderData;
  state: State;
  read: Reading;
}

export function VendorCard({ data, state, read }: Props) {
  const { row, vendor } = data;
  const may = can(read.actor, "work-orders:dispatch") && can(read.actor, "vendors:read") && row.is_active &&
    row.status !== "completed" && row.status !== "canceled";
  if (!vendor && !may) return null;
  return (
    <Card title={t("Contractor")}>
      {vendor
        ? (
          <div class="grid gap-2.5">
            <p class="flex items-center gap-2 text-sm">
              <Icon name="briefcase" class="text-ink-3" />
              <a class="link font-semibold break-words" href={`${paths.admin.home}/vendors/${vendor.id}`}>
                {vendor.name}
              </a>
            </p>
            <p class="text-xs text-ink-3">
              {t("since")} <Time at={vendor.since} now={read.now} zone={read.zone} />
            </p>
            {can(read.actor, "work-orders:dispatch") && (
              <form method="post" action={paths.admin.work_order(row.id)}>
                <Csrf state={state} />
                <Button size="sm" icon="rotate-ccw" name="action" value="take_back">{t("Take back")}</Button>
              </form>
            )}
          </div>
        )
        : <p class="text-sm text-ink-3">{t("The house does it.")}</p>}
      {may && !vendor && <GiveForm data={data} state={state} />}
    </Card>
  );
}

function GiveForm({ data: { row }, state }: Pick<Props, "data" | "state">) {
  const failure = failure_of(state);
  const failed = failure?.values.action === "give" ? failure : null;
  const error = failed ? problem_of(state, "vendor_id") : undefined;
  const chosen = failed?.values.vendor_id_text
    ? { id: failed.values.vendor_id ?? "", label: failed.values.vendor_id_text }
    : undefined;
  return (
    <details class="mt-3" open={failed !== null}>
      <summary class="btn btn-sm cursor-pointer w-max">
        <Icon name="briefcase" />
        {t("Give to a contractor")}
      </summary>
      <form method="post" action={paths.admin.work_order(row.id)} class="grid gap-3 mt-3" data-guard>
        <Csrf state={state} />
        {failed && <FormErrors errors={plain_errors(failed.error, ["vendor_id", "start_at", "end_at"])} />}
        <Typeahead
          source={paths.admin.lookup("vendor")}
          name="vendor_id"
          label={t("Vendor")}
          required
          {...(chosen ? { value: chosen } : {})}
          {...(error ? { error } : {})}
        />
        <DateTimeField
          name="start_at"
          label={t("Comes from")}
          value={failed ? value_of(state, "start_at", "") : ""}
          hint={row.scheduled_start
            ? t("Empty, the window stays as it is.")
            : t("Empty, no day is named yet. The end follows from the duration.")}
          error={failed ? problem_of(state, "start_at") : undefined}
        />
        <span>
          <Button variant="primary" size="sm" name="action" value="give">{t("Give")}</Button>
        </span>
      </form>
    </details>
  );
}
