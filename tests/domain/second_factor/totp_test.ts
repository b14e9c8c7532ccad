import assert from "node:assert/strict";
import { TOTP } from "otpauth";
import { begin_own_totp, confirm_own_totp } from "~/domain/second_factor/mod.ts";
import { good_password, with_world } from "../access/world.ts";
import { enter, pending_token, session_of, username, with_app } from "./codes.ts";

Deno.test(
  "an app asks for nothing before its first code was typed, and its secret is sealed",
  with_world(async (world) => {
    const person_id = await world.person(username, "agent");
    const actor = await session_of(world, person_id);
    const { secret, uri } = await world.platform.transaction(actor, (tx) => begin_own_totp(tx));
    assert.match(uri, /^otpauth:\/\/totp\/Omni:ada%40omni\.example\?/);
    const [row] = await world.it.sql`select secret from totp_secrets`;
    assert.match(row?.secret, /^s1\./);
    assert.ok(!String(row?.secret).includes(secret));
    assert.equal(await world.platform.transaction(actor, (tx) => confirm_own_totp(tx, "000000", "Phone")), "wrong");
    assert.equal((await world.try_in(username, good_password))?.kind, "open");
  }),
);

Deno.test(
  "a code of now and of the steps beside it opens the session; two steps off does not",
  with_world(async (world) => {
    const app = await with_app(world);
    for (const [steps, holds] of [[-2, false], [2, false], [-1, true], [0, true], [1, true]] as const) {
      const methods = await enter(world, await pending_token(world), app.code(steps));
      assert.deepEqual(methods, holds ? ["password", "totp"] : null, `${steps} steps off`);
    }
  }),
);

Deno.test(
  "a code is used once, and so are those before it",
  with_world(async (world) => {
    const app = await with_app(world);
    const [before, now] = [app.code(-1), app.code()];
    assert.ok(await enter(world, await pending_token(world), now));
    assert.equal(await enter(world, await pending_token(world), now), null, "replayed");
    assert.equal(await enter(world, await pending_token(world), before), null, "older than the used one");
  }),
);

Deno.test(
  "of the same code sent three times at once, one holds",
  with_world(async (world) => {
    const app = await with_app(world);
    const code = app.code();
    const tokens = [await pending_token(world), await pending_token(world), await pending_token(world)];
    const entered = await Promise.all(tokens.map((token) => enter(world, token, code)));
    assert.equal(entered.filter(Boolean).length, 1);
  }),
);

Deno.test(
  "wrong codes end the sign-in and lock the account",
  with_world(async (world) => {
    await with_app(world);
    const token = await pending_token(world);
    for (let i = 0; i < 5; i++) assert.equal(await enter(world, token, "123456"), null);
    await assert.rejects(enter(world, token, "123456"), { code: "unauthenticated" });
    assert.equal(await world.try_in(username, good_password), null, "locked");
  }),
);

Deno.test(
  "the code of an app that is still being set up opens nothing",
  with_world(async (world) => {
    const app = await with_app(world);
    const { secret } = await world.platform.transaction(app.actor, (tx) => begin_own_totp(tx));
    assert.equal(secret.length, 32);
    const unverified = new TOTP({ secret }).generate({ timestamp: world.clock.now().epochMilliseconds });
    assert.equal(await enter(world, await pending_token(world), unverified), null);
  }),
);
