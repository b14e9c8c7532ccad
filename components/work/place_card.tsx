/** Who and where: to call, to drive to, to get in. For the technician, and for the contractor. */
import { LinkButton } from "../button.tsx";
import { StaticSiteMap } from "../detail/static_site_map.tsx";
import { Icon } from "../icon.tsx";
import { Card } from "../panel.tsx";
import { t } from "../text.ts";
import type { DayJob } from "~/domain/technicians/mod.ts";

export type PlaceFacts = Pick<
  DayJob,
  "number" | "subscriber_name" | "subscriber_phone" | "address" | "access_notes" | "location"
>;

/** @param nobody what stands where no customer is told */
export function PlaceCard({ job, nobody = t("No customer is named") }: { job: PlaceFacts; nobody?: string }) {
  const { subscriber_name, subscriber_phone, address, access_notes, location } = job;
  const [longitude, latitude] = location?.coordinates ?? [];
  const point = longitude !== undefined && latitude !== undefined ? { longitude, latitude } : null;
  const label = address ?? subscriber_name ?? job.number;
  return (
    <Card>
      <h2 class="text-lg font-semibold break-words">{subscriber_name ?? address ?? t("No address is known")}</h2>
      <p class="text-ink-2 break-words mb-3">{subscriber_name ? address ?? t("No address is known") : nobody}</p>
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
