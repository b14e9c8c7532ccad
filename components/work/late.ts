interface Planned {
  status: string;
  scheduled_start?: string | null | undefined;
}

/** The window has begun and nobody has: what a dispatcher calls overdue. */
export const is_late = (row: Planned, now: string): boolean =>
  (row.status === "scheduled" || row.status === "dispatched") && !!row.scheduled_start &&
  Date.parse(row.scheduled_start) < Date.parse(now);
