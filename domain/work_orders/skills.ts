/** What a job takes. Stands in a table of its own, so that the database keeps every skill that a job needs. */
import { z } from "zod";
import { ref } from "~/domain/kernel/fields.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { readable_job } from "./access.ts";
import { locked_job } from "./work_orders.ts";

export const skill_ids = z.array(ref("skill")).max(20);

export interface RequiredSkill {
  id: string;
  name: string;
}

export async function required_skills(tx: Tx, id: string): Promise<RequiredSkill[]> {
  await readable_job(tx, id);
  return await skills_of(tx, id);
}

export async function skills_of(tx: Tx, id: string): Promise<RequiredSkill[]> {
  const rows = await tx.sql<RequiredSkill[]>`
    select s.id, s.name
      from work_order_skills n
      join skills s on s.id = n.skill_id
     where n.work_order_id = ${id}::text::uuid
     order by s.name`;
  return [...rows];
}

/** Replaces the list. @throws DomainError 422 for a skill that does not exist or was retired */
export async function set_required_skills(tx: Tx, id: string, ids: readonly string[]): Promise<RequiredSkill[]> {
  demand_staff(tx, "work-orders:update");
  await readable_job(tx, id);
  const row = await locked_job(tx, id);
  const before = await skills_of(tx, id);
  const after = await write_skills(tx, id, ids);
  const [from, to] = [before.map((skill) => skill.name), after.map((skill) => skill.name)];
  if (from.join("\n") === to.join("\n")) return after;
  const subscriber_id = row.subscriber_id ?? null;
  tx.audit({
    action: "work_order.updated",
    entity_type: "work_order",
    entity_id: id,
    entity_label: row.title,
    subscriber_id,
    changes: { required_skills: { from, to } },
  });
  tx.emit("work_order.updated", { id, number: row.number, subscriber_id, changed: ["required_skills"] }, "staff");
  return after;
}

export async function write_skills(tx: Tx, id: string, given: readonly string[]): Promise<RequiredSkill[]> {
  const ids = [...new Set(validated(skill_ids, given))];
  const list = JSON.stringify(ids);
  const known = await tx.sql<{ id: string }[]>`
    select id from skills where is_active and id in (select value::uuid from jsonb_array_elements_text(${list}::text::jsonb))`;
  const unknown = ids.find((each) => !known.some((row) => row.id === each));
  if (unknown) throw invalid("skills", unknown, "names no skill", "Choose from the list of skills.");
  await tx.sql`
    delete from work_order_skills
     where work_order_id = ${id}::text::uuid
       and skill_id not in (select value::uuid from jsonb_array_elements_text(${list}::text::jsonb))`;
  await tx.sql`
    insert into work_order_skills (work_order_id, skill_id)
    select ${id}::text::uuid, value::uuid from jsonb_array_elements_text(${list}::text::jsonb)
        on conflict do nothing`;
  return await skills_of(tx, id);
}
