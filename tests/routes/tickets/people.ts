/** The people of these tests: two agents, and two customers who must never see each other. */
import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { type Ticket, tickets } from "~/domain/tickets/mod.ts";
import { person, site } from "../../domain/tickets/world.ts";
import type { AppWorld, Browser } from "./app_world.ts";

export interface Town {
  ada: string;
  kemi: string;
  hassan: string;
  bisi: string;
  subscriber_a: string;
  subscriber_b: string;
  /** Browsers of Ada, Kemi, Hassan and Bisi. */
  agent: Browser;
  colleague: Browser;
  customer: Browser;
  stranger: Browser;
  ticket(values?: Partial<Parameters<typeof tickets.create>[1]>): Promise<Ticket>;
}

export async function settle(world: AppWorld): Promise<Town> {
  const { sql } = world;
  const one = async (rows: PromiseLike<readonly { id: string }[]>): Promise<string> => {
    const [row] = await rows;
    assert(row);
    return row.id;
  };
  const subscriber = (name: string, site_id: string) =>
    one(
      sql<
        { id: string }[]
      >`insert into subscribers (name, site_id, service_plan) values (${name}, ${site_id}, 'Home 50') returning id`,
    );
  const holder = async (name: string, subscriber_id: string) => {
    const id = await person(sql, name);
    await sql`insert into person_roles (person_id, role_id) select ${id}, r.id from roles r where r.key = 'customer'`;
    await sql`insert into subscriber_people (subscriber_id, person_id, is_primary) values (${subscriber_id}, ${id}, true)`;
    return id;
  };
  const [ada, kemi] = [await person(sql, "Ada Ojo", true), await person(sql, "Kemi Ekpo", true)];
  const subscriber_a = await subscriber("Hassan's home", await site(sql, "12 Broad Street", 3.3958, 6.4531));
  const subscriber_b = await subscriber("Bisi's shop", await site(sql, "5 Allen Avenue", 3.351, 6.601));
  const [hassan, bisi] = [await holder("Hassan Eze", subscriber_a), await holder("Bisi Ade", subscriber_b)];
  return {
    ada,
    kemi,
    hassan,
    bisi,
    subscriber_a,
    subscriber_b,
    agent: await world.browser(ada, "admin"),
    colleague: await world.browser(kemi, "admin"),
    customer: await world.browser(hassan, "portal"),
    stranger: await world.browser(bisi, "portal"),
    ticket: (values = {}) =>
      world.house.platform.transaction(
        job_actor("test"),
        (tx) => tickets.create(tx, { subject: "No light on the router", subscriber_id: subscriber_a, ...values }),
      ),
  };
}

/** The current `version` in a page's forms. */
export function version_in(html: string): string {
  const [, version] = /name="version" value="([^"]+)"/.exec(html) ?? [];
  assert(version, "the page has no form with a version");
  return version;
}
