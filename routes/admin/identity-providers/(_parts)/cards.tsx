/** The parts of a provider's page: its connection, the addresses to give it, and which claims give which roles. */
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { type Option, SelectField } from "~/components/form/select_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { type Finding, type IdentityProvider, redirect_uri, type Rule } from "~/domain/identity_providers/mod.ts";
import CopyText from "~/islands/CopyText.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { problem_of, value_of } from "../../../(_web)/pages.ts";
import { portal_for } from "../../../(_web)/portals.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import type { State } from "../../../(_web)/state.ts";
import { audience_words } from "../../users/(_parts)/audience_words.ts";
import { findings_of } from "./provider_state.ts";

interface PartProps {
  provider: IdentityProvider;
  state: State;
  may_change: boolean;
}

const marks = {
  ok: { icon: "circle-check", look: "text-ok" },
  bad: { icon: "circle-alert", look: "text-bad" },
  note: { icon: "info", look: "text-info" },
} as const;

export function ConnectionCard({ provider, state, may_change, now }: PartProps & { now: string }) {
  const findings = findings_of(provider);
  return (
    <Card title={t("Connection")}>
      {findings.length === 0 && <p class="text-sm text-ink-2">{t("Not tested yet.")}</p>}
      <ul class="grid gap-2 text-sm">
        {findings.map((finding) => <FindingLine key={finding.words} finding={finding} />)}
      </ul>
      <div class="flex flex-wrap items-center gap-3 mt-3">
        {may_change && (
          <form method="post">
            <Csrf state={state} />
            <Button name="action" value="check" icon="refresh-cw">{t("Test connection")}</Button>
          </form>
        )}
        {provider.checked_at && (
          <span class="text-xs text-ink-3">
            {t("Tested")} <Time at={provider.checked_at} now={now} zone={zone_of(state)} />
          </span>
        )}
      </div>
    </Card>
  );
}

function FindingLine({ finding: { tone, words } }: { finding: Finding }) {
  return (
    <li class="flex gap-2">
      <Icon name={marks[tone].icon} class={`mt-0.5 ${marks[tone].look}`} label={tone === "bad" ? t("Wrong") : ""} />
      <span class="min-w-0 break-words">{words}</span>
    </li>
  );
}

/** Copied into the provider's own form: an address that differs by one letter is refused there. */
export function AddressesCard({ provider, state }: Omit<PartProps, "may_change">) {
  const { PUBLIC_URL } = state.house.platform.config;
  const portals = provider.audiences.flatMap((each) => is_audience(each) ? [portal_for(each)] : []);
  const rows = [
    ...portals.map((portal) => ({
      id: `redirect-${portal.suffix}`,
      label: t("Redirect URI: {portal}", { portal: t(audience_words[portal.audience] ?? portal.audience) }),
      value: redirect_uri(PUBLIC_URL, portal.auth, provider.key),
    })),
    ...portals.map((portal) => ({
      id: `logout-${portal.suffix}`,
      label: t("After sign-out: {portal}", { portal: t(audience_words[portal.audience] ?? portal.audience) }),
      value: PUBLIC_URL + portal.sign_in,
    })),
    {
      id: "back-channel",
      label: t("Back-channel logout"),
      value: `${PUBLIC_URL}/api/v1/hooks/identity-providers/${provider.key}/logout`,
    },
  ];
  return (
    <Card title={t("Addresses to give the provider")}>
      <dl class="grid gap-3">
        {rows.map((row) => (
          <div key={row.id} class="min-w-0">
            <dt class="text-xs text-ink-3">{row.label}</dt>
            <dd class="flex flex-wrap items-center gap-2">
              <code id={row.id} class="text-sm break-all select-all">{row.value}</code>
              <CopyText of={row.id} label={t("Copy {what}", { what: row.label })} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

const is_audience = (text: string): text is "admin" | "portal" | "reseller" | "vendor" =>
  ["admin", "portal", "reseller", "vendor"].includes(text);

export function RulesCard(
  { provider, state, may_change, rules, roles }: PartProps & { rules: Rule[]; roles: Option[] },
) {
  return (
    <Card title={t("Roles by claim")}>
      <p class="text-sm text-ink-2 mb-3">
        {t(
          "Held against the claims at each sign-in: what they no longer give is taken away. Roles given by hand stay.",
        )}
      </p>
      <ul class="grid">
        {rules.map((rule) => (
          <li
            key={rule.id}
            class="flex flex-wrap items-center gap-2 min-h-[40px] py-1 border-b border-line last:border-b-0 text-sm"
          >
            <span class="flex-1 min-w-0 break-words">
              <code>{rule.claim}</code> <span class="px-1 text-ink-3">{t("has")}</span> <code>{rule.value}</code>
            </span>
            <Icon name="arrow-right" class="text-ink-3" />
            <span class="font-medium">{rule.role_name}</span>
            <Badge>{t(audience_words[rule.audience] ?? rule.audience)}</Badge>
            {!provider.audiences.includes(rule.audience) && <Badge tone="warn">{t("portal not opened")}</Badge>}
            {may_change && (
              <form method="post">
                <Csrf state={state} />
                <input type="hidden" name="rule_id" value={rule.id} />
                <button
                  type="submit"
                  class="btn btn-ghost btn-icon btn-sm"
                  name="action"
                  value="remove_rule"
                  aria-label={t("Remove: {claim} has {value} gives {role}", {
                    claim: rule.claim,
                    value: rule.value,
                    role: rule.role_name,
                  })}
                  title={t("Remove")}
                >
                  <Icon name="x" />
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {may_change && (
        <form method="post" class="grid gap-3 mt-3 sm:grid-cols-[1fr_1fr_1fr_auto] sm:items-end">
          <Csrf state={state} />
          <TextField
            name="claim"
            label={t("Claim")}
            required
            maxLength={200}
            placeholder="groups"
            autocomplete="off"
            value={value_of(state, "claim", "")}
            error={problem_of(state, "claim")}
          />
          <TextField
            name="value"
            label={t("Has the value")}
            required
            maxLength={200}
            autocomplete="off"
            value={value_of(state, "value", "")}
            error={problem_of(state, "value")}
          />
          <SelectField
            name="role"
            label={t("Gives the role")}
            options={roles}
            value={value_of(state, "role", "")}
            error={problem_of(state, "role")}
          />
          <Button name="action" value="add_rule" icon="plus">{t("Add")}</Button>
        </form>
      )}
    </Card>
  );
}
