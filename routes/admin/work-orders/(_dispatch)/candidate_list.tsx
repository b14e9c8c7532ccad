/** Everybody's verdict on the window: those who fit with their score and its parts, the others with the reasons why not. */
import { PersonLine } from "~/components/avatar.tsx";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Icon, type IconName } from "~/components/icon.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { DayLine } from "~/components/work/day_line.tsx";
import { ScoreParts } from "~/components/work/score_parts.tsx";
import type { Candidate, Reason, ReasonKind } from "~/domain/technicians/mod.ts";
import type { DispatchData } from "./read.ts";

export function Candidates(
  { data, zone, form, picked }: { data: DispatchData; zone: string; form: string; picked: string | null },
) {
  const fitting = data.candidates.filter((one) => one.fits);
  const others = data.candidates.filter((one) => !one.fits);
  if (data.candidates.length === 0) {
    return (
      <Panel>
        <EmptyState icon="hard-hat" title={t("No technicians yet")}>
          {t("Make staff members technicians, with skills and shifts; they appear here with a verdict each.")}
        </EmptyState>
      </Panel>
    );
  }
  const item = (one: Candidate) => (
    <CandidateItem
      key={one.technician.id}
      one={one}
      data={data}
      zone={zone}
      form={form}
      picked={picked === one.technician.id}
    />
  );
  return (
    <>
      <section aria-labelledby="fitting">
        <h2 id="fitting" class="text-lg font-semibold mb-2">
          {fitting.length === 0
            ? t("Nobody fits this window")
            : t.n(fitting.length, "One technician fits", "{n} technicians fit")}
        </h2>
        {fitting.length ? <ul class="grid gap-3">{fitting.map(item)}</ul> : (
          <p class="text-sm text-ink-2">
            {t(
              "Below stands what is in the way of each. Another time or day may do, or another demand on skills.",
            )}
          </p>
        )}
      </section>
      {others.length > 0 && (
        <section aria-labelledby="others">
          <h2 id="others" class="text-lg font-semibold mb-2">
            {t.n(others.length, "One does not fit", "{n} do not fit")}
          </h2>
          <ul class="grid gap-3">{others.map(item)}</ul>
        </section>
      )}
    </>
  );
}

const reason_icons: Record<ReasonKind, IconName> = {
  skill: "circle-x",
  shift: "calendar-clock",
  absence: "circle-minus",
  overlap: "calendar-days",
  travel: "truck",
};

function CandidateItem(
  { one, data, zone, form, picked }: {
    one: Candidate;
    data: DispatchData;
    zone: string;
    form: string;
    picked: boolean;
  },
) {
  const { technician, fits, reasons, score, parts } = one;
  const { day, window, technician: now } = data;
  const plan = day?.plan.get(technician.id) ?? { shifts: [], absences: [], jobs: [] };
  return (
    <li class={picked ? "panel p-4 grid gap-3 border-bad" : "panel p-4 grid gap-3"}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span class="flex-1 min-w-[160px]">
          <PersonLine name={technician.name} size="md" {...(technician.region ? { hint: technician.region } : {})} />
        </span>
        {now?.id === technician.id && <Badge tone="primary" icon="user-check">{t("has it now")}</Badge>}
        {fits && (
          <span class="text-xs text-ink-3 whitespace-nowrap">
            <b class="fig text-lg font-semibold text-ink">{Math.round(score)}</b> {t("of 100 points")}
          </span>
        )}
        {!data.closed && <AssignButton one={one} form={form} />}
      </div>
      {reasons.length > 0 && (
        <ul class="grid gap-1">{reasons.map((reason) => <ReasonLine key={reason.message} reason={reason} />)}</ul>
      )}
      {fits && <ScoreParts parts={parts} />}
      {day && (
        <DayLine
          name={technician.name}
          axis={day.axis}
          {...plan}
          proposed={{ ...window, label: "" }}
          zone={zone}
          fits={fits}
        />
      )}
    </li>
  );
}

/** Whether somebody fits is advice, and a dispatcher may know better; being in two places at once is refused. */
function AssignButton({ one: { technician, fits, reasons }, form }: { one: Candidate; form: string }) {
  const clash = reasons.find((reason) => reason.kind === "overlap");
  return (
    <Button
      form={form}
      name="pick"
      value={technician.id}
      variant={fits ? "primary" : "secondary"}
      size={fits ? "md" : "sm"}
      icon="user-check"
      disabled_reason={clash
        ? t("{reason} Choose another time, or move that job first.", { reason: clash.message })
        : undefined}
      aria-label={fits
        ? t("Assign to {name}", { name: technician.name })
        : t("Assign anyway to {name}", { name: technician.name })}
    >
      {fits ? t("Assign") : t("Assign anyway")}
    </Button>
  );
}

function ReasonLine({ reason }: { reason: Reason }) {
  return (
    <li
      class={reason.blocking ? "flex items-start gap-2 text-sm text-bad" : "flex items-start gap-2 text-sm text-warn"}
    >
      <Icon name={reason_icons[reason.kind]} class="mt-0.5" />
      <span class="break-words">{!reason.blocking && <b class="font-semibold">{t("Mind:")}</b>}{reason.message}</span>
    </li>
  );
}
