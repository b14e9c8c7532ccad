/** What a customer has, where, and how to reach them. */
import { StatusBadge, type Tone } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { Card } from "~/components/panel.tsx";
import { date_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import type { Point } from "../records/point_text.ts";
import { address_of, type Service } from "./lists.ts";

const states: Record<Service["status"], { tone: Tone; label: () => string }> = {
  pending: { tone: "info", label: () => t("Being set up") },
  active: { tone: "ok", label: () => t("Active") },
  suspended: { tone: "warn", label: () => t("Suspended") },
  terminated: { tone: "neutral", label: () => t("Ended") },
};

export const service_badge = (status: Service["status"]): { tone: Tone; label: string } => ({
  tone: states[status].tone,
  label: states[status].label(),
});

/** @param report_href where a report on a topic begins; without it nothing is offered */
export function ServiceCard({ service, point, zone, report_href }: {
  service: Service;
  point: Point | undefined;
  zone: string;
  report_href?: (topic: string) => string;
}) {
  const address = address_of(service);
  const facts: Fact[] = [
    fact(t("Plan"), service.service_plan),
    fact(t("Speed"), service.service_speed),
    fact(t("Account number"), service.account_number),
    fact(t("Customer number"), service.number),
    fact(t("Since"), service.activated_at ? date_words(service.activated_at, zone) : null),
  ].flat();
  const contact: Fact[] = [
    ...(service.phone ? [{ label: t("Phone"), value: <PhoneLink e164={service.phone} icon /> }] : []),
    ...(service.email ? [{ label: t("E-mail"), value: <EmailLink email={service.email} icon /> }] : []),
  ];
  return (
    <Card>
      <header class="flex items-start gap-3 mb-3">
        <div class="flex-1 min-w-0">
          <h2 class="text-lg break-words">{service.name}</h2>
          {address && <p class="text-sm text-ink-2 break-words">{address}</p>}
        </div>
        <StatusBadge {...service_badge(service.status)} />
      </header>
      {point && (
        <div class="mb-3">
          <StaticSiteMap point={point.coordinates} label={address ?? service.name} />
        </div>
      )}
      <FactList facts={facts} />
      <h3 class="text-sm font-semibold mt-4 mb-1">{report_href ? t("How we reach you") : t("How to reach them")}</h3>
      {contact.length > 0
        ? <FactList facts={contact} />
        : <p class="text-sm text-ink-2">{t("Neither a phone number nor an e-mail address is known.")}</p>}
      {report_href && (
        <div class="grid gap-2 mt-4 sm:grid-cols-2">
          <LinkButton size="lg" icon="pencil" href={report_href("details")}>{t("Change this data")}</LinkButton>
          <LinkButton size="lg" icon="move" href={report_href("move")}>{t("Move my service")}</LinkButton>
        </div>
      )}
    </Card>
  );
}

const fact = (label: string, value: string | null | undefined): Fact[] => value ? [{ label, value }] : [];
