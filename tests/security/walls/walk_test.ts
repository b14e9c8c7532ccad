import assert from "node:assert/strict";
import { permission_keys } from "~/domain/access/mod.ts";
import { all_ways, built_manifest, named } from "./registry.ts";
import { review_of, stale } from "./reviewed.ts";
import { open_walls } from "./world.ts";
import { table_of, walk } from "./walk.ts";
import { csrf_problems } from "./csrf.ts";
import { bodies, filters, forms } from "./references.ts";
import { checksums, shown_columns } from "./evidence.ts";

Deno.test("the walls", async (test) => {
  const manifest = await built_manifest();
  const ways = all_ways(manifest);
  const known = new Set(permission_keys().map(({ key }) => key));

  await test.step("every way in names a permission that the table describes, or is on the reviewed list", () => {
    const wrong = ways.filter((way) =>
      way.keys.length === 0 || !way.keys.every((key) => known.has(key) || review_of(way.path, key))
    );
    assert.deepEqual(wrong.map((way) => `${named(way)} names ${way.keys.join(", ") || "nothing"}`), []);
  });

  await test.step("nothing on the reviewed list is stale", () => assert.deepEqual(stale(ways), []));

  await using walls = await open_walls(manifest);
  const walked = ways.filter((way) => way.path !== "/ws" && way.path !== "/api/:path*");
  const before = await checksums(walls);
  const may_show = await shown_columns(walls);

  await test.step("everybody gets in where they belong and nowhere else, and outsiders learn nothing of others", async () => {
    const steps = await walk(walls, walked, may_show);
    const failed = steps.filter(({ problem }) => problem);
    assert.ok(steps.length > 5_000, `only ${steps.length} steps`);
    assert.equal(failed.length, 0, table_of(failed));
  });

  await test.step("no filter, order or search of an outsider's list reaches another's rows or a hidden column", async () => {
    assert.deepEqual(await filters(walls, walked, may_show), []);
  });

  await test.step("no body of an outsider writes to another's row, or names one", async () => {
    assert.deepEqual(await bodies(walls, walked, may_show), []);
    assert.deepEqual(await forms(walls, walked, may_show), []);
  });

  await test.step("every write by cookie takes this browser's own token and this site", async () => {
    assert.deepEqual(await csrf_problems(walls, walked), []);
  });

  await test.step("no request that was refused has changed a row", async () => {
    assert.deepEqual(await checksums(walls), before);
  });
});
