/** The report that ends a job, and notes on the way. Plain forms; the island keeps what is typed and sends it when the network allows. */
import type { ComponentChildren } from "preact";
import { Button } from "~/components/button.tsx";
import { TextArea } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { camera_id, gallery_id, PhotoFields } from "~/components/work/photo_fields.tsx";
import FieldReport from "~/islands/FieldReport.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of, problem_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import { limits_text, upload_limits } from "../../../(_web)/uploads.ts";
import type { JobData } from "./read.ts";

export const report_form = "report";

export function Report({ data: { row }, state }: { data: JobData; state: State }) {
  const failure = failure_of(state);
  const failed = failure?.values.action === "complete" ? failure : null;
  const { config } = state.house.platform;
  const problem = failed ? problem_of(state, "notes") : undefined;
  return (
    <div id="complete" class="scroll-mt-[72px]">
      <Card title={t("Report")}>
        <form
          method="post"
          action={paths.field.job(row.id)}
          enctype="multipart/form-data"
          id={report_form}
          class="grid gap-4"
        >
          <Csrf state={state} />
          <input type="hidden" name="action" value="complete" />
          <TextArea
            name="notes"
            label={t("What was done")}
            value={failed?.values.notes ?? ""}
            rows={5}
            required
            maxLength={20_000}
            {...(problem ? { error: problem } : {})}
          />
          <SeenSwitch
            checked={failed?.values.visible !== undefined}
            label={t("The customer sees notes and photos")}
            hint={t("Off: only your team.")}
            id="report-visible"
          />
          <PhotoFields limits={limits_text(config)} error={failed ? problem_of(state, "files") : undefined} />
          <FieldReport
            form={report_form}
            inputs={[camera_id, gallery_id]}
            draft={`omni:report:${state.actor?.person_id ?? ""}:${row.id}`}
            {...upload_limits(config)}
          />
        </form>
      </Card>
    </div>
  );
}

export function NoteForm({ data: { row }, state }: { data: JobData; state: State }) {
  const failure = failure_of(state);
  const failed = failure?.values.action === "note" ? failure : null;
  return (
    <details class="panel" open={failed !== null}>
      <summary class="flex items-center gap-2 min-h-[52px] px-4 font-semibold cursor-pointer">
        <Icon name="plus" />
        {t("Add a note")}
      </summary>
      <form method="post" action={paths.field.job(row.id)} class="grid gap-4 px-4 pb-4">
        <Csrf state={state} />
        <TextArea
          name="body"
          label={t("Note")}
          value={failed?.values.body ?? ""}
          rows={3}
          required
          maxLength={20_000}
          {...(failed ? { error: problem_of(state, "body") ?? failed.error.message } : {})}
        />
        <SeenSwitch
          checked={failed?.values.visible !== undefined}
          label={t("The customer sees it")}
          hint={t("Off: only your team.")}
          id="note-visible"
        />
        <Button size="lg" name="action" value="note">{t("Add note")}</Button>
      </form>
    </details>
  );
}

function SeenSwitch(
  { checked, label, hint, id }: { checked: boolean; label: string; hint: ComponentChildren; id: string },
) {
  return (
    <label class="choice min-h-[52px] items-center">
      <input
        type="checkbox"
        class="check-box"
        name="visible"
        value="true"
        id={id}
        checked={checked}
        aria-describedby={`${id}-hint`}
      />
      <span>
        <span class="block text-sm font-semibold">{label}</span>
        <span id={`${id}-hint`} class="block text-xs text-ink-2">{hint}</span>
      </span>
    </label>
  );
}
