/** Partners with sign-ins: a reseller of Hassan's home, a contractor with a job there, and two of the other side. */
import { grant_role } from "~/domain/access/mod.ts";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people } from "~/domain/people/mod.ts";
import { projects } from "~/domain/projects/mod.ts";
import { reseller_people, reseller_subscribers, resellers } from "~/domain/resellers/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { give_to_vendor, vendor_people, vendor_projects, vendors } from "~/domain/vendors/mod.ts";
import { work_orders } from "~/domain/work_orders/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { type AppWorld, type Browser, with_app } from "../tickets/app_world.ts";

export interface PartnerWorld extends AppWorld {
  desk: Actor;
  as<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Hassan's home and Amina's shop. */
  home: string;
  shop: string;
  reseller: Browser;
  other_reseller: Browser;
  reseller_id: string;
  vendor: Browser;
  other_vendor: Browser;
  vendor_id: string;
  job: string;
  project: string;
}

const tomorrow = (hour: number) =>
  Temporal.Now.zonedDateTimeISO("UTC").startOfDay().add({ days: 1, hours: hour }).toInstant().toString();

export const with_partner_pages = (run: (world: PartnerWorld) => Promise<void>) =>
  with_app(async (app) => {
    const { platform } = app.house;
    const as = <T>(actor: Actor, act: (tx: Tx) => Promise<T>) => platform.transaction(actor, act);
    const made = await as(job_actor("test"), async (tx) => {
      const home = await customer(tx, "Hassan's home", "13 Mohammed Street");
      const shop = await customer(tx, "Amina's shop", "8 Hassan Street");
      const north = await company(tx, "North", "Rita North", home);
      const south = await company(tx, "South", "Omar South", shop);
      const splice = await contractor(tx, "Splice Ltd", "Vera Splice", home);
      const mast = await contractor(tx, "Mast Ltd", "Dele Mast", shop);
      return { home, shop, north, south, splice, mast };
    });
    const { north, south, splice, mast } = made;
    await run({
      ...app,
      as,
      desk: staff("*"),
      home: made.home,
      shop: made.shop,
      reseller_id: north.id,
      vendor_id: splice.id,
      job: splice.job,
      project: splice.project,
      reseller: await app.browser(north.person_id, "reseller"),
      other_reseller: await app.browser(south.person_id, "reseller"),
      vendor: await app.browser(splice.person_id, "vendor"),
      other_vendor: await app.browser(mast.person_id, "vendor"),
    });
  });

async function customer(tx: Tx, name: string, street: string): Promise<string> {
  const site = await sites.insert(tx, {
    address_line1: street,
    city: "Maitama",
    location: { type: "Point", coordinates: [7.4921, 9.0882] },
    access_notes: "GATE 4711",
  });
  const row = await subscribers.create(tx, {
    name,
    site_id: site.id,
    account_number: `C-${street}`,
    phone: "+2348085226035",
    notes: "STAFFONLY pays late",
  });
  return row.id;
}

async function signed(tx: Tx, name: string, role: string): Promise<string> {
  const person = await people.create(tx, { display_name: name, timezone: "Africa/Lagos" });
  await grant_role(tx, person.id, role);
  return person.id;
}

async function company(tx: Tx, name: string, person: string, subscriber_id: string) {
  const { id } = await resellers.create(tx, { name, code: name.toUpperCase() });
  const person_id = await signed(tx, person, "reseller");
  await reseller_people.create(tx, { reseller_id: id, person_id });
  await reseller_subscribers.create(tx, { reseller_id: id, subscriber_id });
  return { id, person_id };
}

async function contractor(tx: Tx, name: string, person: string, subscriber_id: string) {
  const { id } = await vendors.create(tx, { name });
  const person_id = await signed(tx, person, "vendor");
  await vendor_people.create(tx, { vendor_id: id, person_id });
  const job = await work_orders.create(tx, {
    title: `Splice for ${name}`,
    description: "Closure 12, tray 3",
    subscriber_id,
  });
  await give_to_vendor(tx, job.id, { vendor_id: id, start_at: tomorrow(9), end_at: tomorrow(11) });
  const project = await projects.create(tx, { name: `Ring of ${name}`, description: "Trench and duct" });
  await vendor_projects.create(tx, { vendor_id: id, project_id: project.id });
  return { id, person_id, job: job.id, project: project.id };
}
