import assert from "node:assert/strict";
import {
  demand_step_up,
  find_credential,
  grant_role,
  is_step_up_required,
  prove_password,
  settle_sign_in,
} from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { forget_own_device, own_security, remove_own_method, step_up } from "~/domain/second_factor/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { good_password, system, with_world, type World } from "../access/world.ts";
import { enter, pending_token, remembered_token, session_of, username, with_app } from "./codes.ts";

const asked = (world: World, actor: Actor) =>
  world.platform.transaction(actor, (tx) => demand_step_up(tx)).then(() => false, is_step_up_required);
const none = { code: "", passkey: "" };

Deno.test(
  "a proof is good for ten minutes; afterwards it is asked again",
  with_world(async (world) => {
    const app = await with_app(world);
    assert.equal(await asked(world, app.actor), false, "set up a moment ago");
    world.clock.advance({ minutes: 11 });
    assert.equal(await asked(world, app.actor), true);
    assert.equal(
      await world.platform.transaction(app.actor, (tx) => step_up(tx, { ...none, code: app.code() }, false)),
      true,
    );
    assert.equal(await asked(world, app.actor), false);
    world.clock.advance({ minutes: 10, seconds: 1 });
    assert.equal(await asked(world, app.actor), true);
  }),
);

Deno.test(
  "the password is no proof for somebody who has a second factor, and is one for somebody who has none",
  with_world(async (world) => {
    const person_id = await world.person(username, "agent");
    const actor = await session_of(world, person_id);
    assert.equal(await asked(world, actor), false, "signed in a moment ago");
    world.clock.advance({ minutes: 11 });
    assert.equal(await asked(world, actor), true);
    assert.equal(await world.platform.transaction(actor, (tx) => step_up(tx, none, true)), true);
    assert.equal(await asked(world, actor), false);
  }),
);

Deno.test(
  "the password alone does not step up a session whose owner has an app",
  with_world(async (world) => {
    const app = await with_app(world);
    world.clock.advance({ minutes: 11 });
    assert.equal(await world.platform.transaction(app.actor, (tx) => step_up(tx, none, true)), false);
    assert.equal(await asked(world, app.actor), true);
  }),
);

Deno.test(
  "wrong proofs lock the session's proofs and leave the account alone",
  with_world(async (world) => {
    const app = await with_app(world);
    for (let i = 0; i < 5; i++) {
      assert.equal(
        await world.platform.transaction(app.actor, (tx) => step_up(tx, { ...none, code: "123456" }, false)),
        false,
      );
    }
    await assert.rejects(
      world.platform.transaction(app.actor, (tx) => step_up(tx, { ...none, code: app.code() }, false)),
      { code: "unauthenticated" },
    );
    assert.ok(await enter(world, await pending_token(world), app.code()), "its owner signs in elsewhere");
  }),
);

Deno.test(
  "a change of roles asks for a fresh proof; actors without a session pass",
  with_world(async (world) => {
    const app = await with_app(world);
    const other = await world.person("kemi@omni.example");
    const [role] = await world.it.sql`select to_jsonb(permissions) as keys from roles where key = 'technician'`;
    const giver = { ...app.actor, permissions: staff("users:manage", ...role?.keys).permissions };
    world.clock.advance({ minutes: 11 });
    await assert.rejects(
      world.platform.transaction(giver, (tx) => grant_role(tx, other, "technician")),
      is_step_up_required,
    );
    await world.platform.transaction(giver, (tx) => step_up(tx, { ...none, code: app.code() }, false));
    await world.platform.transaction(giver, (tx) => grant_role(tx, other, "technician"));
    assert.equal(await asked(world, staff("tickets:read")), false);
  }),
);

Deno.test(
  "a remembered device skips the second factor there alone, until it is revoked or thirty days old, and is no fresh proof",
  with_world(async (world) => {
    const app = await with_app(world);
    const token = await remembered_token(world, app.person_id);
    const sign_in = async (remembered: string | null) => {
      const credential = await world.platform.read(system, (tx) => find_credential(tx, username));
      const proof = await prove_password(credential, good_password);
      return await world.platform.transaction(
        system,
        (tx) =>
          settle_sign_in(tx, credential, proof, { username, ip: null, device: null, audience: "admin", remembered }),
      );
    };
    const outcome = await sign_in(token);
    assert.equal(outcome?.kind, "open");
    assert.equal(
      await asked(world, { ...app.actor, session_id: outcome?.kind === "open" ? outcome.opened.session_id : "" }),
      true,
    );
    assert.equal((await sign_in(`${token}x`))?.kind, "pending");
    assert.equal((await sign_in(null))?.kind, "pending");
    const { devices } = await world.platform.transaction(app.actor, (tx) => own_security(tx, "admin"));
    assert.equal(devices.length, 1);
    const late = await remembered_token(world, app.person_id);
    await world.platform.transaction(app.actor, (tx) => forget_own_device(tx, devices[0]?.id ?? ""));
    assert.equal((await sign_in(token))?.kind, "pending", "revoked");
    assert.equal((await sign_in(late))?.kind, "open");
    world.clock.advance({ hours: 30 * 24 + 1 });
    assert.equal((await sign_in(late))?.kind, "pending", "too old");
  }),
);

Deno.test(
  "without a second factor, devices and codes are gone as well; somebody who acts as the person touches none of it",
  with_world(async (world) => {
    const app = await with_app(world);
    await remembered_token(world, app.person_id);
    const acting: Actor = { ...app.actor, impersonator: { person_id: app.person_id, label: "Nneka" } };
    const [row] = await world.it.sql`select id from totp_secrets`;
    await assert.rejects(world.platform.transaction(acting, (tx) => remove_own_method(tx, "admin", "totp", row?.id)), {
      code: "forbidden",
    });
    await world.platform.transaction(app.actor, (tx) => remove_own_method(tx, "admin", "totp", row?.id));
    assert.deepEqual(
      (await world.it.sql`select from recovery_codes union all select from remembered_devices`).length,
      0,
    );
  }),
);
