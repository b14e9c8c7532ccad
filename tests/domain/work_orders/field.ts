/** The town's field force: technicians with sign-ins, skills and shifts, and jobs to give them. */
import assert from "node:assert/strict";
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { create_from_ticket, type VisitRequest, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { staff_person } from "../../support/fixtures.ts";
import { person, type World } from "../tickets/world.ts";

export interface Technician {
  id: string;
  person_id: string;
  name: string;
  /** Signed in with what the technician's role gives. */
  actor: Actor;
}

export async function technician(
  sql: Sql,
  name: string,
  home?: [longitude: number, latitude: number],
): Promise<Technician> {
  const person_id = await person(sql, name, true);
  const [longitude, latitude] = home ?? [null, null];
  const [row] = await sql<{ id: string }[]>`
    insert into technicians (person_id, name, home_base)
    values (${person_id}, ${name}, st_setsrid(st_makepoint(${longitude}::float8, ${latitude}::float8), 4326)) returning id`;
  assert(row);
  return {
    id: row.id,
    person_id,
    name,
    actor: { ...staff_person(person_id, "work-orders:execute", "work-orders:note"), label: name },
  };
}

export async function skill(sql: Sql, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`insert into skills (name) values (${name}) returning id`;
  assert(row);
  return row.id;
}

export const learns = (sql: Sql, who: Technician, skill_id: string, proficiency: number) =>
  sql`insert into technician_skills (technician_id, skill_id, proficiency) values (${who.id}, ${skill_id}, ${proficiency})`;

export const works = (sql: Sql, who: Technician, from: string, to: string) =>
  sql`insert into shifts (technician_id, start_at, end_at) values (${who.id}, ${from}, ${to})`;

export const leaves = (sql: Sql, who: Technician, from: string, to: string, reason: string) =>
  sql`insert into absences (technician_id, start_at, end_at, reason) values (${who.id}, ${from}, ${to}, ${reason})`;

export const job = async (world: World, request: VisitRequest = {}): Promise<WorkOrder> => {
  const { id } = await world.ticket();
  return await world.as(world.agent, (tx) => create_from_ticket(tx, id, request));
};
