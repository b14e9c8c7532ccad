import assert from "node:assert/strict";
import {
  choose_password,
  confirm_email,
  find_link,
  hash_new_password,
  invite_user,
  open_session,
  request_email_verification,
  request_password_reset,
} from "~/domain/access/mod.ts";
import { open } from "~/domain/kernel/crypto/sealed.ts";
import { people, person_channels } from "~/domain/people/mod.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { staff, staff_person } from "../../support/fixtures.ts";
import { good_password, system, with_world, type World } from "./world.ts";

const new_password = "a boat on a quiet lake";

/** The link of the last confidential mail, as its recipient reads it. */
async function mailed(world: World): Promise<{ url: URL; token: string; to: string; count: number }> {
  const rows = await world.it.sql<
    { id: string; recipient: string; sealed_body: string; body: string; link: string | null }[]
  >`
    select id, recipient, sealed_body, body, link from notifications where sealed_body is not null order by id`;
  const last = rows.at(-1);
  assert.ok(last, "a mail was queued");
  assert.equal(last.link, null, "the row tells no operator the link");
  const text = await open(world.platform.config.ENCRYPTION_KEYS, last.sealed_body, `notification/${last.id}`);
  const url = new URL(/https?:\S+/.exec(text)?.[0] ?? "");
  assert.doesNotMatch(last.body, /token/);
  return { url, token: url.searchParams.get("token") ?? "", to: last.recipient, count: rows.length };
}

const ask = async (world: World, username: string) => {
  await world.platform.transaction(system, (tx) => request_password_reset(tx, username, "admin"));
  await dispatch_events(world.platform);
};

Deno.test(
  "a reset link comes by mail, works once, ends every session and signs in",
  with_world(async (world) => {
    const { platform, it } = world;
    const id = await world.person("ada@omni.example", "agent");
    await platform.transaction(system, (tx) => open_session(tx, id, "admin", ["password"]));
    await ask(world, "Ada@omni.example");
    const { url, token, to } = await mailed(world);
    assert.equal(url.origin, new URL(platform.config.PUBLIC_URL).origin);
    assert.equal(url.pathname, "/auth/reset");
    assert.equal(to, "ada@omni.example");
    assert.equal(
      (await it.sql`select from access_links where token_hash = ${token}`).length,
      0,
      "only the hash is stored",
    );

    await platform.read(system, (tx) => find_link(tx, "password_reset", "admin", token));
    const hash = await hash_new_password(new_password, []);
    const use = () => platform.transaction(system, (tx) => choose_password(tx, "password_reset", "admin", token, hash));
    const results = await Promise.allSettled([use(), use()]);
    assert.deepEqual(results.map((each) => each.status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(use(), /used before, is too old/);
    assert.equal((await it.sql`select from sessions where revoked_at is null`).length, 1, "the new one alone");
    assert.equal(await world.try_in("ada@omni.example", good_password), null);
    assert.equal((await world.try_in("ada@omni.example", new_password))?.kind, "open");
    const [channel] = await it.sql`select verified_at from person_channels where person_id = ${id}`;
    assert.ok(channel?.verified_at, "whoever has the mail has the address");
  }),
);

Deno.test(
  "a reset link ends after an hour, serves no other portal, and an older one ends with a newer used",
  with_world(async (world) => {
    const { platform, clock } = world;
    await world.person("ada@omni.example", "agent");
    await ask(world, "ada@omni.example");
    const first = await mailed(world);
    const find = (token: string, audience: "admin" | "portal" = "admin") =>
      platform.read(system, (tx) => find_link(tx, "password_reset", audience, token));
    await assert.rejects(find(first.token, "portal"), /does not work/);
    await assert.rejects(find(`${first.token}x`), /does not work/);
    await ask(world, "ada@omni.example");
    const second = await mailed(world);
    const hash = await hash_new_password(new_password, []);
    await platform.transaction(system, (tx) => choose_password(tx, "password_reset", "admin", second.token, hash));
    await assert.rejects(find(first.token), /does not work/);
    await ask(world, "ada@omni.example");
    const third = await mailed(world);
    clock.advance({ minutes: 61 });
    await assert.rejects(find(third.token), /does not work/);
  }),
);

Deno.test(
  "asking leaves the same rows for a known and an unknown name, and no mail for nobody",
  with_world(async (world) => {
    await world.person("ada@omni.example", "agent");
    const traces: unknown[] = [];
    for (const name of ["ada@omni.example", "nobody@omni.example"]) {
      await world.platform.transaction(system, (tx) => request_password_reset(tx, name, "admin"));
      traces.push([
        (await world.it.sql`select from link_requests`).length,
        (await world.it.sql`select from event_store where type = 'sign_in.link_requested'`).length,
      ]);
      await dispatch_events(world.platform);
      await world.it.sql`delete from event_store`;
    }
    assert.deepEqual(traces[0], traces[1]);
    assert.equal((await mailed(world)).count, 1);
    assert.equal((await world.it.sql`select from link_requests`).length, 0, "what was typed is not kept");
  }),
);

Deno.test(
  "a mailbox gets three reset links an hour, however often a stranger asks",
  with_world(async (world) => {
    await world.person("ada@omni.example", "agent");
    for (let i = 0; i < 6; i++) await ask(world, "ada@omni.example");
    assert.equal((await mailed(world)).count, 3);
  }),
);

Deno.test(
  "a reset link lifts the lock that a stranger brought about",
  with_world(async (world) => {
    await world.person("ada@omni.example", "agent");
    for (let i = 0; i < 5; i++) await world.try_in("ada@omni.example", "wrong", { ip: `198.51.100.${i}` });
    assert.equal(await world.try_in("ada@omni.example", good_password), null);
    await ask(world, "ada@omni.example");
    const { token } = await mailed(world);
    const hash = await hash_new_password(new_password, []);
    await world.platform.transaction(system, (tx) => choose_password(tx, "password_reset", "admin", token, hash));
    assert.equal((await world.try_in("ada@omni.example", new_password))?.kind, "open");
  }),
);

Deno.test(
  "an invitation gives a first sign-in for seven days; it needs a role, an address and the right to give it",
  with_world(async (world) => {
    const { platform, clock, it } = world;
    const boss = staff_person(await world.person("nneka@omni.example", "administrator"), "*");
    const id = await platform.transaction(
      system,
      async (tx) => (await people.create(tx, { display_name: "Kemi Ekpo" })).id,
    );
    const invite = (actor = boss) => platform.transaction(actor, (tx) => invite_user(tx, id, ""));
    await assert.rejects(invite(staff("users:read")), /users:manage/);
    await assert.rejects(invite(), /no mail address/);
    await platform.transaction(
      system,
      (tx) =>
        person_channels.create(tx, {
          person_id: id,
          channel_type: "email",
          address: "kemi@omni.example",
          is_primary: true,
        }),
    );
    await assert.rejects(invite(), /role/);
    const [role] = await it.sql`select id from roles where key = 'agent'`;
    await it.sql`insert into person_roles (person_id, role_id) values (${id}, ${role?.id})`;
    await invite();
    const { token, url } = await mailed(world);
    assert.equal(url.pathname, "/auth/invitation");
    clock.advance({ hours: 24 * 6 });
    const hash = await hash_new_password(new_password, []);
    const outcome = await platform.transaction(system, (tx) => choose_password(tx, "invitation", "admin", token, hash));
    assert.equal(outcome.kind, "open");
    assert.equal((await world.try_in("kemi@omni.example", new_password))?.kind, "open");
  }),
);

Deno.test(
  "who manages users without being an administrator cannot invite an administrator anew",
  with_world(async (world) => {
    const target = await world.person("nneka@omni.example", "administrator");
    const clerk = staff_person(await world.person("ada@omni.example", "agent"), "users:manage", "users:read");
    await assert.rejects(
      world.platform.transaction(clerk, (tx) => invite_user(tx, target, "")),
      /may do more than you/,
    );
  }),
);

Deno.test(
  "a mail address is proven by its link, and not by one that was used",
  with_world(async (world) => {
    const id = await world.person("ada@omni.example", "agent");
    await world.platform.transaction(staff_person(id), (tx) => request_email_verification(tx, "admin"));
    const { token } = await mailed(world);
    assert.equal(
      await world.platform.transaction(system, (tx) => confirm_email(tx, "admin", token)),
      "ada@omni.example",
    );
    await assert.rejects(world.platform.transaction(system, (tx) => confirm_email(tx, "admin", token)), /used before/);
    const [channel] = await world.it.sql`select verified_at from person_channels where person_id = ${id}`;
    assert.ok(channel?.verified_at);
  }),
);
