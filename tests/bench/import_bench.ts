/**
 * Subscriber import, 100,000 rows with all checks: `deno run -A tests/bench/import_bench.ts [rows]`. The bar is 15 s.
 * Prints what each pass took and how many rows a second that is.
 */
import { run_import, upload_import } from "~/domain/subscribers/mod.ts";
import { run_imports } from "~/jobs/tasks/run_imports.ts";
import { test_database } from "~/tests/support/database.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";

const rows = Number(Deno.args[0] ?? 100_000);
const given = ["Ada", "Obi", "Chioma", "Musa", "Zainab", "Kabir", "Wale", "Farida", "Yemi", "Hassan"];
const family = ["Eze", "Akande", "Zubair", "Peters", "Chukwu", "Fashola", "Johnson", "Garba", "Ojo", "Bello"];
const plans = ["Home 25,25/10", "Home 50,50/20", "Home 100,100/50", "Business 100,100/100"];
const of = (list: readonly string[], at: number) => list[at % list.length] ?? "";

function line(at: number, plan_shift: number): string {
  const name = `${of(given, at)} ${of(family, Math.floor(at / 10))}`;
  const phone = `0803${String(1_000_000 + at).padStart(7, "0")}`;
  const lat = (0.1 + (at % 1000) / 10_000).toFixed(9);
  const lng = (0.2 + Math.floor(at / 1000) / 1000).toFixed(9);
  return `${at},C${at},${of(["active", "Active", "1", "blocked", "inactive", "new"], at)},${name},${
    name.replace(" ", ".")
  }${at}@example.org,${phone},` +
    `${at % 200} ${of(family, at)} Street,${of(["Jabi", "Wuse", "Garki"], at)},"${lat},${lng}",${
      of(plans, at + plan_shift)
    },${(at % 500) - 100}.50,2021-0${at % 9 + 1}-15,${at}`;
}

function file(plan_shift: number): Uint8Array<ArrayBuffer> {
  const lines = ["id,login,status,name,email,phone,street_1,city,gps,tariff,speed,balance,date_add,building_id"];
  for (let at = 1; at <= rows; at++) lines.push(line(at, plan_shift));
  return new TextEncoder().encode(lines.join("\n"));
}

await using it = await test_database();
const platform = platform_on(it.db);
const actor = staff("subscribers:*");

async function pass(name: string, source: Uint8Array<ArrayBuffer>): Promise<void> {
  const start = performance.now();
  const id = await platform.transaction(actor, async (tx) => {
    const uploaded = await upload_import(tx, { source, file_name: "bench.csv", external_system: "splynx" });
    return (await run_import(tx, uploaded.import.id)).id;
  });
  await run_imports(platform);
  const seconds = (performance.now() - start) / 1000;
  const [done] = await it.sql<
    { report: unknown; error: string | null }[]
  >`select report, error from imports where id = ${id}::text::uuid`;
  console.log(`${name}: ${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s ${JSON.stringify(done)}`);
}

await pass("all new", file(0));
await pass("nothing changed", file(0));
await pass("all changed", file(1));
