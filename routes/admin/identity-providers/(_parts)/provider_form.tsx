/** One form for a new provider and a known one: what it is, what its word counts for, whom it lets in. */
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxField, CheckboxGroup } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FieldRow, FormActions, FormSection } from "~/components/form/form_section.tsx";
import { type Option, SelectField } from "~/components/form/select_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import type { IdentityProvider } from "~/domain/identity_providers/mod.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of, problem_of, value_of } from "../../../(_web)/pages.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "../../users/(_parts)/audience_words.ts";

type Stored = Omit<IdentityProvider, "id" | "number" | "created_at" | "updated_at" | "is_active" | "metadata">;

/** What a new provider begins with. */
export const blank_provider: Stored = {
  key: "",
  name: "",
  button_label: null,
  issuer: "",
  client_id: "",
  client_secret: null,
  scopes: ["openid", "profile", "email"],
  audiences: ["admin"],
  is_enabled: false,
  username_claim: "preferred_username",
  email_claim: "email",
  name_claim: "name",
  trusts_email: false,
  links_by_email: false,
  creates_people: false,
  email_domains: [],
  default_role_id: null,
  trusts_second_factor: false,
  second_factor_values: ["mfa"],
  is_enforced: false,
  checked_at: null,
  check_report: null,
};

interface FormProps {
  provider: Stored;
  /** The key of the default role. */
  default_role: string;
  has_secret: boolean;
  is_new: boolean;
  roles: Option[];
  back: string;
  state: State;
}

const field_names = ["key", "name", "issuer", "client_id", "client_secret", "scopes", "audiences", "default_role"]
  .concat(
    "email_domains",
    "links_by_email",
    "is_enforced",
    "button_label",
    "username_claim",
    "email_claim",
    "name_claim",
  );

export function ProviderForm({ provider, default_role, has_secret, is_new, roles, back, state }: FormProps) {
  const failure = failure_of(state);
  const text = (name: string, label: string, stored: string | null, hint?: string) => ({
    name,
    label,
    value: value_of(state, name, stored),
    error: problem_of(state, name),
    autocomplete: "off",
    ...(hint ? { hint } : {}),
  });
  const tick = (name: string, label: string, stored: boolean, hint: string) => (
    <CheckboxField
      name={name}
      label={label}
      hint={hint}
      checked={failure ? failure.values[name] !== undefined : stored}
      error={problem_of(state, name)}
    />
  );
  const chosen = failure ? failure.values.audiences?.split(",") ?? [] : provider.audiences;
  return (
    <form method="post" class="panel px-5 pt-2 max-w-[980px]" data-guard>
      <Csrf state={state} />
      {failure && (
        <div class="pt-4">
          <FormErrors errors={plain_errors(failure.error, field_names)} />
        </div>
      )}
      <FormSection title={t("Provider")} hint={t("As its own administration names things.")}>
        <FieldRow>
          <TextField {...text("name", t("Name"), provider.name)} required maxLength={80} />
          {is_new
            ? (
              <TextField
                {...text("key", t("Key"), provider.key, t("Part of its addresses here; stays as it is."))}
                required
                maxLength={40}
                pattern="[a-z0-9][a-z0-9\-]*"
                placeholder="keycloak"
              />
            )
            : null}
        </FieldRow>
        <TextField
          {...text(
            "issuer",
            t("Issuer"),
            provider.issuer,
            t("The address under which /.well-known/openid-configuration is found."),
          )}
          type="url"
          required
          placeholder="https://id.example.com/realms/staff"
        />
        <TextField {...text("client_id", t("Client id"), provider.client_id)} required maxLength={200} />
        <TextField
          name="client_secret"
          type="password"
          label={t("Client secret")}
          autocomplete="new-password"
          error={problem_of(state, "client_secret")}
          hint={has_secret ? t("One is set and is not shown. Empty keeps it.") : t("Empty for a client without one.")}
          maxLength={1000}
        />
        {has_secret &&
          tick("no_secret", t("Take the secret away"), false, t("The client proves itself by PKCE alone then."))}
        <TextField
          {...text(
            "scopes",
            t("Scopes"),
            provider.scopes.join(" "),
            t("With blanks between them; openid must be one."),
          )}
          required
        />
      </FormSection>
      <FormSection title={t("Sign-in pages")}>
        <CheckboxGroup
          name="audiences"
          label={t("Portals that it opens")}
          columns
          values={chosen}
          error={problem_of(state, "audiences")}
          options={Object.entries(audience_words).map(([value, label]) => ({ value, label: t(label) }))}
        />
        <TextField
          {...text("button_label", t("Words of the button"), provider.button_label)}
          maxLength={80}
          placeholder={t("Sign in with {provider}", { provider: provider.name || "…" })}
        />
        {tick(
          "is_enabled",
          t("Show it"),
          provider.is_enabled,
          t("Switched off, it opens nothing, and sessions that came by it end."),
        )}
      </FormSection>
      <FormSection title={t("Claims")} hint={t("A path such as realm_access.roles reaches inside.")}>
        <FieldRow>
          <TextField {...text("username_claim", t("User name"), provider.username_claim)} required />
          <TextField {...text("email_claim", t("E-mail"), provider.email_claim)} required />
        </FieldRow>
        <TextField {...text("name_claim", t("Full name"), provider.name_claim)} required />
      </FormSection>
      <FormSection
        title={t("Who is who")}
        hint={t("Somebody who is linked is known by the provider's own id for them, whatever their address.")}
      >
        {tick(
          "trusts_email",
          t("Its word that an address is verified counts"),
          provider.trusts_email,
          t("Only for a provider that sends mail to an address before it says so. Google and Keycloak can; Entra ID does not."),
        )}
        {tick(
          "links_by_email",
          t("Link by address"),
          provider.links_by_email,
          t("Where both sides have verified the same address. Otherwise people link their account themselves, signed in."),
        )}
        {tick(
          "creates_people",
          t("Make new people"),
          provider.creates_people,
          t("At the first sign-in of somebody whom a role lets in."),
        )}
        <TextField
          {...text(
            "email_domains",
            t("Domains of addresses"),
            provider.email_domains.join(" "),
            t("Only people with a verified address of one of them get in. Empty lets in all."),
          )}
          placeholder="example.com"
        />
        <SelectField
          name="default_role"
          label={t("Default role")}
          empty={t("None")}
          options={roles}
          value={value_of(state, "default_role", default_role)}
          error={problem_of(state, "default_role")}
          hint={t("For whom no claim gives a role. Roles by claim are set on the provider's page.")}
        />
      </FormSection>
      <FormSection title={t("Strength")}>
        {tick(
          "trusts_second_factor",
          t("Its second factor counts"),
          provider.trusts_second_factor,
          t("Otherwise the second factor here is asked after it, as after a password."),
        )}
        <TextField
          {...text(
            "second_factor_values",
            t("Values of amr or acr that say so"),
            provider.second_factor_values.join(" "),
            t("Such as mfa, or the name of a level."),
          )}
        />
        {tick(
          "is_enforced",
          t("The only way in for its domains"),
          provider.is_enforced,
          t("Passwords of people with such an address are refused in its portals, but for accounts marked as break-glass."),
        )}
        {provider.audiences.includes("admin") && (
          <Banner tone="info">
            {t("A provider for staff decides who is an administrator. It takes an administrator to change it.")}
          </Banner>
        )}
      </FormSection>
      <FormActions>
        <LinkButton href={back}>{t("Cancel")}</LinkButton>
        <Button variant="primary">{is_new ? t("Add the provider") : t("Save")}</Button>
      </FormActions>
      <UnsavedGuard />
    </form>
  );
}
