/** People with a sign-in, and actors who really hold what they say, on a database of their own. */
import { type Audience, grant_permission, grant_role, seed_roles } from "~/domain/access/mod.ts";
import "~/domain/all.ts";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people } from "~/domain/people/mod.ts";
import { fixed_clock, type TestClock } from "../../support/clock.ts";
import { type TestDatabase, with_database } from "../../support/database.ts";
import { platform_on, staff_person } from "../../support/fixtures.ts";

export const house = job_actor("test");

export interface Town {
  it: TestDatabase;
  platform: Platform;
  clock: TestClock;
  /** With a user name, but for a name that begins with a dash. */
  person(name: string, ...roles: string[]): Promise<string>;
  give(person_id: string, key: string, expires_at?: string | null): Promise<string>;
  /** Somebody who holds that by direct grants, acting. */
  actor(name: string, ...keys: string[]): Promise<Actor>;
  /** What the person may in a portal now, by the database. */
  may(person_id: string, audience?: Audience): Promise<string[]>;
  as<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  later(by: Temporal.DurationLike): string;
}

export function with_town(run: (town: Town) => Promise<void>): () => Promise<void> {
  return with_database(async (it) => {
    const clock = fixed_clock(Temporal.Now.instant().toString());
    const platform = platform_on(it.db, { now: clock.now });
    await platform.transaction(house, seed_roles);
    const town: Town = {
      it,
      platform,
      clock,
      person: (name, ...roles) =>
        platform.transaction(house, async (tx) => {
          const person = await people.create(tx, { display_name: name.replace(/^-/, "") });
          // No password is ever tried here, so none is hashed.
          if (!name.startsWith("-")) {
            await tx.sql`insert into user_credentials (person_id, username, password_hash)
                         values (${person.id}, ${`${person.id}@omni.example`}, 'none')`;
          }
          for (const role of roles) await tx.elevated((tx) => grant_role(tx, person.id, role));
          return person.id;
        }),
      give: async (person_id, key, expires_at = null) =>
        (await platform.transaction(
          house,
          (tx) =>
            tx.elevated((tx) => grant_permission(tx, person_id, { key, reason: "for the test of rights", expires_at })),
        )).id,
      async actor(name, ...keys) {
        const id = await town.person(name);
        for (const key of keys) await town.give(id, key);
        return { ...staff_person(id), label: name, permissions: permission_set(keys) };
      },
      async may(person_id, audience = "admin") {
        const rows = await it.sql<{ key: string }[]>`
          select key from permissions_of(${person_id}::text::uuid, ${audience}, ${clock.now().toString()}::text::timestamptz) order by key`;
        return rows.map(({ key }) => key);
      },
      as: (actor, run) => platform.transaction(actor, run),
      later: (by) => clock.now().add(by).toString(),
    };
    await run(town);
  });
}
