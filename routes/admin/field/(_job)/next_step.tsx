/** The one button under the thumb. */
import { Button, LinkButton } from "~/components/button.tsx";
import { t } from "~/components/text.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import type { JobData } from "./read.ts";
import { report_form } from "./report.tsx";

const waiting = new Set(["scheduled", "dispatched"]);

export function NextStep({ data: { row, actions, day }, state }: { data: JobData; state: State }) {
  const of = (verb: string) => actions.find((action) => action.verb === verb);
  const [start, complete] = [of("start"), of("complete")];
  if (start) {
    return (
      <form method="post" action={paths.field.job(row.id)} class="grid">
        <Csrf state={state} />
        <Button
          variant="primary"
          size="lg"
          icon="play"
          name="action"
          value="start"
          class="w-full h-12"
          disabled_reason={start.reason ?? undefined}
        >
          {t("Start the job")}
        </Button>
      </form>
    );
  }
  if (complete) {
    return (
      <Button
        variant="primary"
        size="lg"
        icon="circle-check"
        form={report_form}
        class="w-full h-12"
        disabled_reason={complete.reason ?? undefined}
      >
        {t("Complete the job")}
      </Button>
    );
  }
  const next = day?.jobs.find((job) => job.id !== row.id && (waiting.has(job.status) || job.status === "in_progress"));
  return next
    ? (
      <LinkButton
        variant="primary"
        size="lg"
        icon_end="chevron-right"
        href={paths.field.job(next.id)}
        class="w-full h-12"
      >
        {t("Next job: {name}", { name: next.subscriber_name ?? next.number })}
      </LinkButton>
    )
    : (
      <LinkButton size="lg" icon="calendar-days" href={paths.field.day} class="w-full h-12">
        {t("To my day")}
      </LinkButton>
    );
}
