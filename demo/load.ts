/** The demo: a small provider on a day in its life. Loaded once, into a database without people. */
import { grant_role, set_password } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { link_person, run_import, run_import_now, subscribers, upload_import } from "~/domain/subscribers/mod.ts";
import type { Accounts } from "./acting.ts";
import { demo_accounts, demo_password, type DemoAccount } from "./accounts.ts";
import { load_partners } from "./partners.ts";
import { load_team, type Team } from "./team.ts";
import { load_work } from "./work.ts";

const customers = new URL("data/customers.csv", import.meta.url);
const loader = job_actor("demo");

/** @returns whether anything was loaded: a database that has people already is left alone */
export async function load_demo(platform: Platform): Promise<boolean> {
  const [known] = await platform.db.sql`select id from people limit 1`;
  if (known) return false;
  const accounts = await platform.transaction(loader, load_accounts);
  await load_customers(platform);
  await platform.transaction(loader, (tx) => link_customer(tx, accounts));
  const technicians = await platform.transaction(loader, (tx) => load_team(tx, accounts));
  await load_work(platform, accounts, technicians);
  await load_partners(platform, accounts);
  return true;
}

/** The staff and the customer's sign-in alone: what a test of the whole day starts from. */
export async function load_people(platform: Platform): Promise<{ accounts: Accounts; technicians: Team }> {
  const accounts = await platform.transaction(loader, load_accounts);
  return { accounts, technicians: await platform.transaction(loader, (tx) => load_team(tx, accounts)) };
}

async function load_accounts(tx: Tx): Promise<Accounts> {
  const accounts: Accounts = new Map();
  for (const account of demo_accounts) accounts.set(account.username, await load_account(tx, account));
  return accounts;
}

async function load_account(tx: Tx, { username, name, role }: DemoAccount): Promise<string> {
  const [first_name, last_name] = name.split(" ");
  const person = await people.create(tx, { display_name: name, first_name, last_name });
  await person_channels.create(tx, {
    person_id: person.id,
    channel_type: "email",
    address: username,
    is_primary: true,
  });
  await set_password(tx, person.id, username, demo_password);
  await grant_role(tx, person.id, role);
  return person.id;
}

async function load_customers(platform: Platform): Promise<void> {
  const bytes = await Deno.readFile(customers);
  const id = await platform.transaction(loader, async (tx) => {
    const uploaded = await upload_import(tx, { source: bytes, file_name: "customers.csv", external_system: "billing" });
    return (await run_import(tx, uploaded.import.id)).id;
  });
  await run_import_now(platform, id, 10_000);
}

async function link_customer(tx: Tx, accounts: Accounts): Promise<void> {
  const [first] = await tx.sql<{ id: string }[]>`select id from subscribers where external_id = '10000'`;
  const person_id = accounts.get("hassan@example.net");
  if (!first || !person_id) return;
  await link_person(tx, first.id, { person_id, role: "owner", is_primary: true });
  const row = await subscribers.fetch(tx, first.id);
  await subscribers.patch(tx, row, { person_id });
}
