/** Rights that a person has beside the roles: for a reason, and best to a day. */
import { EndMark } from "~/components/access/source_line.tsx";
import { Button } from "~/components/button.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { type DirectGrant, permission_groups } from "~/domain/access/mod.ts";
import { type Actor } from "~/domain/kernel/actor.ts";
import { key_audience } from "~/domain/kernel/permissions.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "./audience_words.ts";

interface GrantCardProps {
  grants: DirectGrant[];
  state: State;
  may_manage: boolean;
  /** What the form proposes as the last day. */
  proposed_day: string;
  now: string;
  zone: string;
}

export function GrantCard({ grants, state, may_manage, proposed_day, now, zone }: GrantCardProps) {
  return (
    <Card
      class="min-w-0"
      title={t("Direct grants")}
      action={<a class="link" href={paths.admin.permissions}>{t("All permissions")}</a>}
    >
      {grants.length === 0 && <p class="text-sm text-ink-3">{t("None: everything comes from the roles.")}</p>}
      <ul class="grid">
        {grants.map((grant) => (
          <li
            key={grant.id}
            class="flex flex-wrap items-center gap-2 min-h-[40px] py-1.5 border-b border-line last:border-b-0"
          >
            <span class="flex-1 min-w-[180px]">
              <code class="font-medium break-all">{grant.key}</code>
              <span class="block text-xs text-ink-3 break-words">
                {grant.reason}
                {grant.granted_by ? ` · ${t("given by {name}", { name: grant.granted_by })}` : ""}
              </span>
            </span>
            <EndMark expires_at={grant.expires_at} now={now} zone={zone} />
            {may_manage && (
              <form method="post">
                <Csrf state={state} />
                <input type="hidden" name="grant_id" value={grant.id} />
                <button
                  type="submit"
                  class="btn btn-ghost btn-icon btn-sm"
                  name="action"
                  value="revoke_grant"
                  aria-label={t("Take the grant {key} away", { key: grant.key })}
                  title={t("Take away")}
                >
                  <Icon name="x" />
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {may_manage && <GiveForm state={state} proposed_day={proposed_day} />}
    </Card>
  );
}

function GiveForm({ state, proposed_day }: { state: State; proposed_day: string }) {
  const end_error = problem_of(state, "grant_until");
  const key_error = problem_of(state, "key");
  return (
    <details class="mt-3" open={value_of(state, "action", "") === "grant_permission"}>
      <summary class="btn btn-sm w-max">
        <Icon name="plus" />
        {t("Give a single right")}
      </summary>
      <form method="post" class="grid gap-4 mt-3 max-w-[560px]" data-guard>
        <Csrf state={state} />
        <SelectField
          name="key"
          label={t("Right")}
          required
          empty={t("Choose a right")}
          value={value_of(state, "key", "")}
          options={grant_options(actor_of(state))}
          hint={t("Greyed out is what you do not have yourself.")}
          {...(key_error ? { error: key_error } : {})}
        />
        <TextField
          name="reason"
          label={t("Reason")}
          required
          minLength={10}
          maxLength={500}
          autocomplete="off"
          value={value_of(state, "reason", "")}
          error={problem_of(state, "reason")}
          hint={t("Stands in the audit trail and in every access review.")}
        />
        <DateTimeField
          kind="date"
          name="grant_until"
          label={t("Last day")}
          value={value_of(state, "grant_until", proposed_day)}
          hint={t("Empty it only where there is no end: what nobody takes back stays.")}
          {...(end_error ? { error: end_error } : {})}
          class="max-w-[220px]"
        />
        <span>
          <Button variant="primary" name="action" value="grant_permission">{t("Give the right")}</Button>
        </span>
      </form>
    </details>
  );
}

function grant_options(actor: Actor) {
  const may = (grant: string) => key_audience(grant) !== "admin" || actor.permissions.has(grant);
  const option = (value: string, label: string, group: string) => ({ value, label, group, disabled: !may(value) });
  return [
    option("*", t("Everything of staff (*)"), t("Everything")),
    ...permission_groups().flatMap((group) => {
      const name = group.audience === "admin"
        ? t(group.label)
        : `${t(audience_words[group.audience] ?? group.audience)}: ${t(group.label)}`;
      return [
        ...group.keys.map((each) => option(each.key, `${t(each.description)} (${each.key})`, name)),
        option(
          group.wildcard,
          t("All of {domain}, and what comes later", { domain: `${t(group.label)} (${group.wildcard})` }),
          name,
        ),
      ];
    }),
  ];
}
