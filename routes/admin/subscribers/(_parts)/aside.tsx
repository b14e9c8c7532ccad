import { LinkButton } from "~/components/button.tsx";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { find_entity } from "~/domain/kernel/entity.ts";
import { paths } from "../../../(_web)/paths.ts";
import { Nothing, type Reading, Value } from "../../../(_web)/records/value.tsx";
import type { SubscriberData } from "./data.ts";

export function SubscriberAside({ data, read }: { data: SubscriberData; read: Reading }) {
  return (
    <>
      <Service data={data} read={read} />
      <Address data={data} read={read} />
      <Billing data={data} read={read} />
      <Record data={data} read={read} />
    </>
  );
}

const text = (value: string | null) => value ? <span class="break-words">{value}</span> : <Nothing />;
const time = (at: string | null, read: Reading) => at ? <Time at={at} now={read.now} zone={read.zone} /> : <Nothing />;

function Service({ data: { kind: { entity }, row, reseller }, read }: { data: SubscriberData; read: Reading }) {
  const linked = (name: string): Fact[] => {
    const column = entity.column(name);
    return column && row[name]
      ? [{
        label: t(column.label ?? entity_label(column.reference)),
        value: <Value column={column} row={row} read={read} />,
      }]
      : [];
  };
  return (
    <Card title={t("Service and contact")}>
      <FactList
        facts={[
          { label: t("Plan"), value: text(row.service_plan ?? null) },
          { label: t("Speed"), value: text(row.service_speed ?? null) },
          { label: t("Phone"), value: row.phone ? <PhoneLink e164={row.phone} icon /> : <Nothing /> },
          { label: t("E-mail"), value: row.email ? <EmailLink email={row.email} /> : <Nothing /> },
          ...linked("person_id"),
          ...linked("organization_id"),
          ...(reseller
            ? [{
              label: t("Reseller"),
              value: <a class="link" href={`${paths.admin.home}/resellers/${reseller.id}`}>{reseller.name}</a>,
            }]
            : []),
          { label: t("Customer since"), value: time(row.activated_at ?? null, read) },
          ...(row.suspended_at ? [{ label: t("Suspended"), value: time(row.suspended_at, read) }] : []),
          ...(row.terminated_at ? [{ label: t("Terminated"), value: time(row.terminated_at, read) }] : []),
        ]}
      />
    </Card>
  );
}

const entity_label = (name: string | undefined): string => find_entity(name ?? "")?.label ?? "";

function Address({ data: { row, site }, read }: { data: SubscriberData; read: Reading }) {
  const entity = find_entity("site");
  const label = typeof row.site_label === "string" ? row.site_label : null;
  if (!row.site_id || !label) {
    return (
      <Card title={t("Service address")}>
        <p class="text-sm text-ink-3">{t("None is known.")}</p>
      </Card>
    );
  }
  const open = site && entity ? paths.admin.record(entity, site.id) : undefined;
  return (
    <Card title={t("Service address")} {...(open ? { action: <a class="link" href={open}>{t("Open site")}</a> } : {})}>
      {site?.location && (
        <StaticSiteMap point={site.location.coordinates} label={label} {...(open ? { href: open } : {})} />
      )}
      <p class="mt-2 break-words">{label}</p>
      {site?.access_notes && <p class="mt-1 text-sm text-ink-2 whitespace-pre-wrap">{site.access_notes}</p>}
      {site && !site.location && <p class="mt-1 text-xs text-ink-3">{t("Its place on the map is not known.")}</p>}
      {site && (
        <p class="text-xs text-ink-3 mt-1">
          {t("Changed")} <Time at={site.updated_at} now={read.now} zone={read.zone} />
        </p>
      )}
    </Card>
  );
}

function Billing({ data: { row }, read }: { data: SubscriberData; read: Reading }) {
  return (
    <Card title={t("Billing")}>
      <FactList
        facts={[
          {
            label: t("Account number"),
            value: row.account_number ? <span class="fig">{row.account_number}</span> : <Nothing />,
          },
          { label: t("Billing system"), value: text(row.external_system ?? null) },
          {
            label: t("Id there"),
            value: row.external_id ? <span class="fig break-all">{row.external_id}</span> : <Nothing />,
          },
          {
            label: t("Balance"),
            value: row.balance ? <span class="fig font-semibold">{row.balance}</span> : <Nothing />,
          },
          { label: t("Last told"), value: time(row.last_synced_at ?? null, read) },
        ]}
      />
      {row.balance && (
        <p class="text-xs text-ink-3 mt-2">
          {t("The balance is what the billing system last told; the bill itself lives there.")}
        </p>
      )}
    </Card>
  );
}

function Record({ data: { kind: { entity }, row }, read }: { data: SubscriberData; read: Reading }) {
  return (
    <Card title={t("Record")}>
      <FactList
        facts={[{ label: t("Created"), value: time(row.created_at, read) }, {
          label: t("Changed"),
          value: time(row.updated_at, read),
        }, { label: t("ID"), value: <code class="text-xs break-all">{row.id}</code> }]}
      />
      <p class="mt-3">
        <LinkButton size="sm" icon="history" href={paths.admin.history(entity, row.id)}>{t("History")}</LinkButton>
      </p>
    </Card>
  );
}
