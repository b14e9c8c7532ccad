/** What a contractor does on a job's page: begin, write with photos, finish. */
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextArea } from "~/components/form/text_field.tsx";
import { Panel } from "~/components/panel.tsx";
import { PhotoInputs } from "~/components/portal/photo_inputs.tsx";
import { Section } from "~/components/portal/section.tsx";
import { t } from "~/components/text.ts";
import type { VendorJobView } from "~/domain/vendors/mod.ts";
import { Csrf } from "../../(_web)/admin_page.tsx";
import { failed_form, refusals } from "../../(_web)/desk/refused.ts";
import { paths } from "../../(_web)/paths.ts";
import type { State } from "../../(_web)/state.ts";
import { limits_text, upload_limits } from "../../(_web)/uploads.ts";

interface Props {
  view: VendorJobView;
  state: State;
}

const can_do = ({ actions }: VendorJobView, verb: string) => actions.some((each) => each.verb === verb);

export function StartForm({ view, state }: Props) {
  if (!can_do(view, "start")) return null;
  const errors = refusals(state, {}, "start");
  return (
    <form method="post" action={paths.vendor.job(view.job.id)} class="grid gap-2 mt-3">
      <Csrf state={state} />
      <input type="hidden" name="version" value={view.job.updated_at} />
      {errors.length > 0 && <FormErrors errors={errors} />}
      <Button variant="primary" size="lg" icon="play" name="action" value="start">{t("Start the job")}</Button>
    </form>
  );
}

const labels = {
  notes: () => t("What was done"),
  body: () => t("Note"),
  files: () => t("Photos or files"),
};

export function CompleteForm({ view, state }: Props) {
  if (!can_do(view, "complete")) return null;
  return (
    <Section title={t("Finish the job")}>
      <WordsForm
        view={view}
        state={state}
        action="complete"
        field="notes"
        hint={t("The provider reads it; it is kept with the job.")}
        button={t("Complete the job")}
        primary
      />
    </Section>
  );
}

export function NoteForm({ view, state }: Props) {
  return (
    <Section title={t("Write to the provider")}>
      <WordsForm
        view={view}
        state={state}
        action="note"
        field="body"
        hint={t("Between your company and the provider; the customer does not see it.")}
        button={t("Send the note")}
      />
    </Section>
  );
}

function WordsForm({ view, state, action, field, hint, button, primary = false }: Props & {
  action: "complete" | "note";
  field: "notes" | "body";
  hint: string;
  button: string;
  primary?: boolean;
}) {
  const { config } = state.house.platform;
  const errors = refusals(state, labels, action);
  const error = (name: string) => errors.find((each) => each.field === name)?.message;
  return (
    <Panel class="p-4">
      <form
        method="post"
        action={paths.vendor.job(view.job.id)}
        enctype="multipart/form-data"
        class="grid grid-cols-1 gap-4"
        data-draft
      >
        <Csrf state={state} />
        <input type="hidden" name="action" value={action} />
        {errors.length > 0 && <FormErrors errors={errors} />}
        <TextArea
          name={field}
          label={labels[field]()}
          required
          rows={4}
          maxLength={20_000}
          value={failed_form(state, action)?.values[field] ?? ""}
          error={error(field)}
          hint={hint}
        />
        <PhotoInputs
          limits={limits_text(config)}
          {...upload_limits(config)}
          error={error("files")}
          prefix={action}
        />
        <Button variant={primary ? "primary" : "secondary"} size="lg" icon={primary ? "circle-check" : "send"}>
          {button}
        </Button>
      </form>
    </Panel>
  );
}
