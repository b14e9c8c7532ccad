/** On every page of the portal while support acts as the customer: who, until when, and the way out. */
import { Banner } from "~/components/banner.tsx";
import { t } from "~/components/text.ts";
import { clock_time } from "~/components/time_text.ts";
import { csrf_field } from "./csrf.ts";
import { paths } from "./paths.ts";
import { zone_of } from "./records/zone.ts";
import type { State } from "./state.ts";

export function ActingBanner({ state }: { state: State }) {
  const { actor, session } = state;
  if (!actor?.impersonator || !session) return null;
  const until = clock_time(new Date(session.expires_at), zone_of(state));
  return (
    <Banner
      tone="warning"
      title={t("{staff} acts as {customer}", { staff: actor.impersonator.label, customer: actor.label })}
      action={
        <form method="post" action={paths.portal.end_acting}>
          <input type="hidden" name={csrf_field} value={state.csrf} />
          <button type="submit" class="btn btn-sm">{t("End")}</button>
        </form>
      }
    >
      {actor.read_only
        ? t("Looking only, until {time}. Everything is recorded.", { time: until })
        : t("Changes are made in the customer's name, until {time}. Everything is recorded.", { time: until })}
    </Banner>
  );
}
