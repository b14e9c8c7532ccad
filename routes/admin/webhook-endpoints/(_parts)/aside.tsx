import { FactList } from "~/components/detail/fact_list.tsx";
import { Badge } from "~/components/badge.tsx";
import { Card } from "~/components/panel.tsx";
import { DayFigures, EndpointHealth } from "~/components/system/endpoint_health.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { EndpointData } from "./data.ts";

export function EndpointAside({ data: { endpoint, day, now }, zone }: { data: EndpointData; zone: string }) {
  const time = (at: string | null | undefined) => at ? <Time at={at} now={now} zone={zone} /> : t("never");
  const old_until = endpoint.previous_secret_until;
  return (
    <>
      <Card title={t("Health")}>
        <EndpointHealth endpoint={endpoint} now={now} zone={zone} />
        <div class="mt-3">
          <FactList
            facts={[
              { label: t("24 hours"), value: <DayFigures day={day} /> },
              { label: t("Delivered"), value: time(endpoint.last_delivered_at) },
              ...(old_until && old_until > now
                ? [{
                  label: t("Old secret until"),
                  value: <Time at={old_until} now={now} zone={zone} show="absolute" />,
                }]
                : []),
              { label: t("Created"), value: time(endpoint.created_at) },
            ]}
          />
        </div>
        {endpoint.description && (
          <p class="text-sm text-ink-2 mt-3 whitespace-pre-wrap break-words">{endpoint.description}</p>
        )}
      </Card>
      <Card title={t("Events it hears of")}>
        {endpoint.event_types.length === 0
          ? <p class="text-sm text-ink-2">{t("None: nothing is sent.")}</p>
          : (
            <ul class="flex flex-wrap gap-1.5">
              {endpoint.event_types.map((type) => (
                <li key={type}>
                  <Badge>{type === "*" ? t("everything") : type}</Badge>
                </li>
              ))}
            </ul>
          )}
      </Card>
    </>
  );
}
