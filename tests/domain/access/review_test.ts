import assert from "node:assert/strict";
import {
  access_review_page,
  begin_review_export,
  grant_role,
  mark_reviewed,
  open_session,
  type ReviewQuery,
  roles,
} from "~/domain/access/mod.ts";
import { staff, staff_person } from "../../support/fixtures.ts";
import { house, type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");
const review = (town: Town, query: ReviewQuery = {}) =>
  town.platform.read(admin, (tx) => access_review_page(tx, query));
const names = async (town: Town, query: ReviewQuery) => (await review(town, query)).items.map((each) => each.name);
const seen = (town: Town, id: string, days: number) =>
  town.it.sql`update user_credentials set last_sign_in_at = ${
    town.clock.now().subtract({ hours: 24 * days }).toString()
  }::text::timestamptz where person_id = ${id}`;

Deno.test(
  "a review shows everybody with a way in or a right: what, until when, last sign-in, second factor",
  with_town(async (town) => {
    const boss = await town.person("Boss", "administrator");
    const ada = await town.person("Ada Ojo", "agent");
    await town.person("Hassan Eze", "customer");
    await town.person("-Later", "technician");
    await town.person("Nothing");
    await town.it.sql`insert into people (display_name) values ('Neither nor')`;
    const end = town.later({ hours: 24 });
    await town.give(ada, "settings:read", end);
    await town.give(ada, "jobs:read", town.later({ minutes: 1 }));
    await town.it
      .sql`insert into passkeys (person_id, name, credential_id, public_key, counter, is_backed_up, created_at) values (${boss}, 'Phone', 'x', 'y', 0, false, now())`;
    await seen(town, ada, 3);
    town.clock.advance({ minutes: 1 });
    const { items, count } = await review(town);
    assert.equal(count, 5);
    assert.deepEqual(
      items.map((each) => [each.name, each.can_sign_in, each.has_second_factor, each.rights.map((right) => right.key)]),
      [
        ["Ada Ojo", true, false, ["agent", "settings:read"]],
        ["Boss", true, true, ["administrator"]],
        ["Hassan Eze", true, false, ["customer"]],
        ["Later", false, false, ["technician"]],
        ["Nothing", true, false, []],
      ],
    );
    const grant = items[0]?.rights[1];
    assert.equal(Date.parse(grant?.expires_at ?? ""), Date.parse(end));
    assert.equal(grant?.reason, "for the test of rights");
    assert.equal(items[0]?.last_sign_in_at, items[0]?.dormant_since);
    assert.equal(items[1]?.rights[0]?.is_everything, true);
  }),
);

Deno.test(
  "the filters: portal, dormant for 90 days, administrators, rights without an end",
  with_town(async (town) => {
    const boss = await town.person("Boss", "administrator");
    const ada = await town.person("Ada Ojo");
    await town.as(admin, (tx) => grant_role(tx, ada, "agent", town.later({ hours: 24 })));
    const kemi = await town.person("Kemi Ekpo");
    await town.give(kemi, "*");
    await town.person("Hassan Eze", "customer");
    for (const [id, days] of [[boss, 1], [ada, 90], [kemi, 89]] as const) await seen(town, id, days);
    assert.deepEqual(await names(town, { audience: "admin" }), ["Ada Ojo", "Boss", "Kemi Ekpo"]);
    assert.deepEqual(await names(town, { audience: "portal" }), ["Hassan Eze"]);
    assert.deepEqual(await names(town, { dormant: true }), ["Ada Ojo"]);
    assert.deepEqual(await names(town, { administrators: true }), ["Boss", "Kemi Ekpo"]);
    assert.deepEqual(await names(town, { lasting: true }), ["Boss", "Hassan Eze", "Kemi Ekpo"]);
    assert.deepEqual(await names(town, { q: "kemi" }), ["Kemi Ekpo"]);
    assert.deepEqual(await names(town, { q: "%" }), []);
    const first = await review(town, { limit: 1 });
    assert.deepEqual([first.more, first.count], [true, 4]);
    assert.deepEqual(await names(town, { limit: 1, after: { name: "Ada Ojo", id: ada } }), ["Boss"]);
    // Somebody who never came is dormant from the day on which they could.
    await town.it.sql`update user_credentials set created_at = ${
      town.clock.now().subtract({ hours: 24 * 100 }).toString()
    }::text::timestamptz, last_sign_in_at = null where person_id = ${kemi}`;
    assert.deepEqual(await names(town, { dormant: true }), ["Ada Ojo", "Kemi Ekpo"]);
    // A session that somebody else opened in their name is not their coming.
    await town.as(house, (tx) => open_session(tx, kemi, "admin", ["impersonation"], { impersonator_id: boss }));
    assert.deepEqual(await names(town, { dormant: true }), ["Ada Ojo", "Kemi Ekpo"]);
    await town.as(house, (tx) => open_session(tx, kemi, "admin", ["passkey"]));
    assert.deepEqual(await names(town, { dormant: true }), ["Ada Ojo"]);
  }),
);

Deno.test(
  "a review stands until rights change, a role that is held changes, or 90 days have gone",
  with_town(async (town) => {
    const boss = await town.person("Boss", "administrator");
    const made = await town.as(admin, (tx) => roles.create(tx, { name: "Night shift", permissions: ["people:read"] }));
    const ada = await town.person("Ada Ojo", made.key);
    const me = staff_person(boss, "*");
    const open = () => names(town, { unreviewed: true, q: "ada" });
    const mark = (note?: string) => town.as(me, (tx) => mark_reviewed(tx, ada, note ? { note } : {}));
    assert.deepEqual(await open(), ["Ada Ojo"]);
    const row = await mark("as agreed with her lead");
    assert.deepEqual(row.rights, ["role night-shift"]);
    assert.deepEqual(await open(), []);
    const [line] = (await review(town, { q: "ada" })).items;
    assert.deepEqual([line?.last_review?.by, line?.last_review?.note, line?.last_review?.changed_since], [
      me.label,
      "as agreed with her lead",
      false,
    ]);
    await town.give(ada, "sites:read");
    assert.deepEqual(await open(), ["Ada Ojo"]);
    await mark();
    await town.as(admin, (tx) => roles.update(tx, made.id, { permissions: ["people:read", "sites:read"] }));
    assert.deepEqual(await open(), ["Ada Ojo"]);
    await mark();
    assert.deepEqual(await open(), []);
    town.clock.advance({ hours: 24 * 90 + 1 });
    assert.deepEqual(await open(), ["Ada Ojo"]);
    const trail = await town.it.sql`select action from audit_events where action = 'access_review.created'`;
    assert.equal(trail.length, 3);
  }),
);

Deno.test(
  "nobody reviews themselves, and seeing, marking and taking away are rights of their own",
  with_town(async (town) => {
    const boss = await town.person("Boss", "administrator");
    const ada = await town.person("Ada Ojo", "agent");
    await assert.rejects(town.as(staff_person(boss, "*"), (tx) => mark_reviewed(tx, boss)), /person_id: is yourself/);
    await assert.rejects(
      town.as(staff("access-reviews:read"), (tx) => mark_reviewed(tx, ada)),
      /access-reviews:create/,
    );
    await assert.rejects(
      town.as(staff("access-reviews:read"), (tx) => begin_review_export(tx, "")),
      /access-reviews:export/,
    );
    await assert.rejects(town.platform.read(staff("users:*"), (tx) => access_review_page(tx)), /access-reviews:read/);
    await assert.rejects(town.as(admin, (tx) => mark_reviewed(tx, crypto.randomUUID())), { code: "not_found" });
    const opened = await town.as(house, (tx) => open_session(tx, boss, "admin", ["password"]));
    town.clock.advance({ minutes: 11 });
    const me = { ...staff_person(boss, "*"), session_id: opened.session_id };
    await assert.rejects(town.as(me, (tx) => begin_review_export(tx, "")), /proof of the last 10 minutes/);
    await town.as(admin, (tx) => begin_review_export(tx, "?dormant=true"));
    const [entry] = await town.it
      .sql`select action, entity_label from audit_events where action = 'access_review.exported'`;
    assert.equal(entry?.entity_label, "?dormant=true");
  }),
);
