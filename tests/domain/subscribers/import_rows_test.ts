import assert from "node:assert/strict";
import { list_problems, run_import, subscribers } from "~/domain/subscribers/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { run_imports } from "~/jobs/tasks/run_imports.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";
import { type TestDatabase, with_database } from "~/tests/support/database.ts";
import { csv, imported, importer, read_import, upload } from "./import_support.ts";

const header = "id,name,status,phone,street,city,gps,tariff,balance,date_add,email";
const row = (changes: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    id: "7",
    name: "Ada Eze",
    status: "active",
    phone: "08031234567",
    street: "1 Eze Street",
    city: "Jabi",
    gps: '"6.5,3.4"',
    tariff: "Home 50",
    balance: "10",
    date_add: "2021-06-15",
    email: "ada@example.org",
    ...changes,
  };
  return header.split(",").map((name) => cells[name] ?? "").join(",");
};
const problems_of = (platform: Platform, id: string) => platform.read(importer, (tx) => list_problems(tx, id, 100));
const counts = (it: { report?: Record<string, unknown> | null | undefined }) => it.report;
const only = async ({ sql }: TestDatabase) => {
  const [found] = await sql<{ id: string }[]>`select id from subscribers`;
  assert.ok(found);
  return found.id;
};
const sync_fields_of = async (platform: Platform, id: string) =>
  await platform.read(importer, (tx) => subscribers.fetch(tx, id));

Deno.test(
  "each kind of refusal names row, field, column, value and what to do; the other rows go in",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const done = await imported(
      platform,
      csv(
        header,
        row({ id: "1" }),
        row({ id: "" }),
        row({ id: "3", name: "  " }),
        row({ id: "4", status: "zombie" }),
        row({ id: "5", email: "not an address" }),
        row({ id: "6", gps: '"95.2,7.1"' }),
        row({ id: "7", balance: "N/A" }),
        row({ id: "8", date_add: "2024-02-31" }),
        row({ id: "9", phone: "12" }),
        row({ id: "10" }) + ",surplus",
        row({ id: "11", status: "zombie", balance: "?" }),
      ),
    );
    assert.deepEqual(counts(done), { rows: 11, created: 1, updated: 0, unchanged: 0, repeated: 0, refused: 10 });
    const told = (await problems_of(platform, done.id)).map((
      { row, field, column, value },
    ) => [row, field, column, value]);
    assert.deepEqual(told, [
      [3, "external_id", "id", ""],
      [4, "name", "name", "  "],
      [5, "status", "status", "zombie"],
      [6, "email", "email", "not an address"],
      [7, "gps", "gps", "95.2,7.1"],
      [8, "balance", "balance", "N/A"],
      [9, "activated_at", "date_add", "2024-02-31"],
      [10, "phone", "phone", "12"],
      [11, "(row)", null, null],
      [12, "balance", "balance", "?"],
      [12, "status", "status", "zombie"],
    ]);
    const [, , status] = await problems_of(platform, done.id);
    assert.match(status?.message ?? "", /^is no known status\. Use one of active, /);
    assert.equal(status?.external_id, "4");
  }),
);

Deno.test(
  "of several rows for one customer the last one that can be read counts",
  with_database(async (it) => {
    const platform = platform_on(it.db);
    const done = await imported(
      platform,
      csv(header, row({ tariff: "Home 25" }), row({ tariff: "Home 100" }), row({ tariff: "Home 500", balance: "N/A" })),
    );
    assert.deepEqual(counts(done), { rows: 3, created: 1, updated: 0, unchanged: 0, repeated: 1, refused: 1 });
    assert.equal((await sync_fields_of(platform, await only(it))).service_plan, "Home 100");
  }),
);

Deno.test(
  "an import writes subscriber, site, events and audit as one by hand would",
  with_database(async (it) => {
    const platform = platform_on(it.db);
    await imported(platform, csv(header, row()));
    const id = await only(it);
    const subscriber = await sync_fields_of(platform, id);
    const { number, name, status, phone, balance, activated_at, external_system, external_id, site_id } = subscriber;
    assert.deepEqual({ name, status, phone, balance, activated_at, external_system, external_id }, {
      name: "Ada Eze",
      status: "active",
      phone: "+2348031234567",
      balance: "10.00",
      activated_at: "2021-06-15T00:00:00+00:00",
      external_system: "splynx",
      external_id: "7",
    });
    assert.match(number, /^SUB-\d{6}$/);
    const site = await platform.read(importer, (tx) => sites.fetch(tx, site_id ?? ""));
    assert.deepEqual([site.address_line1, site.city, site.location], ["1 Eze Street", "Jabi", {
      type: "Point",
      coordinates: [3.4, 6.5],
    }]);
    const events = await it
      .sql`select type, subject_id, subscriber_id, payload, actor_label from event_store where type not like 'import.%' order by id`;
    assert.deepEqual(events.map((event) => [event.type, event.subject_id, event.subscriber_id, event.payload]), [
      ["site.created", site_id, null, { id: site_id, subscriber_id: null }],
      ["subscriber.created", id, id, { id, subscriber_id: id, number, status: "active" }],
    ]);
    assert.equal(events[0]?.actor_label, "Import of customers.csv");
    const audit = await it
      .sql`select action, changes->'phone' as phone, changes->'location' as location from audit_events where entity_type in ('site', 'subscriber') order by action`;
    assert.deepEqual(audit.map((entry) => ({ ...entry })), [
      { action: "site.created", phone: null, location: { from: null, to: { type: "Point", coordinates: [3.4, 6.5] } } },
      { action: "subscriber.created", phone: { from: null, to: "+2348031234567" }, location: null },
    ]);
  }),
);

Deno.test(
  "a changed row updates what it tells, leaves what it is silent on, and tells the fields in event and audit",
  with_database(async (it) => {
    const platform = platform_on(it.db);
    await imported(platform, csv(header, row()));
    const id = await only(it);
    const desk = staff("subscribers:update", "subscribers:read");
    await platform.transaction(
      desk,
      (tx) => subscribers.update(tx, id, { notes: "Gate is blue", account_number: "A-1", service_speed: "50/20" }),
    );
    const before = await sync_fields_of(platform, id);
    await it.sql`delete from event_store`;
    const done = await imported(
      platform,
      csv(header, row({ status: "blocked", email: "", city: "Wuse", balance: "-5.5" })),
    );
    assert.deepEqual(counts(done), { rows: 1, created: 0, updated: 1, unchanged: 0, repeated: 0, refused: 0 });
    const after = await sync_fields_of(platform, id);
    assert.deepEqual([after.notes, after.account_number, after.service_speed, after.email], [
      "Gate is blue",
      "A-1",
      "50/20",
      "ada@example.org",
    ]);
    assert.deepEqual([after.status, after.balance, after.site_id, after.activated_at], [
      "suspended",
      "-5.50",
      before.site_id,
      before.activated_at,
    ]);
    assert.ok(after.suspended_at);
    const events = await it
      .sql`select type, payload->'changed' as changed from event_store where type not like 'import.%' order by id`;
    assert.deepEqual(events.map(({ type, changed }) => [type, changed]), [
      ["site.updated", ["city"]],
      ["subscriber.updated", ["city", "status", "balance"]],
      ["subscriber.suspended", null],
    ]);
    const [audit] = await it
      .sql`select changes from audit_events where action = 'subscriber.updated' order by occurred_at desc, id desc limit 1`;
    assert.deepEqual(audit?.changes, {
      status: { from: "active", to: "suspended" },
      balance: { from: "10.00", to: "-5.50" },
    });

    const again = await imported(platform, csv(header, row({ status: "active" })));
    assert.equal(again.report?.updated, 1);
    assert.deepEqual([(await sync_fields_of(platform, id)).status, (await sync_fields_of(platform, id)).suspended_at], [
      "active",
      null,
    ]);
  }),
);

Deno.test(
  "a site that another subscriber shares is not moved under that one",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await imported(platform, csv(header, row({ id: "1" }), row({ id: "2" })));
    await sql`update subscribers set site_id = (select site_id from subscribers where external_id = '1') where external_id = '2'`;
    await imported(platform, csv(header, row({ id: "1" }), row({ id: "2", street: "9 Far Street" })));
    const found =
      await sql`select s.external_id, l.address_line1 from subscribers s join sites l on l.id = s.site_id order by 1`;
    assert.deepEqual(found.map(({ external_id, address_line1 }) => [external_id, address_line1]), [[
      "1",
      "1 Eze Street",
    ], ["2", "9 Far Street"]]);
  }),
);

Deno.test(
  "a mapping is remembered for the next file with the same columns, and a wrong one is refused by name",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const file = csv("kunde;wer;wo", "1;Ada;Jabi");
    const first = await upload(platform, file, null);
    assert.deepEqual([first.mapping, first.external_system], [{}, "billing"]);
    const start = (mapping: Record<string, string>) =>
      platform.transaction(importer, (tx) => run_import(tx, first.id, { mapping, external_system: "sap" }));
    await assert.rejects(start({ name: "wer" }), /mapping\.external_id: is required/);
    await assert.rejects(
      start({ external_id: "kunde", name: "wer", city: "stadt" }),
      /mapping\.city: is no column of the file \(got "stadt"\)\. The file has kunde, wer, wo/,
    );
    await assert.rejects(
      start({ external_id: "kunde", name: "kunde" }),
      /mapping\.name: is mapped to external_id already/,
    );
    await start({ external_id: "kunde", name: "wer", city: "wo" });
    await run_imports(platform);
    assert.equal((await read_import(platform, first.id)).report?.created, 1);
    const second = await upload(platform, file, null);
    assert.deepEqual([second.mapping, second.external_system], [
      { external_id: "kunde", name: "wer", city: "wo" },
      "sap",
    ]);
  }),
);

Deno.test(
  "files that are no CSV with a header are refused with a remedy and leave nothing behind",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const text = (body: string) => new TextEncoder().encode(body);
    await assert.rejects(upload(platform, new Uint8Array()), /is empty/);
    await assert.rejects(upload(platform, text("id,name\n")), /has a header and no rows.*Add at least one row/);
    await assert.rejects(
      upload(platform, text("1,Ada,08031234567\n2,Obi,08031234568\n")),
      /no header.*Write the column names/,
    );
    await assert.rejects(
      upload(platform, new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 1, 2])),
      (error: Error & { status: number }) => error.status === 415 && /Save it as CSV/.test(error.message),
    );
    await assert.rejects(
      upload(platform, new Uint8Array(65 * 1024 * 1024).fill(0x61)),
      (error: Error & { status: number }) => error.status === 413,
    );
    assert.equal((await sql`select from imports`).length, 0);
    const files = [...Deno.readDirSync(platform.config.DATA_DIR)].flatMap((entry) =>
      entry.isDirectory ? [...walk(`${platform.config.DATA_DIR}/${entry.name}`)] : []
    );
    assert.deepEqual(files, []);
    await assert.rejects(
      upload(platform, csv("id,name", "1,Ada", '2,"never closed')),
      /ends inside quotes.*Close the quote/,
    );
    const deep = await imported(
      platform,
      csv(
        "id,name",
        ...Array.from({ length: 20_000 }, (_, at) => `${at},Ada Eze of the ${at}th street`),
        '2,"never closed',
      ),
    );
    assert.deepEqual([deep.status, deep.report?.created], ["failed", 0]);
    assert.match(deep.error ?? "", /ends inside quotes.*Close the quote/);
    assert.equal((await sql`select from subscribers`).length, 0);
  }),
);

function* walk(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) yield* walk(`${folder}/${entry.name}`);
    else yield entry.name;
  }
}

Deno.test(
  "semicolons, tabs, Windows-1252 and a byte-order mark are read as they are meant",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await imported(platform, csv("\ufeffid;name", "1;Zoë"));
    await imported(platform, csv("id\tname", "2\tÅsa"));
    await imported(platform, new Uint8Array([...new TextEncoder().encode("id,name\n3,Andr"), 0xe9, 0x0a]));
    assert.deepEqual((await sql`select name from subscribers order by external_id`).map(({ name }) => name), [
      "Zoë",
      "Åsa",
      "André",
    ]);
  }),
);
