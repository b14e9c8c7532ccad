import assert from "node:assert/strict";
import { with_database } from "~/tests/support/database.ts";
import { test_server } from "~/tests/support/postgres_server.ts";
import { superuser } from "~/tests/security/walls/superuser.ts";
import { wall_findings } from "~/tools/doctor_walls.ts";

const { superuser_url } = await test_server();

Deno.test(
  {
    name: "the doctor tells of portals that can leave their scope, and of a server used as superuser",
    ignore: superuser_url === null,
    fn: with_database(async (it) => {
      const [role, open] = await wall_findings(it.sql);
      assert.ok(role?.ok, "tests serve as a role that policies bind");
      assert.equal(open?.ok, false);
      assert.match(open?.what ?? "", /omni_customer, omni_reseller, omni_vendor can call set_config/);
      assert.match(open?.remedy ?? "", /shut_catalog_functions\('omni'\)/);
      const above = await superuser(it);
      try {
        assert.equal((await wall_findings(above))[0]?.ok, false);
        await above`select shut_catalog_functions('omni')`;
      } finally {
        await above.end();
      }
      assert.deepEqual((await wall_findings(it.sql)).map(({ ok }) => ok), [true, true]);
    }),
  },
);
