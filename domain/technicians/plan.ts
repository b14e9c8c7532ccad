/** All that a judgement of technicians needs, for a span of time, read in four statements whatever their number. */
import type { Tx } from "~/domain/kernel/tx.ts";
import type { RequiredSkill } from "~/domain/work_orders/mod.ts";
import { read_travel, type Travel } from "./travel.ts";

/** Milliseconds since 1970; the end does not belong to it. */
export interface Span {
  start: number;
  end: number;
}

export interface Absence extends Span {
  reason: string | null;
}

export interface Booking extends Span {
  number: string;
  title: string;
  /** Straight line to the job in question; null where either place is unknown. */
  km: number | null;
}

export interface Person {
  id: string;
  person_id: string;
  name: string;
  region: string | null;
  home_km: number | null;
  /** Proficiency 1 to 5 by skill, of the skills in question. */
  skills: Record<string, number>;
  shifts: Span[];
  absences: Absence[];
  bookings: Booking[];
}

export interface Plan {
  required: readonly RequiredSkill[];
  technicians: Person[];
  travel: Travel;
  zone: string;
  /** The local day of a moment. */
  day_of(at: number): Span;
}

export interface Job {
  id: string;
  site_id?: string | null | undefined;
}

const ms = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

type Times<T> = T & { technician_id: string; start_at: string; end_at: string };

/** Remembers the days it was asked for: a day's slots ask a thousand times for the same one. */
function local_days(zone: string): (at: number) => Span {
  const known: Span[] = [];
  return (at) => {
    const found = known.find((day) => day.start <= at && at < day.end);
    if (found) return found;
    const midnight = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay();
    const day = { start: midnight.epochMilliseconds, end: midnight.add({ days: 1 }).startOfDay().epochMilliseconds };
    known.push(day);
    return day;
  };
}

/** @param span shifts, absences and jobs that touch it are read */
export async function read_plan(
  tx: Tx,
  job: Job,
  required: readonly RequiredSkill[],
  span: Span,
  zone: string,
): Promise<Plan> {
  const from = Temporal.Instant.fromEpochMilliseconds(span.start).toString();
  const to = Temporal.Instant.fromEpochMilliseconds(span.end).toString();
  const touches = tx
    .sql`tstzrange(start_at, end_at) && tstzrange(${from}::text::timestamptz, ${to}::text::timestamptz)`;
  const site = job.site_id ?? null;
  const people = await tx.sql<Omit<Person, "shifts" | "absences" | "bookings">[]>`
    /* dispatch.technicians */
    select t.id, t.person_id, t.name, t.region,
           st_distancesphere(t.home_base, (select s.location from sites s where s.id = ${site}::text::uuid)) / 1000 as home_km,
           coalesce((
             select json_object_agg(k.skill_id, k.proficiency)
               from technician_skills k
              where k.technician_id = t.id
                and k.is_active
                and k.skill_id in (select value::uuid from jsonb_array_elements_text(${
    JSON.stringify(required.map((skill) => skill.id))
  }::text::jsonb))), '{}') as skills
      from technicians t
     where t.is_active
     order by t.name, t.id`;
  const shifts = await tx.sql<Times<unknown>[]>`
    /* dispatch.shifts */
    select technician_id, start_at, end_at from shifts where is_active and ${touches} order by start_at`;
  const absences = await tx.sql<Times<{ reason: string | null }>[]>`
    /* dispatch.absences */
    select technician_id, start_at, end_at, reason from absences where is_active and ${touches} order by start_at`;
  const bookings = await tx.sql<Times<{ number: string; title: string; km: number | null }>[]>`
    /* dispatch.bookings */
    select a.technician_id, a.start_at, a.end_at, w.number, w.title,
           st_distancesphere(l.location, (select s.location from sites s where s.id = ${site}::text::uuid)) / 1000 as km
      from (select * from work_order_assignments where is_active and ${touches}) a
      join work_orders w on w.id = a.work_order_id
      left join sites l on l.id = w.site_id
     where w.id <> ${job.id}::text::uuid
     order by a.start_at`;

  const of = <T extends { technician_id: string; start_at: string; end_at: string }>(rows: readonly T[]) => {
    const groups = Map.groupBy(rows, (row) => row.technician_id);
    return (id: string) =>
      (groups.get(id) ?? []).map((row) => ({ ...row, start: ms(row.start_at), end: ms(row.end_at) }));
  };
  const [shifts_of, absences_of, bookings_of] = [of(shifts), of(absences), of(bookings)];
  return {
    required,
    zone,
    day_of: local_days(zone),
    travel: await read_travel(tx),
    technicians: people.map((person) => ({
      ...person,
      shifts: shifts_of(person.id),
      absences: absences_of(person.id),
      bookings: bookings_of(person.id),
    })),
  };
}
