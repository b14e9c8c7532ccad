import assert from "node:assert/strict";
import { make_own_recovery_codes } from "~/domain/second_factor/mod.ts";
import { with_world } from "../access/world.ts";
import { enter, pending_token, with_app } from "./codes.ts";

Deno.test(
  "ten recovery codes come with the first app; each opens one session, however it is typed, and only hashes are kept",
  with_world(async (world) => {
    const { recovery_codes } = await with_app(world);
    assert.equal(new Set(recovery_codes).size, 10);
    const [first = "", second = ""] = recovery_codes;
    assert.match(first, /^([2-9A-Z]{4}-){5}[2-9A-Z]{4}$/);
    assert.deepEqual(await enter(world, await pending_token(world), first), ["password", "recovery_code"]);
    assert.equal(await enter(world, await pending_token(world), first), null, "used before");
    assert.ok(await enter(world, await pending_token(world), ` ${second.toLowerCase().replaceAll("-", " ")}`));
    const rows = await world.it.sql`select code_hash, used_at from recovery_codes`;
    assert.equal(rows.filter((row) => row.used_at).length, 2);
    assert.ok(
      rows.every((row) => !recovery_codes.some((code) => String(row.code_hash).includes(code.replaceAll("-", "")))),
    );
  }),
);

Deno.test(
  "new recovery codes make the old ones worthless",
  with_world(async (world) => {
    const { recovery_codes, actor, code } = await with_app(world);
    await world.platform.transaction(actor, (tx) => make_own_recovery_codes(tx));
    assert.equal(await enter(world, await pending_token(world), recovery_codes[0] ?? ""), null);
    assert.ok(await enter(world, await pending_token(world), code()));
  }),
);
