import assert from "node:assert/strict";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import { with_embedded } from "../../support/embedded.ts";

Deno.test(
  "the embedded database confines both roles as the server does",
  with_embedded(async ({ db: { sql } }) => {
    await migrate(sql);
    const one = async (text: string) => String((await sql.unsafe(`${text} returning id`))[0]?.id);
    const person = await one("insert into people (display_name) values ('Rita')");
    const reseller = await one("insert into resellers (name, code) values ('North', 'N')");
    const vendor = await one("insert into vendors (name) values ('Splice')");
    const [own, foreign] = [
      await one("insert into subscribers (name) values ('own')"),
      await one("insert into subscribers (name) values ('foreign')"),
    ];
    await one(`insert into reseller_people (reseller_id, person_id) values ('${reseller}', '${person}')`);
    await one(`insert into vendor_people (vendor_id, person_id) values ('${vendor}', '${person}')`);
    await one(`insert into reseller_subscribers (reseller_id, subscriber_id) values ('${reseller}', '${own}')`);
    const job = await one(
      `insert into work_orders (title, subscriber_id, status) values ('x', '${foreign}', 'scheduled')`,
    );
    await one(`insert into work_orders (title, subscriber_id) values ('y', '${own}')`);
    await one(`insert into vendor_work_orders (vendor_id, work_order_id) values ('${vendor}', '${job}')`);
    await assert.rejects(
      one(`insert into reseller_subscribers (reseller_id, subscriber_id) values ('${reseller}', '${own}')`),
      /reseller_subscribers_one_at_a_time/,
    );
    const names = (role: string, text: string) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.person_id', ${person}, true), set_config('role', ${role}, true)`;
        return (await tx.unsafe(text)).map((row) => row.name);
      });
    assert.deepEqual(await names("omni_reseller", "select name from subscribers"), ["own"]);
    assert.deepEqual(await names("omni_vendor", "select title as name from work_orders"), ["x"]);
    assert.deepEqual(await names("omni_vendor", "select name from subscribers"), ["foreign"]);
    await assert.rejects(names("omni_vendor", "select email as name from subscribers"), /permission denied/);
  }),
);
