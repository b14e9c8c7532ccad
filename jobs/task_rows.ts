/** The scheduler's SQL. Due is judged by the process's clock (tests give their own), leases by the database's. */
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Task } from "./task.ts";

export interface DueTask {
  id: string;
  key: string;
  cron: string | null;
  interval_seconds: number | null;
  timezone: string;
  next_run_at: string;
  run_id: string;
}

/** Enters new tasks; of known ones only the words are renewed, their rhythm belongs to the operator. */
export async function seed_tasks(
  tx: Tx,
  tasks: readonly Task[],
  first_runs: ReadonlyMap<string, Temporal.Instant>,
): Promise<void> {
  const rows = tasks.map(({ key, name, description, every }) => ({
    key,
    name,
    description,
    cron: "cron" in every ? every.cron : null,
    interval_seconds: "seconds" in every ? every.seconds : null,
    timezone: "cron" in every ? every.timezone ?? "UTC" : "UTC",
    next_run_at: (first_runs.get(key) ?? tx.now()).toString(),
  }));
  await tx.sql`
    /* tasks.seed */
    insert into scheduled_tasks (key, name, description, cron, interval_seconds, timezone, next_run_at)
    select t.key, t.name, t.description, t.cron, t.interval_seconds, t.timezone, t.next_run_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as t(key text, name text, description text, cron text, interval_seconds int, timezone text, next_run_at timestamptz)
    on conflict (key) do update
       set name = excluded.name, description = excluded.description
     where (scheduled_tasks.name, scheduled_tasks.description) is distinct from (excluded.name, excluded.description)`;
}

/** Runs whose replica stopped extending its lease. Their tasks are due again at once. @returns keys */
export async function abandon_dead_runs(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ key: string }[]>`
    /* tasks.abandon */
    with dead as (
      select id, key, locked_by
        from scheduled_tasks
       where locked_until < now()
         for update skip locked
    ), freed as (
      update scheduled_tasks t
         set locked_by = null, locked_until = null, next_run_at = least(t.next_run_at, ${tx.now().toString()}::timestamptz)
        from dead
       where t.id = dead.id
    )
    update task_runs r
       set status = 'abandoned', finished_at = now(), error = 'Its process ended or lost the database; the task runs again.'
      from dead
     where r.id = dead.locked_by and r.status = 'running'
    returning dead.key`;
  return rows.map((row) => row.key);
}

/** Takes what is due and nobody holds, and opens a run for each. */
export async function claim_tasks(
  tx: Tx,
  claim: { keys: readonly string[]; replica: string; lease_seconds: number; limit: number },
): Promise<DueTask[]> {
  return [
    ...await tx.sql<DueTask[]>`
      /* tasks.claim */
      with due as (
        select id
          from scheduled_tasks
         where is_enabled and is_active
           and next_run_at <= ${tx.now().toString()}::timestamptz
           and locked_until is null
           and key = any (${[...claim.keys]})
         order by next_run_at
         limit ${claim.limit}
           for update skip locked
      ), opened as (
        insert into task_runs (task_id, replica)
        select id, ${claim.replica} from due
        returning id, task_id
      )
      update scheduled_tasks t
         set locked_by = o.id, locked_until = now() + ${claim.lease_seconds} * interval '1 second'
        from opened o
       where t.id = o.task_id
      returning t.id, t.key, t.cron, t.interval_seconds, t.timezone, t.next_run_at, o.id as run_id`,
  ];
}

export async function plan_next(tx: Tx, task_id: string, at: Temporal.Instant): Promise<void> {
  await tx
    .sql`/* tasks.plan_next */ update scheduled_tasks set next_run_at = ${at.toString()}::timestamptz where id = ${task_id}`;
}

/** @returns whether the lease was still ours to extend */
export async function extend_lease(tx: Tx, run_id: string, lease_seconds: number): Promise<boolean> {
  const rows = await tx.sql`
    /* tasks.extend_lease */
    update scheduled_tasks set locked_until = now() + ${lease_seconds} * interval '1 second' where locked_by = ${run_id} returning 1`;
  return rows.length > 0;
}

export interface RunEnd {
  status: "completed" | "failed";
  result: Record<string, unknown> | null;
  error: string | null;
  duration_ms: number;
}

/** Writes what became of a run, unless the lease was lost meanwhile: then it is somebody else's to tell. */
export async function close_run(tx: Tx, run_id: string, end: RunEnd): Promise<void> {
  await tx.sql`
    /* tasks.close_run */
    with closed as (
      update task_runs
         set status = ${end.status}, finished_at = now(), error = ${end.error},
             result = ${end.result === null ? null : JSON.stringify(end.result)}::text::jsonb
       where id = ${run_id} and status = 'running'
      returning started_at
    )
    update scheduled_tasks t
       set locked_by = null, locked_until = null, last_run_at = closed.started_at,
           last_status = ${end.status}, last_error = ${end.error}, last_duration_ms = ${Math.round(end.duration_ms)}
      from closed
     where t.locked_by = ${run_id}`;
}

/** When the earliest task that this process knows is due next. */
export async function next_due(tx: Tx, keys: readonly string[]): Promise<Temporal.Instant | null> {
  const [row] = await tx.sql<{ at: string | null }[]>`
    /* tasks.next_due */
    select min(next_run_at) as at
      from scheduled_tasks
     where is_enabled and is_active and locked_until is null and key = any (${[...keys]})`;
  return row?.at ? Temporal.Instant.from(row.at) : null;
}
