import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { HiddenVersion } from "~/components/form/other_fields.tsx";
import { TextArea, TextField } from "~/components/form/text_field.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { Role } from "~/domain/access/mod.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { Csrf } from "../../../../(_web)/admin_page.tsx";
import { text_of } from "../../../../(_web)/forms.ts";
import { actor_of } from "../../../../(_web)/middlewares.ts";
import { failure_of, problem_of, value_of } from "../../../../(_web)/pages.ts";
import { plain_errors } from "../../../../(_web)/records/problems.ts";
import type { State } from "../../../../(_web)/state.ts";
import { RoleBoxes } from "./role_matrix.tsx";

export interface RoleValues {
  name: string;
  description: string | null;
  audience: Role["audience"];
  permissions: readonly string[];
  /** Of a role that is there already. */
  version?: string;
}

/** The same form for a new role and a known one: words on top, and a box for each right. */
export function RoleForm(
  { values, back, save, state }: { values: RoleValues; back: string; save: string; state: State },
) {
  const typed = failure_of(state);
  const chosen = typed ? (typed.values.permissions ?? "").split(",").filter(Boolean) : values.permissions;
  return (
    <form method="post" data-guard>
      <Csrf state={state} />
      {values.version ? <HiddenVersion version={value_of(state, "version", values.version)} /> : null}
      <input type="hidden" name="audience" value={values.audience} />
      {typed && <FormErrors errors={plain_errors(typed.error, ["name", "key", "description", "permissions"])} />}
      <Panel class="px-5 mb-4">
        <FormSection title={t("Role")} hint={t("Named after the work that people do, not after people.")}>
          <TextField
            name="name"
            label={t("Name")}
            required
            maxLength={120}
            autocomplete="off"
            value={value_of(state, "name", values.name)}
            error={problem_of(state, "name")}
          />
          <TextArea
            name="description"
            label={t("What it is for")}
            rows={2}
            maxLength={2_000}
            value={value_of(state, "description", values.description)}
            error={problem_of(state, "description")}
          />
          {!values.version && (
            <TextField
              name="key"
              label={t("Key")}
              maxLength={60}
              autocomplete="off"
              pattern="[a-z][a-z0-9\-]*"
              hint={t("What settings and programs call it; made of the name if you leave it empty. It stays as it is.")}
              value={value_of(state, "key", "")}
              error={problem_of(state, "key")}
            />
          )}
        </FormSection>
      </Panel>
      <Panel class="p-4">
        <fieldset id="f-permissions" tabIndex={-1}>
          <legend class="text-md font-semibold mb-1">{t("What it allows")}</legend>
          <p class="text-sm text-ink-2 mb-3 max-w-[720px]">
            {t(
              "A tick under “All of it” covers the line, whatever else is ticked there, and what the product adds to it later. Boxes that are greyed out are rights that you do not have: nobody gives what they do not have.",
            )}
          </p>
          <RoleBoxes audience={values.audience} chosen={chosen} actor={actor_of(state)} />
        </fieldset>
        <div class="px-1">
          <FormActions>
            <LinkButton href={back}>{t("Cancel")}</LinkButton>
            <Button variant="primary">{save}</Button>
          </FormActions>
        </div>
      </Panel>
      <UnsavedGuard />
    </form>
  );
}

const audiences: readonly Role["audience"][] = ["admin", "portal", "reseller", "vendor"];

/** @throws DomainError 422 for a portal that does not exist: the address was made by hand */
export function audience_of(text: string): Role["audience"] {
  const found = audiences.find((each) => each === (text || "admin"));
  if (!found) throw invalid("audience", text, `must be one of ${audiences.join(", ")}`);
  return found;
}

export function role_values(form: FormData): { name: string; description: string | null; permissions: string[] } {
  const description = text_of(form, "description").replaceAll("\r\n", "\n").trim();
  return {
    name: text_of(form, "name"),
    description: description || null,
    permissions: form.getAll("permissions").filter((each) => typeof each === "string"),
  };
}
