/** Jobs and projects in a list, as big targets. */
import { StatusBadge, type Tone } from "~/components/badge.tsx";
import { day_words, window_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { paths } from "../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../(_web)/records/labels.ts";
import type { Job, OwnProject } from "./lists.ts";

const place_of = (row: Job | OwnProject): string | null =>
  typeof row.site_label === "string" && row.site_label ? row.site_label : null;

/** A draft of the house is, for the contractor, a job whose day is still to come. */
export const job_badge = (status: Job["status"]): { tone: Tone; label: string } => ({
  tone: choice_tone(status),
  label: status === "draft" ? t("Not planned") : choice_label(status),
});

export function JobLink({ job, now, zone }: { job: Job; now: string; zone: string }) {
  return (
    <li>
      <a href={paths.vendor.job(job.id)} class="panel lift block px-4 py-3">
        <span class="flex items-start gap-2">
          <span class="font-semibold flex-1 min-w-0 break-words">{job.title}</span>
          <StatusBadge {...job_badge(job.status)} />
        </span>
        <span class="block mt-1 text-sm first-letter:uppercase">
          {job.scheduled_start
            ? window_words(job.scheduled_start, job.scheduled_end ?? null, now, zone)
            : t("No day is named yet")}
        </span>
        <span class="block text-xs text-ink-3 break-words">
          {[job.number, place_of(job)].filter(Boolean).join(" · ")}
        </span>
      </a>
    </li>
  );
}

export function ProjectLink({ project, now, zone }: { project: OwnProject; now: string; zone: string }) {
  // a day without a clock: noon is that day in every zone that matters
  const due = project.due_on ? day_words(`${project.due_on}T12:00:00Z`, now, zone) : null;
  return (
    <li>
      <a href={paths.vendor.project(project.id)} class="panel lift block px-4 py-3">
        <span class="flex items-start gap-2">
          <span class="font-semibold flex-1 min-w-0 break-words">{project.name}</span>
          <StatusBadge tone={choice_tone(project.status)} label={choice_label(project.status)} />
        </span>
        <span class="block text-xs text-ink-3 break-words">
          {[project.number, place_of(project), due && t("due {day}", { day: due })].filter(Boolean).join(" · ")}
        </span>
      </a>
    </li>
  );
}
