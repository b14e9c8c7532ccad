import assert from "node:assert/strict";
import {
  type Audience,
  grant_permission,
  grant_role,
  open_gate,
  open_session,
  revoke_permission,
  roles,
} from "~/domain/access/mod.ts";
import type { Gate } from "~/domain/access/mod.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { platform_on, staff } from "../../support/fixtures.ts";
import { wait_for } from "../../support/wait_for.ts";
import { house, type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");

interface Door {
  gate: Gate;
  enter(): Promise<readonly string[]>;
  id: string;
}

async function at_the_door(
  town: Town,
  person_id: string,
  run: (door: Door) => Promise<void>,
  audience: Audience = "admin",
) {
  const opened = await town.as(house, (tx) => open_session(tx, person_id, audience, ["password"]));
  const gate = await open_gate(town.platform);
  try {
    const enter = async () => (await gate.actor(opened.session_id)).actor.permissions.keys;
    await run({ gate, enter, id: opened.session_id });
  } finally {
    await gate.close();
  }
}

/** Takes all rights away behind the gate's back: no event tells, so only what it remembers can still let in. */
const secretly = ({ it }: Town, person_id: string) =>
  it.sql`update person_roles set is_active = false where person_id = ${person_id}`;
const shut = { code: "unauthenticated" };

/** Each makes something end in ten seconds of the database's clock. */
const endings: Record<string, (town: Town, person_id: string, session_id: string) => Promise<unknown>> = {
  "a role": ({ it }, id) =>
    it.sql`update person_roles set expires_at = now() + interval '10 seconds' where person_id = ${id}`,
  "a direct grant": ({ it }, id) =>
    it.sql`insert into person_permissions (person_id, key, reason, expires_at) values (${id}, 'settings:read', 'for the test', now() + interval '10 seconds')`,
  "the session, as an impersonation's does after its minutes": ({ it }, _id, session) =>
    it.sql`update sessions set expires_at = now() + interval '10 seconds' where id = ${session}`,
};

for (const [what, end] of Object.entries(endings)) {
  Deno.test(
    `an actor is remembered until ${what} ends, and not a moment longer`,
    with_town(async (town) => {
      const ada = await town.person("Ada Ojo", "agent");
      await at_the_door(town, ada, async ({ enter, id }) => {
        await end(town, ada, id);
        await enter();
        await secretly(town, ada);
        town.clock.advance({ seconds: 5 });
        assert.ok((await enter()).includes("tickets:*"), "remembered: this is what the test rests on");
        town.clock.advance({ seconds: 5 });
        // Asked anew: the grant is still good by the database's clock, which did not move; the rest is gone.
        const keys: readonly string[] = await enter().catch(() => []);
        assert.ok(!keys.includes("tickets:*"));
      });
    }),
  );
}

Deno.test(
  "where nothing ends, an actor is remembered for thirty seconds",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo", "agent");
    await at_the_door(town, ada, async ({ enter }) => {
      await enter();
      await secretly(town, ada);
      town.clock.advance({ seconds: 29 });
      await enter();
      town.clock.advance({ seconds: 1 });
      await assert.rejects(enter(), shut);
    });
  }),
);

Deno.test(
  "what is granted, revoked or changed in a role is forgotten at once by gates that remember",
  with_town(async (town) => {
    const made = await town.as(admin, (tx) => roles.create(tx, { name: "Night shift", permissions: ["people:read"] }));
    const ada = await town.person("Ada Ojo", made.key);
    await at_the_door(town, ada, async ({ enter }) => {
      assert.deepEqual(await enter(), ["people:read"]);
      const grant = await town.as(
        admin,
        (tx) => grant_permission(tx, ada, { key: "tickets:read", reason: "for the test of rights" }),
      );
      assert.deepEqual(await enter(), ["people:read", "tickets:read"]);
      await town.as(admin, (tx) => revoke_permission(tx, ada, grant.id));
      assert.deepEqual(await enter(), ["people:read"]);
      await town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["sites:read"] }));
      assert.deepEqual(await enter(), ["sites:read"]);
      await town.as(admin, (tx) => grant_role(tx, ada, "technician"));
      assert.ok((await enter()).includes("work-orders:execute"));
    });
  }),
);

Deno.test(
  "a direct grant alone opens its portal and no other",
  with_town(async (town) => {
    const hassan = await town.person("Hassan Eze");
    await town.give(hassan, "portal:tickets:read");
    await at_the_door(
      town,
      hassan,
      async ({ enter }) => assert.deepEqual(await enter(), ["portal:tickets:read"]),
      "portal",
    );
    await at_the_door(town, hassan, ({ enter }) => assert.rejects(enter(), shut), "admin");
  }),
);

Deno.test(
  "what is kept open in a person's name is told when the rights change or end, and nobody else's",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo", "agent");
    const kemi = await town.person("Kemi Ekpo", "agent");
    const opened = (id: string) => town.as(house, (tx) => open_session(tx, id, "admin", ["password"]));
    const sessions = { ada: (await opened(ada)).session_id, kemi: (await opened(kemi)).session_id };
    const db = connect({ address: town.it.url, max: 3 });
    const near = await open_gate(town.platform);
    const gate = await open_gate(platform_on(db)); // another replica: it hears of what is done near
    const told: string[] = [];
    const wait = async (who: "ada" | "kemi") => {
      await gate.actor(sessions[who]);
      return gate.on_ended(sessions[who], () => told.push(who));
    };
    const hears = (what: string, count: number) => wait_for(what, () => Promise.resolve(told.length >= count));
    try {
      const stop = await wait("kemi");
      await wait("ada");
      await town.as(admin, (tx) => grant_role(tx, ada, "technician"));
      await hears("a role was given", 1);
      await wait("ada");
      const made = await town.as(
        admin,
        (tx) => roles.create(tx, { name: "Night shift", permissions: ["people:read"] }),
      );
      await hears("a role is another", 3);
      assert.deepEqual([...told].sort(), ["ada", "ada", "kemi"]);
      stop(); // harmless once told
      await town.it
        .sql`insert into person_roles (person_id, role_id, expires_at) values (${ada}, ${made.id}, now() + interval '1 second')`;
      await wait("ada");
      const still = await wait("kemi");
      await hears("a role has ended by itself", 4);
      assert.deepEqual(told.slice(3), ["ada"]);
      still();
    } finally {
      await near.close();
      await gate.close();
      await db.close();
    }
  }),
);

Deno.test(
  "what is kept open by somebody who acts as a customer is told when their own right to it goes",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo");
    const hassan = await town.person("Hassan Eze", "customer");
    const grant = await town.as(
      admin,
      (tx) => grant_permission(tx, ada, { key: "customers:impersonate", reason: "for the test of rights" }),
    );
    const { session_id } = await town.as(
      house,
      (tx) => open_session(tx, hassan, "portal", ["impersonation"], { impersonator_id: ada, minutes: 30 }),
    );
    const gate = await open_gate(town.platform);
    try {
      assert.equal((await gate.actor(session_id)).actor.impersonator?.person_id, ada);
      let told = false;
      gate.on_ended(session_id, () => told = true);
      await town.as(admin, (tx) => revoke_permission(tx, ada, grant.id));
      await wait_for("the socket is told", () => Promise.resolve(told));
      await assert.rejects(gate.actor(session_id), shut);
    } finally {
      await gate.close();
    }
  }),
);
