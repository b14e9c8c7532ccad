import { PersonLine } from "~/components/avatar.tsx";
import { Badge } from "~/components/badge.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of, problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import type { SubscriberData } from "./data.ts";

/** Who acts for the subscriber. Linking somebody who is linked already changes the role. */
export function Holders(
  { data: { kind, row, holders }, read, state }: { data: SubscriberData; read: Reading; state: State },
) {
  const people = can(read.actor, "people:read") ? find_entity("person") : undefined;
  const here = paths.admin.subscriber(row.id);
  const may_act = row.is_active && can(read.actor, "customers:impersonate");
  return (
    <Card title={t("Account holders")}>
      {holders.length === 0 && (
        <p class="text-sm text-ink-2">{t("Nobody is linked: no one can sign in to the portal for this subscriber.")}</p>
      )}
      <ul class="grid">
        {holders.map((holder) => {
          const name = typeof holder.person_label === "string" ? holder.person_label : t("unnamed");
          return (
            <li key={holder.id} class="flex flex-wrap items-center gap-3 py-2 border-t border-line first:border-t-0">
              <span class="flex-1 min-w-[180px]">
                {people
                  ? (
                    <a class="hover:underline" href={paths.admin.record(people, holder.person_id)}>
                      <PersonLine name={name} hint={choice_label(holder.role)} />
                    </a>
                  )
                  : <PersonLine name={name} hint={choice_label(holder.role)} />}
              </span>
              {holder.is_primary && <Badge tone="primary" icon="star">{t("Primary")}</Badge>}
              {may_act && (
                <LinkButton href={paths.admin.act_as(row.id, holder.person_id)} icon="eye" size="sm" variant="ghost">
                  <span>
                    {t("Act as")}
                    <span class="sr-only">{` ${name}`}</span>
                  </span>
                </LinkButton>
              )}
              {kind.may.delete && (
                <form method="post" action={here}>
                  <Csrf state={state} />
                  <input type="hidden" name="part" value="subscriber_person" />
                  <input type="hidden" name="part_id" value={holder.id} />
                  <button
                    type="submit"
                    class="btn btn-ghost btn-icon btn-sm"
                    name="action"
                    value="remove_part"
                    aria-label={t("Unlink {name}", { name })}
                    title={t("Unlink")}
                  >
                    <Icon name="x" />
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {kind.may.update && people && <LinkForm here={here} state={state} />}
    </Card>
  );
}

function LinkForm({ here, state }: { here: string; state: State }) {
  const failure = failure_of(state);
  const refused = failure?.values.action === "link" ? failure : null;
  const person = refused?.values.person_id_text
    ? { id: refused.values.person_id ?? "", label: refused.values.person_id_text }
    : undefined;
  const error = refused ? problem_of(state, "person_id") : undefined;
  const roles = find_entity("subscriber_person")?.column("role")?.choices ?? [];
  return (
    <details class="mt-3" open={refused !== null}>
      <summary class="btn btn-sm cursor-pointer w-max">
        <Icon name="user-plus" />
        {t("Link a person")}
      </summary>
      <form method="post" action={here} class="grid gap-4 mt-4 max-w-[560px]" data-guard>
        <Csrf state={state} />
        {refused && (
          <FormErrors
            errors={[
              error ? { field: "person_id", label: t("Person"), message: error } : { message: refused.error.message },
            ]}
          />
        )}
        <Typeahead
          source={paths.admin.lookup("person")}
          name="person_id"
          label={t("Person")}
          required
          {...(person ? { value: person } : {})}
          {...(error ? { error } : {})}
        />
        <SelectField
          name="role"
          label={t("Role")}
          value={value_of(state, "role", "owner")}
          options={roles.map((role) => ({ value: role, label: choice_label(role) }))}
        />
        <CheckboxField
          name="is_primary"
          label={t("Primary subscriber of this person")}
          checked={refused?.values.is_primary === "true"}
          hint={t("What the person writes without a ticket counts for this one.")}
        />
        <span>
          <Button variant="primary" size="sm" name="action" value="link">{t("Link")}</Button>
        </span>
      </form>
    </details>
  );
}
