import assert from "node:assert/strict";
import { fail_step, find_pending, pass_step, sign_in_step } from "~/domain/access/mod.ts";
import { good_password, system, with_world, type World } from "./world.ts";

let asks = false;
sign_in_step("test-step", { needed: (_tx, _person, audience) => Promise.resolve(asks && audience === "admin") });

/** Runs with a further step asked of staff. */
const with_step = (run: (world: World) => Promise<void>) =>
  with_world(async (world) => {
    asks = true;
    try {
      await run(world);
    } finally {
      asks = false;
    }
  });

async function begin(world: World): Promise<string> {
  const outcome = await world.try_in("ada@omni.example", good_password);
  assert.equal(outcome?.kind, "pending");
  return outcome?.kind === "pending" ? outcome.pending.token ?? "" : "";
}

Deno.test(
  "a right password opens a session that says how and when it was proven",
  with_world(async ({ person, try_in, it, clock }) => {
    await person("ada@omni.example", "agent");
    const outcome = await try_in("ADA@omni.example", good_password);
    assert.equal(outcome?.kind, "open");
    const [row] = await it.sql`select to_jsonb(auth_methods) as methods, authenticated_at, token_hash from sessions`;
    assert.deepEqual(row?.methods, ["password"]);
    assert.equal(
      Temporal.Instant.compare(
        Temporal.Instant.from(row?.authenticated_at).round("millisecond"),
        clock.now().round("millisecond"),
      ),
      0,
    );
    assert.notEqual(
      outcome?.kind === "open" && outcome.opened.refresh_token,
      row?.token_hash,
      "only the hash is stored",
    );
  }),
);

Deno.test(
  "a right password for a portal that no role opens is refused",
  with_world(async ({ person, try_in }) => {
    await person("hassan@example.net", "customer");
    assert.equal(await try_in("hassan@example.net", good_password, { audience: "admin" }), null);
    assert.equal((await try_in("hassan@example.net", good_password, { audience: "portal" }))?.kind, "open");
  }),
);

Deno.test(
  "a person of whom more is asked gets no session before the step, and one after it",
  with_step(async (world) => {
    await world.person("ada@omni.example", "agent");
    const token = await begin(world);
    assert.equal((await world.it.sql`select from sessions`).length, 0);
    const outcome = await world.platform.transaction(
      system,
      async (tx) => await pass_step(tx, await find_pending(tx, token, "admin"), "test-step", "totp"),
    );
    assert.equal(outcome.kind, "open");
    const [row] = await world.it.sql`select to_jsonb(auth_methods) as methods from sessions`;
    assert.deepEqual(row?.methods, ["password", "totp"]);
  }),
);

Deno.test(
  "a pending sign-in works once, for its portal alone, for five minutes, and for five tries",
  with_step(async (world) => {
    await world.person("ada@omni.example", "agent");
    const { platform, clock } = world;
    const find = (token: string, audience: "admin" | "portal" = "admin") =>
      platform.transaction(system, (tx) => find_pending(tx, token, audience));
    const gone = { message: /waited too long/ };

    const used = await begin(world);
    await assert.rejects(find(used, "portal"), gone);
    await platform.transaction(
      system,
      async (tx) => await pass_step(tx, await find_pending(tx, used, "admin"), "test-step", "totp"),
    );
    await assert.rejects(find(used), gone);

    const late = await begin(world);
    clock.advance({ minutes: 5, seconds: 1 });
    await assert.rejects(find(late), gone);

    const tried = await begin(world);
    for (let i = 0; i < 5; i++) {
      await platform.transaction(system, async (tx) => await fail_step(tx, await find_pending(tx, tried, "admin")));
    }
    await assert.rejects(find(tried), gone);
    assert.equal(await world.try_in("ada@omni.example", good_password), null, "five wrong steps lock the account");
  }),
);

Deno.test(
  "two answers to one pending sign-in open one session",
  with_step(async (world) => {
    await world.person("ada@omni.example", "agent");
    const token = await begin(world);
    const answer = () =>
      world.platform.transaction(
        system,
        async (tx) => await pass_step(tx, await find_pending(tx, token, "admin"), "test-step", "totp"),
      );
    const results = await Promise.allSettled([answer(), answer(), answer()]);
    assert.equal(results.filter((each) => each.status === "fulfilled").length, 1);
    assert.equal((await world.it.sql`select from sessions`).length, 1);
  }),
);
