/** Why a technician stands where in the list: the parts of the score as words, each with a small bar. */
import { t } from "../text.ts";

export interface Parts {
  /** Each 0 (bad) to 1 (good); null where nothing is known. */
  proficiency: number | null;
  load: number | null;
  distance: number | null;
}

/** Nearness counts up to here, in a straight line. */
const far_km = 30;

export function ScoreParts({ parts: { proficiency, load, distance } }: { parts: Parts }) {
  return (
    <dl class="grid grid-cols-1 gap-x-5 gap-y-2 sm:grid-cols-3">
      <Part
        name={t("Skill")}
        value={proficiency}
        words={proficiency === null ? t("no special skill needed") : t("level {n} of 5", { n: short(proficiency * 5) })}
      />
      <Part
        name={t("Free time")}
        value={load}
        words={load === null ? t("no shift that day") : t("{n} % of the day free", { n: Math.round(load * 100) })}
      />
      <Part name={t("Way")} value={distance} words={way(distance)} />
    </dl>
  );
}

const short = (value: number) => value.toFixed(1).replace(/\.0$/, "");

function way(distance: number | null): string {
  if (distance === null) return t("distance unknown");
  if (distance === 0) return t("{n} km or more", { n: far_km });
  const km = (1 - distance) * far_km;
  return km < 1 ? t("less than 1 km away") : t("about {n} km away", { n: Math.round(km) });
}

function Part({ name, value, words }: { name: string; value: number | null; words: string }) {
  return (
    <div class="min-w-0">
      <dt class="text-2xs font-semibold text-ink-3">{name}</dt>
      <dd class="text-xs">
        {words}
        <svg
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          class="block w-full h-1 mt-1 rounded-full bg-line"
          aria-hidden="true"
        >
          {value !== null && <rect width={Math.round(value * 100)} height="4" fill="var(--primary)" />}
        </svg>
      </dd>
    </div>
  );
}
