import assert from "node:assert/strict";
import { wait_for } from "~/tests/support/wait_for.ts";
import { serve, type TestBrowser, words } from "./served.ts";

const customers = new URL("../../../demo/data/customers.csv", import.meta.url);
const columns = {
  external_id: "id",
  name: "name",
  status: "status",
  account_number: "login",
  email: "email",
  phone: "phone",
  service_plan: "tariff",
  service_speed: "speed",
  balance: "balance",
  activated_at: "date_add",
  address_line1: "street_1",
  city: "city",
  gps: "gps",
};
const mapping = Object.fromEntries(Object.entries(columns).map(([field, column]) => [`mapping.${field}`, column]));

async function upload(
  browser: TestBrowser,
  bytes: Uint8Array<ArrayBuffer>,
  external_system = "splynx",
): Promise<string> {
  const answer = await browser.post("/admin/imports", {
    file: new File([bytes], "customers.csv", { type: "text/csv" }),
    external_system,
  });
  assert.equal(answer.status, 303, words(answer.text).slice(0, 400));
  assert.match(answer.location, /^\/admin\/imports\/[0-9a-f-]{36}/);
  return answer.location.split("?")[0] ?? "";
}

const settled = (browser: TestBrowser, path: string, sentence: RegExp): Promise<string> =>
  wait_for(`the page says ${sentence}`, async () => {
    const said = words((await browser.get(path)).text);
    return sentence.test(said) ? said : null;
  }, { within: 30_000, every: 100 });

const figure =
  /(rows in the file|would be created|would be changed|created|changed|unchanged|repeated|refused) (?:without the header|new customers|known, with other values|known, nothing new|a later row of the same customer counts|with the reason below) ([\d,]+)/g;
const figures = (said: string): string[] => [...said.matchAll(figure)].map(([, what, n]) => `${n} ${what}`);

Deno.test("a file of customers is mapped, checked and imported by forms alone, and changes nothing the second time", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const bytes = await Deno.readFile(customers);

  const path = await upload(browser, bytes);
  const mapped = await browser.get(path);
  assert.match(words(mapped.text), /Customer id \* .*guessed by its name.* 10000 10001 10002/s);
  assert.match(mapped.text, /name="mapping\.phone"/);

  const checked = await browser.post(path, { action: "check_columns", external_system: "splynx", ...mapping });
  assert.deepEqual([checked.status, checked.location], [303, path]);
  const foretold = await settled(browser, path, /nothing is written yet/);
  assert.deepEqual(figures(foretold), [
    "1,185 rows in the file",
    "1,146 would be created",
    "0 would be changed",
    "0 unchanged",
    "25 repeated",
    "14 refused",
  ]);
  assert.match(foretold, /1,178 90001 Status column status zombie is no known status/);
  assert.equal(await count(served.house, "subscribers"), 0);

  await browser.post(path, { action: "run" });
  const done = await settled(browser, path, /The customers are imported/);
  assert.deepEqual(figures(done), [
    "1,185 rows in the file",
    "1,146 created",
    "0 changed",
    "0 unchanged",
    "25 repeated",
    "14 refused",
  ]);
  assert.equal(await count(served.house, "subscribers"), 1146);
  assert.match((await browser.get("/admin/subscribers?external_system=splynx")).text, /SUB-\d{6}/);

  const csv = await browser.get(`${path}/problems.csv`);
  const lines = csv.text.trim().split("\r\n");
  assert.equal(lines.length, 1 + 14);
  assert.match(csv.headers.get("content-disposition") ?? "", /attachment; filename="problems-of-customers\.csv"/);
  assert.ok(lines.some((line) => line.startsWith("1178,90001,Status,status,zombie,")), lines.join("\n"));

  const again = await upload(browser, bytes);
  await browser.post(again, { action: "check_columns", external_system: "splynx", ...mapping });
  assert.deepEqual(figures(await settled(browser, again, /Nothing would change/)), [
    "1,185 rows in the file",
    "0 would be created",
    "0 would be changed",
    "1,146 unchanged",
    "25 repeated",
    "14 refused",
  ]);
  await browser.post(again, { action: "run" });
  const second = await settled(browser, again, /Nothing changed: everything was already as the file says/);
  assert.deepEqual(figures(second), [
    "1,185 rows in the file",
    "0 created",
    "0 changed",
    "1,146 unchanged",
    "25 repeated",
    "14 refused",
  ]);
});

Deno.test("columns are remembered for the next file of the same form, and a mapping without its required field comes back with the field named", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const file = new TextEncoder().encode("Kundennr,Inhaber\n7,Halima Garba\n");

  const path = await upload(browser, file);
  const refused = await browser.post(path, {
    action: "check_columns",
    external_system: "ucrm",
    "mapping.name": "Inhaber",
  });
  assert.equal(refused.status, 422);
  assert.match(words(refused.text), /Customer id: is required\. Choose the column/);
  assert.match(refused.text, /href="#f-mapping-external_id"/);
  assert.match(
    refused.text,
    /<option[^>]*value="Inhaber"[^>]*selected|<option[^>]*selected[^>]*value="Inhaber"/,
    "what was chosen is still chosen",
  );

  await browser.post(path, {
    action: "check_columns",
    external_system: "ucrm",
    "mapping.external_id": "Kundennr",
    "mapping.name": "Inhaber",
  });
  await settled(browser, path, /nothing is written yet/);
  const back = await browser.get(`${path}?step=columns`);
  assert.match(words(back.text), /Choose columns.*chosen by you/s);

  const next = await browser.post("/admin/imports", { file: new File([file], "next.csv"), external_system: "" });
  const page = words((await browser.get(next.location)).text);
  assert.match(page, /the choices below are remembered from it/);
  assert.match((await browser.get(next.location)).text, /value="ucrm"/);
});

Deno.test("a file that is none comes back with the reason and the remedy", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const cases: [File, number, RegExp][] = [
    [
      new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2])], "photo.csv"),
      415,
      /File of customers: is binary, not CSV\. Save it as CSV/,
    ],
    [new File(["id,name\n"], "empty.csv"), 422, /has a header and no rows\. Add at least one row/],
    [new File(["id,id\n1,2\n"], "twice.csv"), 422, /column 2: has the same name as column 1\. Rename or remove one/],
    [new File([], ""), 422, /File of customers: is missing\. Choose the file/],
  ];
  for (const [file, status, said] of cases) {
    const answer = await browser.post("/admin/imports", { file, external_system: "splynx" });
    assert.equal(answer.status, status, file.name);
    assert.match(words(answer.text), said);
    assert.match(
      answer.text,
      /name="external_system"[^>]*value="splynx"|value="splynx"[^>]*name="external_system"/,
      "what was typed is kept",
    );
  }
  assert.equal(await count(served.house, "imports"), 0);
});

Deno.test("whoever may not import sees neither the page nor a file's problems", async () => {
  await using served = await serve();
  const administrator = await served.browser("administrator");
  const path = await upload(administrator, await Deno.readFile(customers));
  const agent = await served.browser("agent");
  for (const page of ["/admin/imports", path, `${path}/problems.csv`]) {
    assert.equal((await agent.get(page)).status, 403, page);
  }
  assert.equal((await agent.post(path, { action: "run" })).status, 403);
});

async function count(
  house: Awaited<ReturnType<typeof serve>>["house"],
  table: "subscribers" | "imports",
): Promise<number> {
  const [row] = await house.platform.db.sql<{ n: number }[]>`select count(*)::int as n from ${
    house.platform.db.sql(table)
  }`;
  return row?.n ?? 0;
}
