/** The database that the figures are measured on: made once a size, kept until the migrations change or the test server goes. */
import { createHash } from "node:crypto";
import postgres from "postgres";
import { demo_password } from "~/demo/accounts.ts";
import { load_people } from "~/demo/load.ts";
import { seed_roles } from "~/domain/access/mod.ts";
import { seal_batch } from "~/domain/audit/mod.ts";
import "~/domain/all.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { write_setting } from "~/domain/kernel/settings.ts";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import { read_migrations } from "~/domain/kernel/db/migration_files.ts";
import { link_person, subscribers } from "~/domain/subscribers/mod.ts";
import { platform_on } from "~/tests/support/fixtures.ts";
import { test_server } from "~/tests/support/postgres_server.ts";
import { generate } from "~/tools/generate.ts";

export interface WorldSizes {
  subscribers: number;
  tickets: number;
}

/** @returns the address of a database with these many rows, the demo's staff, and a customer with tickets of his own */
export async function bench_world(sizes: WorldSizes, tell: (line: string) => void): Promise<string> {
  const server = await test_server();
  const key = createHash("sha256").update((await read_migrations()).map((file) => file.checksum).join()).digest("hex")
    .slice(0, 10);
  const name = `omni_bench_${key}_${sizes.subscribers}_${sizes.tickets}`;
  const admin = postgres(server.url("postgres"), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    const [known] = await admin`select from pg_database where datname = ${name}`;
    if (known) return server.url(name);
    const others = await admin<
      { datname: string }[]
    >`select datname from pg_database where datname like ${`omni_bench_%_${sizes.subscribers}_${sizes.tickets}%`}`;
    for (const { datname } of others) await admin.unsafe(`drop database ${datname} with (force)`);
    await admin.unsafe(`create database ${name}_making`);
    await fill(server.url(`${name}_making`), sizes, tell);
    await admin.unsafe(`alter database ${name}_making rename to ${name}`);
    return server.url(name);
  } finally {
    await admin.end();
  }
}

async function fill(url: string, sizes: WorldSizes, tell: (line: string) => void): Promise<void> {
  const db = connect({ address: url, statement_timeout: 0 });
  await migrate(db.sql);
  const platform = platform_on(db);
  const actor = job_actor("bench");
  await platform.transaction(actor, async (tx) => {
    await seed_roles(tx);
    // A load of one account is measured here, not refused.
    await write_setting(tx, "access", "rate_per_account", 1_000_000);
    await write_setting(tx, "access", "rate_per_address", 1_000_000);
  });
  const { accounts } = await load_people(platform);
  close_password_pool();
  const { seconds } = await generate(db.sql, sizes, tell);
  tell(
    `${sizes.subscribers.toLocaleString("en")} subscribers, ${sizes.tickets.toLocaleString("en")} tickets in ${
      seconds.toFixed(0)
    } s`,
  );
  await platform.transaction(actor, async (tx) => {
    const [own] = await tx.sql<
      { id: string }[]
    >`select subscriber_id as id from tickets order by created_at desc limit 1`;
    const person_id = accounts.get("hassan@example.net");
    if (!own || !person_id) throw new Error("The generated data has no ticket, or the demo no customer");
    await link_person(tx, own.id, { person_id, role: "owner", is_primary: true });
    await subscribers.patch(tx, await subscribers.fetch(tx, own.id), { person_id });
  });
  // As its job would have by now: a server that starts would first do it beside everything that is measured.
  while ((await platform.transaction(actor, seal_batch)).sealed > 0);
  await db.sql.unsafe("vacuum analyze"); // as autovacuum would have by now: counting reads the index alone, 0.1 ms in place of 1.2
  await db.close();
}

/** An access token of one of the demo's people, 15 minutes good. */
export async function token_of(url: string, username: string, portal: "admin" | "portal"): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: demo_password, portal }),
  });
  if (!answer.ok) throw new Error(`Sign-in of ${username}: ${answer.status} ${await answer.text()}`);
  const { access_token }: { access_token: string } = await answer.json();
  return access_token;
}
