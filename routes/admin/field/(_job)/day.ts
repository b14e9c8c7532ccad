/** A technician's day as the pages of it need it. */
import { distance_km } from "~/components/work/distance.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import type { DayJob, TechnicianDay } from "~/domain/technicians/mod.ts";
import { paths } from "../../../(_web)/paths.ts";

export const day_href = (date: string | null | undefined): string =>
  date ? `${paths.field.day}?date=${date}` : paths.field.day;

/** What refreshes the page: one's own bell, which rings when a job is sent, and the jobs themselves for who may hear of them. */
export const topics = (actor: Actor, of_jobs: string): string[] => [
  ...(actor.person_id ? [`notifications:${actor.person_id}`] : []),
  ...(can(actor, "work-orders:read") ? [of_jobs] : []),
];

export interface DayStop {
  job: DayJob;
  /** Straight line from the job before; null for the first and where a place is unknown. */
  km: number | null;
  /** The one to do now, or next. */
  is_next: boolean;
}

const waiting = new Set(["scheduled", "dispatched"]);

export function stops_of(day: TechnicianDay): DayStop[] {
  const next = day.jobs.find((job) => job.status === "in_progress") ?? day.jobs.find((job) => waiting.has(job.status));
  return day.jobs.map((job, at) => ({ job, km: way(day.jobs[at - 1], job), is_next: job === next }));
}

function way(from: DayJob | undefined, to: DayJob): number | null {
  return from?.location && to.location ? distance_km(from.location.coordinates, to.location.coordinates) : null;
}
