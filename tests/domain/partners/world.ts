/** The small town of the tickets' tests, with two resellers and two vendors who must never see each other's. */
import "~/domain/all.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { builtin_roles } from "~/domain/access/mod.ts";
import { reseller_people, reseller_subscribers, resellers } from "~/domain/resellers/mod.ts";
import { type Project, projects } from "~/domain/projects/mod.ts";
import { give_to_vendor, vendor_people, vendor_projects, vendors } from "~/domain/vendors/mod.ts";
import { work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { person, with_world, type World } from "../tickets/world.ts";

export interface Partners extends World {
  /** Rita of North, who serves subscriber A; Omar of South, who serves subscriber B. */
  north: Actor;
  south: Actor;
  north_id: string;
  /** The relation of North to subscriber A. */
  north_a: string;
  /** Vera of Splice Ltd, who has job and project; Dele of Mast Ltd, who has others. */
  splice: Actor;
  mast: Actor;
  splice_id: string;
  job: WorkOrder;
  other_job: WorkOrder;
  project: Project;
  other_project: Project;
}

/** Exactly what the built-in role of a portal allows. */
export function partner(kind: "reseller" | "vendor", person_id: string, label: string): Actor {
  const role = builtin_roles.find((each) => each.key === kind);
  return {
    kind,
    label,
    person_id,
    session_id: null,
    permissions: permission_set(role?.permissions ?? []),
    subscriber_ids: [],
    timezone: null,
    request: null,
  };
}

/** A window that is to come for every clock: the database judges by its own. */
export const window = { start_at: "2031-05-05T08:00:00Z", end_at: "2031-05-05T10:00:00Z" };

export const with_partners = (run: (it: Partners) => Promise<void>) =>
  with_world(async (world) => {
    const { sql, as, agent, subscriber_a, subscriber_b } = world;
    const [rita, omar] = [await person(sql, "Rita North"), await person(sql, "Omar South")];
    const [vera, dele] = [await person(sql, "Vera Splice"), await person(sql, "Dele Mast")];
    const made = await as(agent, async (tx) => {
      const company = async (name: string, person_id: string, subscriber_id: string) => {
        const { id } = await resellers.create(tx, { name, code: name.toUpperCase() });
        await reseller_people.create(tx, { reseller_id: id, person_id });
        return { id, link: (await reseller_subscribers.create(tx, { reseller_id: id, subscriber_id })).id };
      };
      const contractor = async (name: string, person_id: string) => {
        const { id } = await vendors.create(tx, { name });
        await vendor_people.create(tx, { vendor_id: id, person_id });
        return id;
      };
      const job = (subscriber_id: string) =>
        work_orders.create(tx, { title: "Splice the drop", description: "Closure 12, tray 3", subscriber_id });
      const north = await company("North", rita, subscriber_a);
      await company("South", omar, subscriber_b);
      const [splice_id, mast_id] = [await contractor("Splice Ltd", vera), await contractor("Mast Ltd", dele)];
      const [one, two] = [await job(subscriber_a), await job(subscriber_b)];
      const [project, other_project] = [
        await projects.create(tx, { name: "Ring 4", subscriber_id: subscriber_a }),
        await projects.create(tx, { name: "Mast 9" }),
      ];
      await vendor_projects.create(tx, { vendor_id: splice_id, project_id: project.id });
      await vendor_projects.create(tx, { vendor_id: mast_id, project_id: other_project.id });
      return {
        north,
        splice_id,
        project,
        other_project,
        job: await give_to_vendor(tx, one.id, { vendor_id: splice_id, ...window }),
        other_job: await give_to_vendor(tx, two.id, { vendor_id: mast_id, ...window }),
      };
    });
    await run({
      ...world,
      ...made,
      north: partner("reseller", rita, "Rita North"),
      south: partner("reseller", omar, "Omar South"),
      north_id: made.north.id,
      north_a: made.north.link,
      splice: partner("vendor", vera, "Vera Splice"),
      mast: partner("vendor", dele, "Dele Mast"),
    });
  });
