/** What a refused form of the page says at its head. A colleague who was first is named with what changed. */
import { Banner } from "~/components/banner.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { Entity } from "~/domain/kernel/entity.ts";
import { failure_of } from "../../../(_web)/pages.ts";
import type { HistoryEntry } from "../../../(_web)/records/history.ts";
import { form_errors } from "../../../(_web)/records/problems.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";

/** @param last the newest entry of the job's history */
export function Refusal(
  { entity, state, read, last }: { entity: Entity; state: State; read: Reading; last: HistoryEntry | undefined },
) {
  const failure = failure_of(state);
  if (!failure) return null;
  if (failure.error.code !== "stale") {
    return (
      <FormErrors
        errors={form_errors(entity, failure.error).map(({ label, message }) => ({
          message: label ? `${label}: ${message}` : message,
        }))}
      />
    );
  }
  return (
    <div class="mb-4">
      <Banner tone="warning" title={t("This work order was changed while you had it open")}>
        <p>
          {last && (
            <>
              <b class="font-semibold">{last.actor_label}</b>{" "}
              <Time at={last.occurred_at} now={read.now} zone={read.zone} />.
            </>
          )}
          {t(
            "Nothing was done yet, and nothing you typed is lost. Look at it again, then repeat the step if it still fits.",
          )}
        </p>
      </Banner>
    </div>
  );
}
