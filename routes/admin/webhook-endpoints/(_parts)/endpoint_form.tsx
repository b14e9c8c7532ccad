import { Button, LinkButton } from "~/components/button.tsx";
import { type FormError, FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { TextArea, TextField } from "~/components/form/text_field.tsx";
import { EventChoices } from "~/components/system/event_choice.tsx";
import { t } from "~/components/text.ts";
import { public_event_types } from "~/domain/webhooks/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { failure_of, problem_of, value_of } from "../../../(_web)/pages.ts";
import type { State } from "../../../(_web)/state.ts";

export interface EndpointValues {
  name: string;
  url: string;
  description: string | null;
  event_types: string[];
}

/** The same form for a new endpoint and a known one. */
export function EndpointForm(
  { values, back, save, state }: { values: EndpointValues; back: string; save: string; state: State },
) {
  const typed = failure_of(state)?.values;
  const chosen = typed ? typed.event_types?.split(",") ?? [] : values.event_types;
  return (
    <form method="post" class="panel px-5 pt-2 max-w-[980px]" data-guard>
      <Csrf state={state} />
      <div class={typed ? "pt-4" : ""}>
        <FormErrors errors={endpoint_errors(state)} />
      </div>
      <FormSection title={t("Receiver")} hint={t("Messages go out as Standard Webhooks: JSON by POST, signed.")}>
        <TextField
          name="name"
          label={t("Name")}
          required
          maxLength={120}
          value={value_of(state, "name", values.name)}
          error={problem_of(state, "name")}
          autocomplete="off"
        />
        <TextField
          name="url"
          type="url"
          label={t("Address")}
          required
          placeholder="https://"
          value={value_of(state, "url", values.url)}
          error={problem_of(state, "url")}
          autocomplete="off"
          hint={t("Reachable from the public internet, by https. Redirects are not followed.")}
        />
        <TextArea
          name="description"
          label={t("What it is for")}
          rows={2}
          value={value_of(state, "description", values.description)}
          error={problem_of(state, "description")}
        />
      </FormSection>
      <FormSection
        title={t("Events")}
        hint={t("Only what is chosen is sent. Fewer types make a receiver that keeps up.")}
      >
        <EventChoices choices={public_event_types()} chosen={chosen} error={types_problem(state)} />
      </FormSection>
      <FormActions>
        <LinkButton href={back}>{t("Cancel")}</LinkButton>
        <Button variant="primary">{save}</Button>
      </FormActions>
      <UnsavedGuard />
    </form>
  );
}

function types_problem(state: State): string | undefined {
  const found = failure_of(state)?.error.details.find(({ field }) =>
    field === "event_types" || field.startsWith("event_types.")
  );
  return found ? t("Choose at least one type that exists.") : undefined;
}

function endpoint_errors(state: State): FormError[] {
  const failure = failure_of(state);
  if (!failure) return [];
  if (failure.error.details.length === 0) return [{ message: failure.error.message }];
  const labels: Record<string, string> = {
    name: t("Name"),
    url: t("Address"),
    description: t("What it is for"),
    event_types: t("Events to send"),
  };
  return failure.error.details.map(({ field, message, remedy }) => {
    const [name = field] = field.split(".");
    const said = name === "event_types"
      ? types_problem(state) ?? message
      : [message, remedy].filter(Boolean).join(". ");
    return labels[name] ? { field: name, label: labels[name], message: said } : { message: `${field}: ${said}` };
  });
}

/** What the form says. The domain judges it: the address by the guard against private networks, the types by what exists. */
export function endpoint_values(form: FormData): EndpointValues {
  const description = text_of(form, "description").replaceAll("\r\n", "\n").trim();
  return {
    name: text_of(form, "name").trim(),
    url: text_of(form, "url").trim(),
    description: description || null,
    event_types: form.getAll("event_types").filter((type) => typeof type === "string"),
  };
}
