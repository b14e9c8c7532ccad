/** A technician's day as a line: when there is a shift, who is away, which jobs stand, and where the proposed window would lie. */
import { text_id } from "../disabled_reason.tsx";
import { t } from "../text.ts";
import { clock_span } from "./window_text.ts";

export interface LineSpan {
  start_at: string;
  end_at: string;
  label: string;
}

export interface DayLineProps {
  name: string;
  /** Milliseconds since 1970. */
  axis: { from: number; to: number; hours: string[] };
  shifts: readonly LineSpan[];
  absences: readonly LineSpan[];
  jobs: readonly LineSpan[];
  proposed: LineSpan;
  zone: string;
  /** Whether the proposed window fits; a clash is drawn broken, so that it does not rest on colour. */
  fits: boolean;
}

const width = 1000;
const height = 34;

export function DayLine({ name, axis, shifts, absences, jobs, proposed, zone, fits }: DayLineProps) {
  const scale = width / (axis.to - axis.from);
  const box = (span: LineSpan) => {
    const x = Math.max(0, (Date.parse(span.start_at) - axis.from) * scale);
    const end = Math.min(width, (Date.parse(span.end_at) - axis.from) * scale);
    return { x: round(x), width: round(Math.max(0, end - x)) };
  };
  const hatch = text_id("away", name);
  return (
    <div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        class="block w-full h-[34px] rounded-md bg-sunken"
        role="img"
        aria-label={day_words({ name, shifts, absences, jobs, proposed, zone })}
      >
        <defs>
          <pattern id={hatch} width="14" height="8" patternUnits="userSpaceOnUse">
            <path d="M0 8 14 0" stroke="var(--ink-3)" stroke-width="1.5" vector-effect="non-scaling-stroke" />
          </pattern>
        </defs>
        {shifts.map((span) => <rect key={span.start_at} {...box(span)} y="0" height={height} fill="var(--ok-soft)" />)}
        {absences.map((span) => (
          <rect key={span.start_at} {...box(span)} y="0" height={height} fill={`url(#${hatch})`} />
        ))}
        {axis.hours.slice(1, -1).map((hour, at) => (
          <path
            key={hour}
            d={`M${(width / (axis.hours.length - 1)) * (at + 1)} 0V${height}`}
            stroke="var(--line-strong)"
            stroke-width="1"
            vector-effect="non-scaling-stroke"
          />
        ))}
        {jobs.map((span) => <rect key={span.start_at} {...box(span)} y="7" height="20" fill="var(--primary)" />)}
        <rect
          {...box(proposed)}
          y="2"
          height={height - 4}
          fill={fits ? "var(--accent)" : "none"}
          fill-opacity="0.28"
          stroke={fits ? "var(--accent)" : "var(--bad)"}
          stroke-width="2"
          vector-effect="non-scaling-stroke"
          {...(fits ? {} : { "stroke-dasharray": "5 3" })}
        />
      </svg>
      <div class="flex justify-between text-2xs text-ink-3 fig" aria-hidden="true">
        {axis.hours.map((hour, at) => <span key={at}>{hour}</span>)}
      </div>
    </div>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The same as a sentence, for who does not see it. */
export function day_words(
  { name, shifts, absences, jobs, proposed, zone }: Omit<DayLineProps, "axis" | "fits">,
): string {
  const span = (each: LineSpan) => [clock_span(each.start_at, each.end_at, zone), each.label].filter(Boolean).join(" ");
  return [
    t("Day of {name}.", { name }),
    shifts.length ? t("Shift {times}.", { times: shifts.map(span).join(", ") }) : t("No shift."),
    absences.length ? t("Away {times}.", { times: absences.map(span).join(", ") }) : "",
    jobs.length ? t("Jobs: {times}.", { times: jobs.map(span).join(", ") }) : t("No jobs."),
    t("Proposed: {times}.", { times: clock_span(proposed.start_at, proposed.end_at, zone) }),
  ].filter(Boolean).join(" ");
}

/** What the marks of the lines mean. */
export function DayLegend() {
  const mark = (drawing: preact.ComponentChildren, words: string) => (
    <li class="inline-flex items-center gap-1.5">
      <svg viewBox="0 0 18 12" class="w-[18px] h-3" aria-hidden="true">{drawing}</svg>
      {words}
    </li>
  );
  return (
    <ul class="flex flex-wrap gap-x-4 gap-y-1 text-2xs text-ink-2" aria-label={t("Legend of the day lines")}>
      {mark(<rect width="18" height="12" fill="var(--ok-soft)" stroke="var(--ok)" />, t("shift"))}
      {mark(<path d="M0 12 9 0M9 12 18 0" stroke="var(--ink-3)" stroke-width="1.5" />, t("away"))}
      {mark(<rect y="2" width="18" height="8" fill="var(--primary)" />, t("job"))}
      {mark(
        <rect
          x="1"
          y="1"
          width="16"
          height="10"
          fill="var(--accent)"
          fill-opacity="0.28"
          stroke="var(--accent)"
          stroke-width="2"
        />,
        t("proposed"),
      )}
      {mark(
        <rect
          x="1"
          y="1"
          width="16"
          height="10"
          fill="none"
          stroke="var(--bad)"
          stroke-width="2"
          stroke-dasharray="4 2"
        />,
        t("proposed, does not fit"),
      )}
    </ul>
  );
}
