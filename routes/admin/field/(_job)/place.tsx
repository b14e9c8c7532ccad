/** Who and where: to call, to drive to, to get in. */
import { LinkButton } from "~/components/button.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import type { DayJob } from "~/domain/technicians/mod.ts";

export function Place({ job }: { job: DayJob }) {
  const { subscriber_name, subscriber_phone, address, access_notes, location } = job;
  const [longitude, latitude] = location?.coordinates ?? [];
  const point = longitude !== undefined && latitude !== undefined ? { longitude, latitude } : null;
  const label = address ?? subscriber_name ?? job.number;
  return (
    <Card>
      <h2 class="text-lg font-semibold break-words">{subscriber_name ?? t("No customer is named")}</h2>
      <p class="text-ink-2 break-words mb-3">{address ?? t("No address is known")}</p>
      {point && (
        <StaticSiteMap
          point={[point.longitude, point.latitude]}
          label={t("Place of the work: {address}", { address: label })}
        />
      )}
      {(subscriber_phone || point) && (
        <div class="grid grid-cols-2 gap-2 mt-3">
          {subscriber_phone && (
            <LinkButton
              size="lg"
              icon="phone"
              href={`tel:${subscriber_phone}`}
              aria-label={t("Call {name}, {phone}", {
                name: subscriber_name ?? t("the customer"),
                phone: subscriber_phone,
              })}
            >
              {t("Call")}
            </LinkButton>
          )}
          {point && (
            <LinkButton
              size="lg"
              icon="navigation"
              href={`geo:${point.latitude},${point.longitude}?q=${point.latitude},${point.longitude}(${
                encodeURIComponent(label)
              })`}
              aria-label={t("Navigate to {address}", { address: label })}
            >
              {t("Navigate")}
            </LinkButton>
          )}
        </div>
      )}
      {point && (
        <a
          class="link inline-flex items-center gap-1.5 min-h-[44px] mt-1 text-sm"
          target="_blank"
          rel="noreferrer noopener"
          href={`https://www.openstreetmap.org/?mlat=${point.latitude}&mlon=${point.longitude}#map=18/${point.latitude}/${point.longitude}`}
        >
          <Icon name="map" />
          {t("Map in the browser")}
        </a>
      )}
      {access_notes && (
        <div class="mt-2 p-3 rounded-lg border border-warn-line bg-warn-soft">
          <h3 class="flex items-center gap-1.5 text-sm font-semibold text-warn">
            <Icon name="key" />
            {t("How to get in")}
          </h3>
          <p class="mt-1 whitespace-pre-wrap break-words">{access_notes}</p>
        </div>
      )}
    </Card>
  );
}
