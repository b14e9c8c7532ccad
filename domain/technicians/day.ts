/** A technician's day on the phone: shifts, absences and jobs in order, each job with what one needs at the door. */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { invalid, not_found } from "~/domain/kernel/errors.ts";
import { date } from "~/domain/kernel/fields.ts";
import { is_zone } from "~/domain/kernel/time/zones.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { zone_of } from "~/domain/work_orders/mod.ts";

export interface DayJob {
  id: string;
  number: string;
  title: string;
  description: string | null;
  status: string;
  priority: string;
  work_type: string;
  start_at: string;
  end_at: string;
  started_at: string | null;
  completed_at: string | null;
  ticket_number: string | null;
  subscriber_name: string | null;
  subscriber_phone: string | null;
  address: string | null;
  access_notes: string | null;
  /** WGS 84, longitude first. */
  location: { type: "Point"; coordinates: [number, number] } | null;
  skills: string[];
}

export interface TechnicianDay {
  technician: { id: string; name: string };
  date: string;
  zone: string;
  shifts: { start_at: string; end_at: string }[];
  absences: { start_at: string; end_at: string; reason: string | null }[];
  jobs: DayJob[];
}

/**
 * @param person_id one's own with `work-orders:execute`, anybody's with `work-orders:read`
 * @param on_day of the zone; today unless given
 * @param zone the reader's own unless given
 * @throws DomainError 404 where the person is no technician
 */
export async function technician_day(
  tx: Tx,
  person_id: string,
  on_day?: string | null,
  zone: string = zone_of(tx),
): Promise<TechnicianDay> {
  if (person_id === tx.actor.person_id && tx.actor.permissions.has("work-orders:execute")) {
    demand_staff(tx, "work-orders:execute");
  } else {
    demand_staff(tx, "work-orders:read");
    demand(tx.actor, "technicians:read");
  }
  if (!is_zone(zone)) throw invalid("zone", zone, "is no IANA time zone", "Write one such as Africa/Lagos.");
  const { day } = validated(z.strictObject({ day: date() }), {
    day: on_day ?? tx.now().toZonedDateTimeISO(zone).toPlainDate().toString(),
  });
  const [technician] = await tx.sql<{ id: string; name: string }[]>`
    select id, name from technicians where person_id::text = ${person_id} and is_active`;
  if (!technician) throw not_found("technician", person_id);

  const midnight = Temporal.PlainDate.from(day).toZonedDateTime(zone);
  const from = midnight.toInstant().toString();
  const to = midnight.add({ days: 1 }).toInstant().toString();
  const touches = tx
    .sql`tstzrange(start_at, end_at) && tstzrange(${from}::text::timestamptz, ${to}::text::timestamptz)`;
  const mine = tx.sql`technician_id = ${technician.id}::text::uuid and is_active`;
  const shifts = await tx.sql<
    TechnicianDay["shifts"]
  >`select start_at, end_at from shifts where ${mine} and ${touches} order by start_at`;
  const absences = await tx.sql<
    TechnicianDay["absences"]
  >`select start_at, end_at, reason from absences where ${mine} and ${touches} order by start_at`;
  const jobs = await tx.sql<DayJob[]>`
    /* dispatch.day */
    select w.id, w.number, w.title, w.description, w.status, w.priority, w.work_type, a.start_at, a.end_at, w.started_at, w.completed_at,
           k.number as ticket_number, s.name as subscriber_name, s.phone as subscriber_phone,
           l.label as address, l.access_notes, st_asgeojson(l.location, 7)::json as location,
           coalesce((
             select json_agg(c.name order by c.name)
               from work_order_skills n
               join skills c on c.id = n.skill_id
              where n.work_order_id = w.id), '[]') as skills
      from (select * from work_order_assignments where ${mine} and ${touches}) a
      join work_orders w on w.id = a.work_order_id and w.is_active
      left join tickets k on k.id = w.ticket_id
      left join subscribers s on s.id = w.subscriber_id
      left join sites l on l.id = w.site_id
     order by a.start_at, w.number`;
  return { technician, date: day, zone, shifts: [...shifts], absences: [...absences], jobs: [...jobs] };
}
