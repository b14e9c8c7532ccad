/** When a key ends: a few lengths, a day of one's own, or never where that is allowed. Nothing is chosen beforehand: it is a decision. */
import { RadioGroup } from "~/components/form/choices.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { date_writer } from "~/components/formatters.ts";
import { t } from "~/components/text.ts";
import type { KeyTerms } from "~/domain/api_keys/mod.ts";
import { text_of } from "../forms.ts";
import { day_start } from "../records/zone.ts";

const presets = [7, 30, 90, 180, 365];

const full_day = date_writer({ day: "numeric", month: "long", year: "numeric" });

export function ExpiryChoice(
  { terms, value, day, now, zone, keep, error }: {
    terms: KeyTerms;
    value: string | undefined;
    day: string;
    now: string;
    zone: string;
    /** Words of "as it is", for a key that has an end already. */
    keep?: string;
    error: string | undefined;
  },
) {
  const end = (days: number) => full_day(new Date(Date.parse(now) + days * 86_400_000), "en-GB", zone);
  return (
    <>
      <RadioGroup
        name="expiry"
        label={t("Expires")}
        required
        columns
        value={value}
        {...(error ? { error } : {})}
        options={[
          ...(keep ? [{ value: "keep", label: t("As it is"), hint: keep }] : []),
          ...presets.filter((days) => days <= terms.longest_days).map((days) => ({
            value: String(days),
            label: t("In {n} days", { n: days }),
            hint: end(days),
          })),
          {
            value: "day",
            label: t("On a day of your own"),
            hint: t("At most {n} days away", { n: terms.longest_days }),
          },
          ...(terms.allow_endless
            ? [{ value: "never", label: t("Never"), hint: t("A forgotten key then works for ever.") }]
            : []),
        ]}
      />
      <TextField
        name="expires_on"
        type="date"
        label={t("Day of your own")}
        value={day}
        hint={t("It works until the end of that day.")}
      />
    </>
  );
}

/** @returns undefined for "as it is" and where nothing was chosen: the domain then says what is missing */
export function expiry_of(form: FormData, now: Temporal.Instant, zone: string): string | null | undefined {
  const chosen = text_of(form, "expiry");
  if (chosen === "never") return null;
  if (chosen === "day") {
    const day = text_of(form, "expires_on");
    return day_start(day, zone, 1) ?? day; // what is no date is refused with its value
  }
  return /^\d{1,4}$/.test(chosen) ? now.add({ hours: Number(chosen) * 24 }).toString() : undefined;
}
