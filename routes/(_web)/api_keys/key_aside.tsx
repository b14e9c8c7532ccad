import { FactList } from "~/components/detail/fact_list.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import { paths } from "../paths.ts";
import { Nothing, type Reading } from "../records/value.tsx";
import type { KeyData } from "./key_body.tsx";

export function KeyAside({ data: { key, names, now }, read }: { data: KeyData; read: Reading }) {
  const time = (at: string | null | undefined, none = t("never")) =>
    at ? <Time at={at} now={now} zone={read.zone} /> : none;
  const person = (id: string | null | undefined) => {
    if (!id) return <Nothing />;
    const name = names.get(id) ?? t("unknown");
    return can(read.actor, "users:read") ? <a class="link" href={paths.admin.user(id)}>{name}</a> : name;
  };
  return (
    <>
      <Card title={t("Facts")}>
        <FactList
          facts={[
            { label: t("Owner"), value: person(key.owner_id) },
            { label: t("Expires"), value: time(key.expires_at) },
            { label: t("Last used"), value: time(key.last_used_at) },
            { label: t("From"), value: key.last_used_ip ?? <Nothing /> },
            { label: t("Created"), value: time(key.created_at) },
            { label: t("Created by"), value: person(key.created_by_id) },
            ...(can(read.actor, "audit:read")
              ? [{
                label: t("What it did"),
                value: <a class="link" href={`${paths.admin.audit}?api_key_id=${key.id}`}>{t("Audit trail")}</a>,
              }]
              : []),
            ...(key.rotated_at ? [{ label: t("Rotated"), value: time(key.rotated_at) }] : []),
          ]}
        />
      </Card>
      <Card title={t("Addresses")}>
        {key.allowed_addresses.length === 0
          ? <p class="text-sm text-ink-2">{t("It works from everywhere.")}</p>
          : (
            <ul class="grid gap-1 text-sm fig">
              {key.allowed_addresses.map((address) => <li key={address} class="break-all">{address}</li>)}
            </ul>
          )}
      </Card>
    </>
  );
}
