import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { connect, type ObservedQuery } from "~/domain/kernel/db/connect.ts";
import { migrate, pending } from "~/domain/kernel/db/migrate.ts";
import { with_database } from "~/tests/support/database.ts";

async function with_files(
  files: Record<string, string>,
  run: (directory: URL, write: (name: string, text: string) => Promise<void>) => Promise<void>,
) {
  const path = await Deno.makeTempDir();
  const write = (name: string, text: string) => Deno.writeTextFile(`${path}/${name}`, text);
  for (const [name, text] of Object.entries(files)) await write(name, text);
  await run(pathToFileURL(`${path}/`), write).finally(() => Deno.remove(path, { recursive: true }));
}

const two = {
  "0001_a.sql": "create table a (id int);",
  "0002_b.sql": "create table b (id int); insert into b values (1);",
};

Deno.test(
  "migrate() applies files in order, once, and costs one query when nothing is missing",
  with_database(async ({ sql, url }) => {
    await with_files(two, async (directory) => {
      assert.deepEqual(await pending(sql, directory), ["0001_a", "0002_b"]);
      assert.deepEqual(await migrate(sql, { directory }), ["0001_a", "0002_b"]);
      assert.deepEqual(await pending(sql, directory), []);
      const seen: ObservedQuery[] = [];
      const again = connect({ address: url, on_query: (query) => void seen.push(query) });
      assert.deepEqual(await migrate(again.sql, { directory }), []);
      await again.close();
      assert.deepEqual(seen.map((it) => it.name), ["migrate.applied"]);
    });
  }, { empty: true }),
);

Deno.test(
  "four replicas that start at once apply each migration once",
  with_database(async ({ url, sql }) => {
    await with_files(
      { ...two, "0003_slow.sql": "select pg_sleep(0.1); create table c (id int);" },
      async (directory) => {
        const replicas = Array.from({ length: 4 }, () => connect({ address: url, max: 1 }));
        const applied = await Promise.all(replicas.map((replica) => migrate(replica.sql, { directory })));
        assert.deepEqual(applied.flat().sort(), ["0001_a", "0002_b", "0003_slow"]);
        assert.equal((await sql`select from b`).length, 1);
        await Promise.all(replicas.map((replica) => replica.close()));
      },
    );
  }, { empty: true }),
);

Deno.test(
  "a migration that fails leaves nothing behind and is named with its line",
  with_database(async ({ sql }) => {
    await with_files(
      { ...two, "0003_wrong.sql": "create table c (id int);\n\ninsert into nowhere values (1);" },
      async (directory, write) => {
        await assert.rejects(
          migrate(sql, { directory }),
          /Migration '0003_wrong', line 3: relation "nowhere" does not exist/,
        );
        assert.deepEqual(await pending(sql, directory), ["0003_wrong"]);
        await write("0003_wrong.sql", "create table c (id int);");
        assert.deepEqual(await migrate(sql, { directory }), ["0003_wrong"]);
      },
    );
  }, { empty: true }),
);

Deno.test(
  "a file changed after it was applied, and a database newer than the code, are refused with a remedy",
  with_database(async ({ sql }) => {
    await with_files(two, async (directory, write) => {
      await migrate(sql, { directory });
      await write("0002_b.sql", "create table b (id int, more int);");
      await assert.rejects(migrate(sql, { directory }), /'0002_b' was changed.*new migration/);
      await Deno.remove(new URL("0002_b.sql", directory));
      await assert.rejects(
        pending(sql, directory),
        /'0002_b', which this version of Omni does not know.*newer version/,
      );
    });
  }, { empty: true }),
);

Deno.test(
  "two files with one number, and a misnamed one, are refused by name",
  with_database(async ({ sql }) => {
    await with_files(
      { ...two, "0002_c.sql": "" },
      (directory) => assert.rejects(migrate(sql, { directory }), /'0002_[bc]' and '0002_[bc]' share the number 2/),
    );
    await with_files(
      { "2-b.sql": "" },
      (directory) => assert.rejects(migrate(sql, { directory }), /'2-b.sql' must be named like 0001_/),
    );
  }, { empty: true }),
);

Deno.test(
  "an extension that the role may not create is refused with the statement for the superuser",
  with_database(async ({ sql }) => {
    await with_files({ "0001_ext.sql": "create extension pageinspect;" }, async (directory) => {
      await assert.rejects(
        migrate(sql, { directory }),
        /permission denied.*Let a superuser run this once.*create extension if not exists pageinspect;/,
      );
    });
    await with_files({ "0001_ext.sql": "create extension no_such_thing;" }, async (directory) => {
      await assert.rejects(migrate(sql, { directory }), /no_such_thing.*Install it on the database server/);
    });
  }, { empty: true }),
);
