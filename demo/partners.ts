/** A reseller with six customers, and a contractor with a project, a job of today and one without a day. */
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { projects } from "~/domain/projects/mod.ts";
import { reseller_people, reseller_subscribers, resellers } from "~/domain/resellers/mod.ts";
import { give_to_vendor, vendor_people, vendor_projects, vendors } from "~/domain/vendors/mod.ts";
import { add_note, work_orders } from "~/domain/work_orders/mod.ts";
import { type Accounts, acting } from "./acting.ts";

const served = ["10000", "10001", "10002", "10003", "10005", "10018"];

export async function load_partners(platform: Platform, accounts: Accounts): Promise<void> {
  const tunde = acting("tunde@omni.example", accounts);
  await platform.transaction(tunde, (tx) => load_reseller(tx, accounts.get("rita@north.example")));
  await platform.transaction(tunde, (tx) => load_vendor(tx, accounts.get("vera@splice.example")));
}

interface Customer {
  id: string;
  site_id: string | null;
}

async function customer(tx: Tx, external_id: string): Promise<Customer | null> {
  const [row] = await tx.sql<Customer[]>`select id, site_id from subscribers where external_id = ${external_id}`;
  return row ?? null;
}

async function load_reseller(tx: Tx, person_id: string | undefined): Promise<void> {
  const { id } = await resellers.create(tx, {
    name: "North Connect",
    code: "NORTH",
    contact_email: "office@north.example",
    contact_phone: "+2348031234500",
  });
  if (person_id) await reseller_people.create(tx, { reseller_id: id, person_id, role: "manager" });
  for (const external_id of served) {
    const row = await customer(tx, external_id);
    if (row) await reseller_subscribers.create(tx, { reseller_id: id, subscriber_id: row.id });
  }
}

async function load_vendor(tx: Tx, person_id: string | undefined): Promise<void> {
  const { id } = await vendors.create(tx, {
    name: "Obi Splicing",
    code: "OBI",
    contact_name: "Vera Obi",
    contact_email: "vera@splice.example",
    contact_phone: "+2348031234600",
    license_number: "NCC-SP-1184",
    service_area: "Garki, Jabi and Maitama",
  });
  if (person_id) await vendor_people.create(tx, { vendor_id: id, person_id, role: "manager" });
  const today = tx.now().toZonedDateTimeISO(tx.services.config.DEFAULT_TIMEZONE).startOfDay();
  const place = await customer(tx, "10012");
  const project = await projects.create(tx, {
    name: "Ring Garki, section 4",
    description: "Blow 1.8 km of 96 fibers from the cabinet in Hassan Street and splice both closures.",
    status: "active",
    site_id: place?.site_id ?? null,
    start_on: today.subtract({ days: 9 }).toPlainDate().toString(),
    due_on: today.add({ days: 19 }).toPlainDate().toString(),
  });
  await vendor_projects.create(tx, { vendor_id: id, project_id: project.id });

  const drop = await work_orders.create(tx, {
    title: "Replace the drop cable",
    description: "The drop hangs over the street since the storm. New cable from pole 7, splice in closure 12, tray 3.",
    work_type: "repair",
    priority: "high",
    subscriber_id: (await customer(tx, "10003"))?.id ?? null,
    estimated_duration_minutes: 120,
  });
  const start = today.add({ days: 1, hours: 9 }).toInstant().toString();
  await give_to_vendor(tx, drop.id, { vendor_id: id, start_at: start });
  await add_note(tx, drop.id, "The pole is shared with the power company: call their desk before you climb.", "vendor");

  const survey = await work_orders.create(tx, {
    title: "Survey the duct to the school",
    description: "Is the duct free from manhole 3 to the school? Photos of each manhole, please.",
    work_type: "survey",
    subscriber_id: place?.id ?? null,
  });
  await give_to_vendor(tx, survey.id, { vendor_id: id });
}
