/** Two customers with sign-ins at the portal, an agent, and the application between them. */
import { grant_role } from "~/domain/access/mod.ts";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people } from "~/domain/people/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { link_person, subscribers } from "~/domain/subscribers/mod.ts";
import { type AppWorld, type Browser, with_app } from "../tickets/app_world.ts";
import { staff } from "../../support/fixtures.ts";

export interface Household {
  subscriber_id: string;
  person_id: string;
  browser: Browser;
}

export interface PortalWorld extends AppWorld {
  hassan: Household;
  amina: Household;
  desk: Actor;
  as<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reports through the page. @returns the ticket's id */
  report(by: Household, fields?: Record<string, string | File | File[]>): Promise<string>;
}

export const with_portal = (run: (world: PortalWorld) => Promise<void>) =>
  with_app(async (app) => {
    const as = <T>(actor: Actor, run: (tx: Tx) => Promise<T>) => app.house.platform.transaction(actor, run);
    await run({
      ...app,
      as,
      desk: staff("*"),
      hassan: await household(app, "Hassan Eze", "13 Mohammed Street"),
      amina: await household(app, "Amina Bello", "8 Hassan Street"),
      report: async (by, fields = {}) => {
        const sent = await by.browser.post("/portal/tickets/new", {
          topic: "no-light",
          description: "The LOS lamp is red.",
          ...fields,
        });
        const id = /\/portal\/tickets\/([0-9a-f-]{36})/.exec(sent.location ?? "")?.[1];
        if (!id) throw new Error(`The report was answered with ${sent.status}: ${words(sent.html).slice(0, 600)}`);
        return id;
      },
    });
  });

async function household(app: AppWorld, name: string, street: string): Promise<Household> {
  const { person_id, subscriber_id } = await app.house.platform.transaction(job_actor("test"), async (tx) => {
    const person = await people.create(tx, { display_name: name, timezone: "Africa/Lagos" });
    await grant_role(tx, person.id, "customer");
    const site = await sites.insert(tx, {
      address_line1: street,
      city: "Maitama",
      location: { type: "Point", coordinates: [7.4921, 9.0882] },
      access_notes: "STAFFONLY gate code 4711",
    });
    const row = await subscribers.create(tx, {
      name,
      site_id: site.id,
      service_plan: "Business 100",
      service_speed: "100/100",
      account_number: "C10000",
      phone: "+2348085226035",
      notes: "STAFFONLY pays late",
    });
    await link_person(tx, row.id, { person_id: person.id });
    return { person_id: person.id, subscriber_id: row.id };
  });
  return { person_id, subscriber_id, browser: await app.browser(person_id, "portal") };
}

/** What a page says, without its tags. */
export const words = (html: string): string =>
  html.replace(/<(script|style)[\s\S]*?<\/\1>/g, " ").replace(/<[^>]+>/g, " ").replaceAll("&#39;", "'").replaceAll(
    "&quot;",
    '"',
  ).replaceAll("&amp;", "&").replace(/\s+/g, " ");
