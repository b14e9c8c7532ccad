import assert from "node:assert/strict";
import { find_pending } from "~/domain/access/mod.ts";
import { write_setting } from "~/domain/kernel/settings.ts";
import {
  begin_enrol_totp,
  begin_own_totp,
  confirm_own_totp,
  enrol_totp,
  remove_own_method,
  reset_second_factor,
} from "~/domain/second_factor/mod.ts";
import { TOTP } from "otpauth";
import { staff_person } from "../../support/fixtures.ts";
import { good_password, system, with_world, type World } from "../access/world.ts";
import { enter, pending_token, session_of, username, with_app } from "./codes.ts";

const require_of = (world: World, roles: string) =>
  world.platform.transaction(system, (tx) => write_setting(tx, "access", "second_factor_roles", roles));

Deno.test(
  "whoever's role asks for a second factor sets one up before there is any session",
  with_world(async (world) => {
    await world.person(username, "agent");
    await require_of(world, "administrator, agent");
    const token = await pending_token(world);
    assert.equal((await world.it.sql`select from sessions`).length, 0);
    assert.equal(await enter(world, token, "123456"), null, "there is nothing to answer with");
    const { secret } = await world.platform.transaction(
      system,
      async (tx) => await begin_enrol_totp(tx, await find_pending(tx, token, "admin")),
    );
    const code = new TOTP({ secret }).generate({ timestamp: world.clock.now().epochMilliseconds });
    const wrong = code === "000000" ? "111111" : "000000";
    assert.equal(
      await world.platform.transaction(
        system,
        async (tx) => await enrol_totp(tx, await find_pending(tx, token, "admin"), wrong),
      ),
      null,
    );
    const done = await world.platform.transaction(
      system,
      async (tx) => await enrol_totp(tx, await find_pending(tx, token, "admin"), code),
    );
    assert.equal(done?.outcome.kind, "open");
    assert.equal(done?.recovery_codes.length, 10);
    assert.equal((await world.try_in(username, good_password))?.kind, "pending", "it is asked from now on");
  }),
);

Deno.test(
  "other roles, and other portals, are not asked",
  with_world(async (world) => {
    await world.person(username, "agent");
    await world.person("hassan@example.net", "customer");
    await require_of(world, "dispatcher");
    assert.equal((await world.try_in(username, good_password))?.kind, "open");
    await require_of(world, "agent");
    assert.equal((await world.try_in("hassan@example.net", good_password, { audience: "portal" }))?.kind, "open");
  }),
);

Deno.test(
  "who has a second factor cannot set up another one in the middle of a sign-in",
  with_world(async (world) => {
    await with_app(world);
    const token = await pending_token(world);
    await assert.rejects(
      world.platform.transaction(
        system,
        async (tx) => await begin_enrol_totp(tx, await find_pending(tx, token, "admin")),
      ),
      { code: "conflict" },
    );
  }),
);

Deno.test(
  "the last second factor stays where a role asks for it",
  with_world(async (world) => {
    const app = await with_app(world);
    await require_of(world, "agent");
    const [row] = await world.it.sql`select id from totp_secrets`;
    await assert.rejects(
      world.platform.transaction(app.actor, (tx) => remove_own_method(tx, "admin", "totp", row?.id)),
      { code: "conflict" },
    );
    assert.equal((await world.it.sql`select from totp_secrets`).length, 1);
  }),
);

Deno.test(
  "a session that was opened without a second factor ends when its owner sets one up elsewhere",
  with_world(async (world) => {
    const person_id = await world.person(username, "agent");
    const other = await session_of(world, person_id);
    const actor = await session_of(world, person_id);
    const { secret } = await world.platform.transaction(actor, (tx) => begin_own_totp(tx));
    await world.platform.transaction(
      actor,
      (tx) =>
        confirm_own_totp(
          tx,
          new TOTP({ secret }).generate({ timestamp: world.clock.now().epochMilliseconds }),
          "Phone",
        ),
    );
    const rows = await world.it.sql<{ id: string }[]>`select id from sessions where revoked_at is null`;
    assert.deepEqual(
      rows.map((row) => row.id),
      [actor.session_id],
    );
    assert.notEqual(other.session_id, actor.session_id);
  }),
);

Deno.test(
  "an administrator resets a lost second factor with a fresh proof, and only of people who have no more rights",
  with_world(async (world) => {
    const app = await with_app(world);
    const admin = await world.person("nneka@omni.example", "administrator");
    const outcome = await world.try_in("nneka@omni.example", good_password);
    const session_id = outcome?.kind === "open" ? outcome.opened.session_id : null;
    const all = { ...staff_person(admin, "*"), session_id };
    await assert.rejects(
      world.platform.transaction({ ...app.actor, session_id: null }, (tx) => reset_second_factor(tx, admin)),
      { code: "forbidden" },
    );
    world.clock.advance({ minutes: 11 });
    await assert.rejects(world.platform.transaction(all, (tx) => reset_second_factor(tx, app.person_id)), {
      message: /proof of the last 10 minutes/,
    });
    await world.it
      .sql`update sessions set stepped_up_at = ${world.clock.now().toString()}::text::timestamptz where id = ${session_id}`;
    await world.platform.transaction(all, (tx) => reset_second_factor(tx, app.person_id));
    assert.equal((await world.try_in(username, good_password))?.kind, "open");
    assert.equal(
      (await world.it.sql`select from sessions where id = ${app.actor.session_id} and revoked_at is null`).length,
      0,
    );
  }),
);
