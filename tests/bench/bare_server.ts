/**
 * What the ticket list is measured against: one Hono handler, one query whose JSON PostgreSQL builds, nobody checked, nothing logged.
 * `deno run -A tests/bench/bare_server.ts <database url> <port>`
 */
import { Hono } from "hono";
import postgres from "postgres";
import "~/domain/all.ts";
import { select_list } from "~/domain/kernel/columns.ts";
import { find_entity } from "~/domain/kernel/entity.ts";

const [database = "", port = "0"] = Deno.args;
const sql = postgres(database, { max: 10, connection: { TimeZone: "UTC" } });
const ticket = find_entity("ticket");
if (!ticket) throw new Error("There is no entity 'ticket'");
const query = `select coalesce(json_agg(to_json(shown)), '[]')::text as items from (
  select ${
  select_list(ticket, null)
} from tickets t where t.is_active and t.status = $1 order by t.created_at desc, t.id desc limit 50) shown`;

const app = new Hono();
app.get("/tickets", async (c) => {
  const [row] = await sql.unsafe<{ items: string }[]>(query, [c.req.query("status") ?? ""], { prepare: true });
  return c.body(`{"items":${row?.items}}`, 200, { "content-type": "application/json" });
});
Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen: ({ port }) => console.log(port) }, app.fetch);
