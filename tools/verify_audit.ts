/**
 * `deno task audit:verify [--head 412:9f…]`: walks the audit trail's chain and names the first entry that was changed, deleted, added or moved.
 * Ends with 0 where the chain is whole, 1 where it is broken, 2 where it could not be checked. Changes nothing, and needs neither migrations nor the service.
 */
import { load_config } from "~/config.ts";
import { parse_head, verify_chain } from "~/domain/audit/mod.ts";
import { open_database } from "~/house.ts";

const given = Deno.args.indexOf("--head");
const known = given >= 0 ? parse_head(Deno.args[given + 1] ?? "") : null;
if ((given >= 0 && !known) || Deno.args.length > (given >= 0 ? 2 : 0)) {
  console.error(
    `--head takes position:hash, as the log and this command print it, and nothing else is taken (got "${
      Deno.args.join(" ")
    }").`,
  );
  Deno.exit(2);
}

const config = load_config();
const database = await open_database(config);
let broken = false;
try {
  const verdict = await database.db.sql.begin("isolation level repeatable read read only", async (sql) => {
    await sql`set local statement_timeout = 0`;
    return { told: await verify_chain(sql, config.ENCRYPTION_KEYS, known) };
  });
  const { first_break, entries, waiting, retired_signatures, head } = verdict.told;
  if (first_break) {
    broken = true;
    console.error(`BROKEN (${first_break.fault}) after ${entries} good links: ${first_break.message}`);
  } else {
    console.log(`The audit trail is whole: ${entries} entries. Head ${head ?? "(none)"}`);
    if (!known) console.log("Keep this head elsewhere, and give it to the next check: --head");
  }
  if (waiting) console.log(`${waiting} entries wait for their link (the task seal_audit runs every 15 s).`);
  if (retired_signatures) {
    console.log(
      `${retired_signatures} signatures are of keys that are not in ENCRYPTION_KEYS any more; the links after them vouch for them.`,
    );
  }
} finally {
  await database.close();
}
Deno.exit(broken ? 1 : 0);
