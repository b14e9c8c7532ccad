/** A small town: two customers who must never see each other, an agent, and a clock in the test's hand. */
import assert from "node:assert/strict";
import "~/domain/access/mod.ts";
import "~/domain/organizations/mod.ts";
import "~/domain/people/mod.ts";
import "~/domain/resellers/mod.ts";
import "~/domain/sites/mod.ts";
import "~/domain/subscribers/mod.ts";
import "~/domain/technicians/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError, type ErrorCode } from "~/domain/kernel/errors.ts";
import { stage_files, type StagedFile } from "~/domain/kernel/attachments.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Ticket, tickets } from "~/domain/tickets/mod.ts";
import { fixed_clock, type TestClock } from "../../support/clock.ts";
import { with_database } from "../../support/database.ts";
import { customer, platform_on, staff_person } from "../../support/fixtures.ts";

export interface World {
  platform: Platform;
  sql: Sql;
  clock: TestClock;
  /** Ada, with every permission of the staff. */
  agent: Actor;
  /** Hassan of subscriber A and Bisi of subscriber B. */
  a: Actor;
  b: Actor;
  subscriber_a: string;
  subscriber_b: string;
  site_a: string;
  as<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  ticket(values?: Partial<Parameters<typeof tickets.create>[1]>): Promise<Ticket>;
  events(): Promise<{ type: string; audience: string; payload: Record<string, unknown> }[]>;
  file(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<StagedFile>;
}

export const monday = "2026-03-02T08:00:00Z";

export const with_world = (run: (world: World) => Promise<void>) =>
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock(monday);
    const platform = platform_on(db, { now: clock.now });
    const as: World["as"] = (actor, act) => platform.transaction(actor, act);

    const ada = await person(sql, "Ada Ojo", true);
    const [hassan, bisi] = [await person(sql, "Hassan Eze"), await person(sql, "Bisi Ade")];
    const site_a = await site(sql, "12 Broad Street", 3.3958, 6.4531);
    const [subscriber_a, subscriber_b] = [
      await subscriber(sql, "Hassan's home", site_a),
      await subscriber(sql, "Bisi's shop", await site(sql, "5 Allen Avenue", 3.351, 6.601)),
    ];
    const agent = staff_person(ada, "*");
    await run({
      platform,
      sql,
      clock,
      agent,
      as,
      subscriber_a,
      subscriber_b,
      site_a,
      a: customer([subscriber_a], hassan),
      b: { ...customer([subscriber_b], bisi), label: "Bisi Ade" },
      ticket: (values = {}) =>
        as(agent, (tx) =>
          tickets.create(tx, { subject: "No light on the router", subscriber_id: subscriber_a, ...values })),
      events: async () => [
        ...await sql<
          { type: string; audience: string; payload: Record<string, unknown> }[]
        >`select type, audience, payload from event_store order by occurred_at, id`,
      ],
      async file(name, type, source) {
        const [staged] = await stage_files(platform, [{ name, claimed_type: type, source }]);
        assert(staged);
        return staged;
      },
    });
  });

async function id_of(rows: PromiseLike<readonly { id: string }[]>): Promise<string> {
  const [row] = await rows;
  assert(row);
  return row.id;
}

export async function person(sql: Sql, name: string, is_staff = false): Promise<string> {
  const [first_name = ""] = name.split(" ");
  const id = await id_of(
    sql<{ id: string }[]>`insert into people (display_name, first_name) values (${name}, ${first_name}) returning id`,
  );
  if (is_staff) {
    await sql`insert into roles (key, name, permissions) values ('agent', 'Agent', '{tickets:*}') on conflict (key) do nothing`;
    await sql`insert into person_roles (person_id, role_id) select ${id}, r.id from roles r where r.key = 'agent'`;
  }
  return id;
}

export const site = (sql: Sql, street: string, longitude: number, latitude: number): Promise<string> =>
  id_of(sql<{ id: string }[]>`
    insert into sites (address_line1, city, location)
    values (${street}, 'Lagos', st_setsrid(st_makepoint(${longitude}::float8, ${latitude}::float8), 4326)) returning id`);

const subscriber = (sql: Sql, name: string, site_id: string): Promise<string> =>
  id_of(sql<{ id: string }[]>`insert into subscribers (name, site_id) values (${name}, ${site_id}) returning id`);

/** The refusal itself, to be looked at; a success or any other error fails the test. */
export async function refused(work: Promise<unknown>, code: ErrorCode): Promise<DomainError> {
  const error = await work.then(
    () => assert.fail(`nothing was refused, ${code} was expected`),
    (caught: unknown) => caught,
  );
  assert(error instanceof DomainError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

export const png = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
export const words = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
