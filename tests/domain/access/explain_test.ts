import assert from "node:assert/strict";
import { explain_permissions, grant_role, holders_of, permission_keys, roles } from "~/domain/access/mod.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { staff } from "../../support/fixtures.ts";
import { type Town, with_town } from "./people_with_rights.ts";

const admin = staff("*");
const explain = (town: Town, id: string, query = {}) =>
  town.platform.read(admin, (tx) => explain_permissions(tx, id, query));

Deno.test(
  "every key of the table is answered with yes or no, exactly as the database lets in, and each yes has its sources",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo", "agent", "customer");
    await town.give(ada, "work-orders:*", town.later({ hours: 1 }));
    await town.give(ada, "settings:read", town.later({ hours: 2 }));
    town.clock.advance({ hours: 1 });
    const { groups, held } = await explain(town, ada);
    const keys = groups.flatMap((group) => group.keys);
    assert.deepEqual(keys.map((each) => each.key), permission_keys().map((each) => each.key));
    const may = { admin: permission_set(await town.may(ada)), portal: permission_set(await town.may(ada, "portal")) };
    for (const each of keys) {
      const expected = each.audience === "portal"
        ? may.portal.has(each.key)
        : each.audience === "admin" && may.admin.has(each.key);
      assert.equal(each.allowed, expected, each.key);
      assert.equal(each.sources.length > 0, each.allowed, each.key);
    }
    assert.equal(held, keys.filter((each) => each.allowed).length);
    const assign = keys.find((each) => each.key === "tickets:assign");
    assert.deepEqual(assign?.sources.map((source) => [source.kind, source.via, source.role?.key]), [[
      "role",
      "tickets:*",
      "agent",
    ]]);
    const settings = keys.find((each) => each.key === "settings:read");
    assert.deepEqual(settings?.sources.map((source) => [source.kind, source.via, source.reason]), [
      ["grant", "settings:read", "for the test of rights"],
    ]);
    assert.equal(keys.find((each) => each.key === "work-orders:dispatch")?.allowed, false, "that grant has ended");
  }),
);

Deno.test(
  "the answer is searched by key, sentence and name of the group, and shows held or missing alone",
  with_town(async (town) => {
    const ada = await town.person("Ada Ojo", "technician");
    const found = async (query: object) =>
      (await explain(town, ada, query)).groups.flatMap((group) => group.keys.map((each) => each.key));
    assert.deepEqual(await found({ q: "execute" }), ["work-orders:execute", "vendor:work-orders:execute"]);
    assert.deepEqual(await found({ q: "INTERNAL notes" }), ["tickets:note"]);
    assert.deepEqual(await found({ show: "held" }), ["notifications:read", "work-orders:execute", "work-orders:note"]);
    assert.ok(!(await found({ show: "missing" })).includes("work-orders:note"));
    assert.deepEqual(await found({ q: "no such thing" }), []);
  }),
);

Deno.test(
  "somebody who has left can nothing, whatever is written down; nobody and strangers get no answer",
  with_town(async (town) => {
    await town.person("Nneka Adeyemi", "administrator");
    const ada = await town.person("Ada Ojo", "agent");
    await town.it.sql`update people set is_active = false where id = ${ada}`;
    const { held, person } = await explain(town, ada);
    assert.deepEqual([held, person.is_active, person.can_sign_in], [0, false, false]);
    await assert.rejects(explain(town, crypto.randomUUID()), { code: "not_found" });
    await assert.rejects(explain(town, "ada"), { code: "not_found" });
    await assert.rejects(town.platform.read(staff("tickets:*"), (tx) => explain_permissions(tx, ada)), {
      code: "forbidden",
    });
  }),
);

Deno.test(
  "holders_of() names everybody who can do a thing and by what, page by page, and nobody whose right has ended",
  with_town(async (town) => {
    await town.person("Nneka Adeyemi", "administrator");
    const ada = await town.person("Ada Ojo", "agent", "dispatcher");
    const guest = await town.person("Guest");
    await town.give(guest, "tickets:*", town.later({ hours: 2 }));
    await town.as(admin, (tx) => grant_role(tx, guest, "agent", town.later({ hours: 1 })));
    await town.person("Musa Sani", "technician");
    await town.person("Hassan Eze", "customer");
    const held = (key: string, query = {}) => town.platform.read(admin, (tx) => holders_of(tx, key, query));
    const reads = await held("tickets:read");
    assert.deepEqual(
      reads.items.map((each) => [
        each.name,
        each.sources.map((source) => `${source.kind} ${source.role?.key ?? ""} ${source.via}`).sort(),
      ]),
      [
        ["Ada Ojo", ["role agent tickets:*", "role dispatcher tickets:read"]],
        ["Guest", ["grant  tickets:*", "role agent tickets:*"]],
        ["Nneka Adeyemi", ["role administrator *"]],
      ],
    );
    assert.deepEqual(reads.roles.map((role) => role.key).sort(), ["administrator", "agent", "auditor", "dispatcher"]);
    const first = await held("tickets:read", { limit: 1 });
    assert.deepEqual([first.more, first.count, first.items[0]?.person_id], [true, 3, ada]);
    const next = await held("tickets:read", { limit: 1, after: { name: "Ada Ojo", id: ada } });
    assert.equal(next.items[0]?.name, "Guest");
    town.clock.advance({ hours: 2 });
    assert.deepEqual((await held("tickets:read")).items.map((each) => each.name), ["Ada Ojo", "Nneka Adeyemi"]);
    assert.deepEqual((await held("portal:tickets:read")).items.map((each) => each.name), ["Hassan Eze"]);
    await assert.rejects(held("tickets:reed"), { code: "not_found" });
    await assert.rejects(held("tickets:*"), { code: "not_found" });
  }),
);

Deno.test(
  "holders_of() and explain_permissions() agree about everybody and every key",
  with_town(async (town) => {
    const made = await town.as(
      admin,
      (tx) => roles.create(tx, { name: "Odd", permissions: ["portal:*"].slice(1).concat("webhooks:*", "sites:read") }),
    );
    const ids = [
      await town.person("Nneka Adeyemi", "administrator"),
      await town.person("Ada Ojo", "agent", "customer"),
      await town.person("Tunde Bello", made.key),
      await town.person("Nobody"),
    ];
    await town.give(ids[2] ?? "", "portal:tickets:*");
    const explained = await Promise.all(ids.map((id) => explain(town, id)));
    for (const { key } of permission_keys()) {
      const by_person = explained.filter((each) =>
        each.groups.some((group) => group.keys.some((one) => one.key === key && one.allowed))
      );
      const by_key = await town.platform.read(admin, (tx) => holders_of(tx, key));
      assert.deepEqual(
        by_key.items.map((each) => each.person_id).sort(),
        by_person.map((each) => each.person.id).sort(),
        key,
      );
    }
  }),
);
