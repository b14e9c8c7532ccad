/** The form of a key, new or known. */
import { date_writer } from "~/components/formatters.ts";
import { Button, LinkButton } from "~/components/button.tsx";
import { type FormError, FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextArea, TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import type { ApiKey, KeyTerms, NewKey } from "~/domain/api_keys/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { failure_of, value_of } from "../pages.ts";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";
import { expiry_of, ExpiryChoice } from "./expiry_choice.tsx";
import { ScopeChoices } from "./scope_choices.tsx";

export interface KeyFormData {
  /** Null for a new one. */
  key: ApiKey | null;
  terms: KeyTerms;
  /** Whom a new key may belong to; null where it is one's own. */
  owners: { id: string; name: string }[] | null;
  now: string;
}

export function KeyForm({ data, back, save, state }: { data: KeyFormData; back: string; save: string; state: State }) {
  const { key, terms, owners, now } = data;
  const zone = zone_of(state);
  const typed = failure_of(state)?.values;
  const errors = key_errors(state);
  const error = (field: string) => errors.find((each) => each.field === field)?.message;
  const ip = state.request.ip;
  return (
    <form method="post" class="panel px-5 pt-2 max-w-[980px]" data-guard>
      <Csrf state={state} />
      <div class={typed ? "pt-4" : ""}>
        <FormErrors errors={errors} />
      </div>
      <FormSection title={t("Key")} hint={t("One for each program, so that one can be revoked and the others go on.")}>
        <TextField
          name="name"
          label={t("Name")}
          required
          maxLength={120}
          value={value_of(state, "name", key?.name)}
          error={error("name")}
          placeholder={t("Billing, nightly sync")}
          autocomplete="off"
        />
        {owners && (
          <SelectField
            name="owner_id"
            label={t("Owner")}
            value={value_of(state, "owner_id", actor_of(state).person_id)}
            options={owners.map(({ id, name }) => ({ value: id, label: name }))}
            error={error("owner_id")}
            hint={t("It acts in this person's name, and never beyond what this person may. The owner is told.")}
          />
        )}
      </FormSection>
      <FormSection
        title={t("Permissions")}
        hint={t("Only what you may yourself can be given. What its owner loses, the key loses at once.")}
      >
        <ScopeChoices
          own={actor_of(state).permissions}
          chosen={typed ? typed.scopes?.split(",") ?? [] : key?.scopes ?? []}
          error={error("scopes")}
        />
      </FormSection>
      <FormSection title={t("Life")} hint={t("Its owner is told 14 days and 1 day before, and can give it more time.")}>
        <ExpiryChoice
          terms={terms}
          value={typed?.expiry ?? (key ? "keep" : undefined)}
          day={typed?.expires_on ?? ""}
          now={now}
          zone={zone}
          {...(key ? { keep: key.expires_at ? until_words(key.expires_at, zone) : t("never") } : {})}
          error={error("expiry")}
        />
      </FormSection>
      <FormSection title={t("Addresses")} hint={t("A stolen key is worth nothing from elsewhere.")}>
        <TextArea
          name="allowed_addresses"
          label={t("Works from these addresses alone")}
          rows={3}
          value={value_of(state, "allowed_addresses", key?.allowed_addresses.join("\n"))}
          error={error("allowed_addresses")}
          placeholder="203.0.113.7, 2001:db8::/32"
          spellcheck={false}
          hint={ip
            ? t(
              "One on a line: an address, or a range such as 10.0.0.0/8. Empty: from everywhere. You are at {ip} now.",
              {
                ip,
              },
            )
            : t("One on a line: an address, or a range such as 10.0.0.0/8. Empty: from everywhere.")}
        />
      </FormSection>
      <FormActions>
        <LinkButton href={back}>{t("Cancel")}</LinkButton>
        <Button variant="primary">{save}</Button>
      </FormActions>
      <UnsavedGuard />
    </form>
  );
}

const full_moment = date_writer({ dateStyle: "long", timeStyle: "short" });

export const until_words = (at: string, zone: string): string => full_moment(new Date(at), "en-GB", zone);

const labels: Record<string, string> = {
  name: "Name",
  owner_id: "Owner",
  scopes: "Permissions",
  expiry: "Expires",
  allowed_addresses: "Addresses",
};

/** Refusals under the names of the form's own controls; what concerns one line of a list is said at the list. */
function key_errors(state: State): FormError[] {
  const failure = failure_of(state);
  if (!failure) return [];
  if (failure.error.details.length === 0) return [{ message: failure.error.message }];
  return failure.error.details.map(({ field, value, message, remedy }) => {
    const [head = field, line] = field.split(".");
    const name = head === "expires_at" ? "expiry" : head === "permission" ? "scopes" : head;
    if (name === "scopes" && value === "[]") {
      return { field: name, label: t("Permissions"), message: t("Choose at least one.") };
    }
    if (name === "expiry" && value === "(missing)") {
      return { field: name, label: t("Expires"), message: t("Choose when it ends.") };
    }
    const about = (line !== undefined || name === "scopes") && value && value !== "(missing)" ? `${value} ` : "";
    const said = about + [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ");
    return labels[name] ? { field: name, label: t(labels[name]), message: said } : { message: `${field}: ${said}` };
  });
}

/** What the form says. The domain judges all of it. */
export function key_input(form: FormData, now: Temporal.Instant, zone: string) {
  const owner_id = text_of(form, "owner_id");
  const expires_at = expiry_of(form, now, zone);
  return {
    name: text_of(form, "name").trim(),
    ...(owner_id ? { owner_id } : {}),
    scopes: form.getAll("scopes").filter((scope) => typeof scope === "string"),
    allowed_addresses: text_of(form, "allowed_addresses").split(/[\s,]+/).filter(Boolean),
    ...(expires_at === undefined ? {} : { expires_at }),
  } satisfies Partial<NewKey>;
}
