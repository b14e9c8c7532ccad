/** People with a sign-in, on a database of their own, with time in the test's hand. */
import {
  type Audience,
  find_credential,
  grant_role,
  prove_password,
  seed_roles,
  set_password,
  settle_sign_in,
  type SignInOutcome,
} from "~/domain/access/mod.ts";
import "~/domain/all.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { fixed_clock, type TestClock } from "../../support/clock.ts";
import { type TestDatabase, type TestOptions, with_database } from "../../support/database.ts";
import { platform_on } from "../../support/fixtures.ts";

export const good_password = "a lamp in every window";
export const system = job_actor("test");

export interface World {
  it: TestDatabase;
  platform: Platform;
  clock: TestClock;
  person(username: string, ...roles: string[]): Promise<string>;
  try_in(username: string, password: string, more?: Where): Promise<SignInOutcome | null>;
  /** The same without the costly hash, where only what follows from it counts. */
  attempt(username: string, right: boolean, more?: Where): Promise<SignInOutcome | null>;
}

export interface Where {
  audience?: Audience;
  ip?: string | null;
  device?: string | null;
}

/** `now` of the database judges some moments (a session's end), so the clock starts there. */
export function with_world(run: (world: World) => Promise<void>, options: TestOptions = {}): () => Promise<void> {
  return with_database(async (it) => {
    const clock = fixed_clock(Temporal.Now.instant().toString());
    const platform = platform_on(it.db, { now: clock.now });
    await platform.transaction(system, (tx) => seed_roles(tx));
    const settle = async (
      username: string,
      proof: { matches: boolean; rehashed: null | string },
      { audience = "admin", ip = "203.0.113.7", device = null }: Where = {},
    ) => {
      const credential = await platform.read(system, (tx) => find_credential(tx, username));
      return await platform.transaction(
        system,
        (tx) => settle_sign_in(tx, credential, proof, { username, ip, device, audience, remembered: null }),
      );
    };
    const world: World = {
      it,
      platform,
      clock,
      person: (username, ...roles) =>
        platform.transaction(system, async (tx) => {
          const person = await people.create(tx, { display_name: username.split("@")[0] ?? username });
          await person_channels.create(tx, {
            person_id: person.id,
            channel_type: "email",
            address: username,
            is_primary: true,
          });
          await set_password(tx, person.id, username, good_password);
          for (const role of roles) await grant_role(tx, person.id, role);
          return person.id;
        }),
      async try_in(username, password, more) {
        const credential = await platform.read(system, (tx) => find_credential(tx, username));
        return await settle(username, await prove_password(credential, password), more);
      },
      attempt: (username, right, more) => settle(username, { matches: right, rehashed: null }, more),
    };
    try {
      await run(world);
    } finally {
      close_password_pool();
    }
  }, options);
}
