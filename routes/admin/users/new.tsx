import { page } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { grant_role, invite_user, role_options, username_of } from "~/domain/access/mod.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { people } from "~/domain/people/mod.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { action, actions, failure_of, go, problem_of, reads, value_of } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { plain_errors } from "../../(_web)/records/problems.ts";
import { label_of, resolve_text } from "../../(_web)/records/lookup.ts";
import { UsernameField } from "../../(_web)/username_field.tsx";
import { define } from "../../(_web)/state.ts";

/** Invites a person: a first role, and a link by mail to choose a password. */
export default define.page<typeof handler>(function NewUserPage({ data: { person, role, options }, state, url }) {
  const failure = failure_of(state);
  const person_error = problem_of(state, "person_id");
  return (
    <AdminPage state={state} url={url} title={t("Invite a person")}>
      <div class="max-w-[880px]">
        <PageHeader
          title={t("Invite a person")}
          lead={t("The person is in the list of people already; if not, create it there first.")}
        />
        <form method="post" class="panel px-5 pt-2" data-guard>
          <Csrf state={state} />
          {failure && (
            <div class="pt-4">
              <FormErrors errors={plain_errors(failure.error, ["person_id", "role", "username"])} />
            </div>
          )}
          <FormSection title={t("Who")}>
            <Typeahead
              source={paths.admin.lookup("person")}
              name="person_id"
              label={t("Person")}
              required
              {...(person ? { value: person } : {})}
              {...(person_error ? { error: person_error } : {})}
            />
            <SelectField
              name="role"
              label={t("Role")}
              empty={t("Choose a role")}
              value={value_of(state, "role", role)}
              options={options}
              hint={t("More can be given afterwards.")}
            />
          </FormSection>
          <FormSection title={t("Sign-in")}>
            <UsernameField state={state} username={null} />
          </FormSection>
          <FormActions>
            <LinkButton href={paths.admin.users}>{t("Cancel")}</LinkButton>
            <Button variant="primary">{t("Send the invitation")}</Button>
          </FormActions>
        </form>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
});

const show = reads("users:manage", async (tx, ctx) => {
  ctx.state.title = t("Invite a person");
  const id = failure_of(ctx.state)?.values.person_id ?? ctx.url.searchParams.get("person_id");
  const label = id ? await label_of(tx, "person", id) : null;
  const known = await role_options(tx);
  return page({
    person: id && label ? { id, label } : null,
    role: ctx.url.searchParams.get("role") ?? "",
    options: known.map((role) => ({ value: role.key, label: role.name })),
  });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    save: action("users:manage", async (tx, ctx, form) => {
      const typed = text_of(form, "person_id_text");
      const id = text_of(form, "person_id") || (typed ? (await resolve_text(tx, "person", typed))?.id : undefined);
      if (!id) {
        throw invalid(
          "person_id",
          typed,
          typed ? "names no single person" : "is required",
          "Type more of the name, or choose from the list.",
        );
      }
      const person = await people.get(tx, id);
      const role = text_of(form, "role");
      if (role) await grant_role(tx, person.id, role);
      // One sign-in serves all portals: who has one needs the role alone.
      if (role && !text_of(form, "username").trim() && await username_of(tx, person.id)) {
        return go(ctx, paths.admin.user(person.id), {
          tone: "ok",
          text: t("{name} signs in already and has the role now.", { name: person.display_name }),
        });
      }
      const { email } = await invite_user(tx, person.id, text_of(form, "username"));
      return go(ctx, paths.admin.user(person.id), {
        tone: "ok",
        text: t("An invitation for {name} is on its way to {email}.", { name: person.display_name, email }),
      });
    }),
  }, show),
});
