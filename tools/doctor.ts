/** `deno task doctor`: says what is missing before the first start, and how to mend it. Changes nothing. */
import { load_config } from "~/config.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { pending } from "~/domain/kernel/db/migrate.ts";
import { is_built } from "./built.ts";
import { wall_findings } from "./doctor_walls.ts";

type Finding = { ok: boolean; what: string; remedy?: string };
const findings: Finding[] = [];
const found = (ok: boolean, what: string, remedy?: string) =>
  findings.push(remedy && !ok ? { ok, what, remedy } : { ok, what });

const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
found(
  major > 2 || (major === 2 && minor >= 9),
  `Deno ${Deno.version.deno}`,
  "Omni is tried with Deno 2.9: npx -y deno@2.9.6 task start",
);

try {
  const config = load_config();
  found(true, "The configuration holds");
  if (config.DATABASE_URL) await check_server(config.DATABASE_URL);
  else found(true, `The database is embedded, in ${config.DATA_DIR}/database`);
  await check_writable(config.DATA_DIR);
  found(config.SMTP_URL !== undefined, "Mail can be sent", "Set SMTP_URL; until then messages wait in the queue.");
} catch (error) {
  found(false, error instanceof Error ? error.message : String(error));
}
found(await is_built(), "The browser's part is built", "deno task build (deno task start does it by itself)");

for (const { ok, what, remedy } of findings) {
  console.log(`${ok ? "ok " : "-- "} ${what}${remedy ? `\n     ${remedy}` : ""}`);
}
Deno.exit(findings.every((each) => each.ok) ? 0 : 1);

async function check_server(address: string): Promise<void> {
  const db = connect({ address, max: 1, connect_timeout: 5 });
  try {
    const [row] = await db.sql<{ version: number; postgis: string | null }[]>`
      select current_setting('server_version_num')::int as version,
             (select default_version from pg_available_extensions where name = 'postgis') as postgis`;
    found(
      (row?.version ?? 0) >= 150000,
      `PostgreSQL ${Math.floor((row?.version ?? 0) / 10000)}`,
      "Omni takes PostgreSQL 15 or later.",
    );
    found(
      row?.postgis !== null,
      `PostGIS ${row?.postgis ?? "is not installed"}`,
      "Install it on the server: apt-get install postgresql-15-postgis-3",
    );
    const open = await pending(db.sql);
    found(
      open.length === 0,
      "Migrations are applied",
      `${open.length} wait: deno task migrate (a start does it by itself)`,
    );
    if (open.length === 0) { for (const { ok, what, remedy } of await wall_findings(db.sql)) found(ok, what, remedy); }
  } catch (error) {
    found(
      false,
      `The database cannot be reached: ${error instanceof Error ? error.message : error}`,
      "Check DATABASE_URL, the server and its firewall.",
    );
  } finally {
    await db.close();
  }
}

async function check_writable(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const probe = `${folder}/.doctor`;
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    found(true, `${folder} can be written`);
  } catch {
    found(
      false,
      `${folder} cannot be written`,
      "Give the user that runs Omni the right to write there, or set DATA_DIR.",
    );
  }
}
