import assert from "node:assert/strict";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { reply } from "~/domain/tickets/mod.ts";
import { type Call, with_api } from "../tickets/api.ts";
import { png } from "../tickets/world.ts";
import { type Partners, window, with_partners } from "./world.ts";

const with_calls = (run: (call: Call, it: Partners) => Promise<void>) =>
  with_partners((it) => with_api(it.platform, (call) => run(call, it)));

interface Body {
  id: string;
  items: Record<string, unknown>[];
  count: number;
  details: { field: string }[];
  job: { status: string };
  contact: { name: string } | null;
  notes: { body: string; files: { id: string }[] }[];
  actions: { verb: string }[];
  [name: string]: unknown;
}
async function read(response: Response, status = 200): Promise<Body> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text);
}

Deno.test(
  "the reseller's API lists, reports, answers and follows; a foreign id is 404 wherever it stands",
  with_calls(async (call, it) => {
    const me = await read(await call(it.north, "GET", "/reseller/me"));
    assert.match(JSON.stringify(me.resellers), /North/);
    assert.equal((await read(await call(it.north, "GET", "/reseller/subscribers?q=hassan&labels=true"))).count, 1);
    const made = await read(
      await call(it.north, "POST", "/reseller/tickets", {
        subscriber_id: it.subscriber_a,
        subject: "Dark",
        description: "No light",
      }),
      201,
    );
    await it.as(it.agent, (tx) => reply(tx, made.id, "We come"));
    await read(await call(it.north, "POST", `/reseller/tickets/${made.id}/replies`, { body: "Thank you" }), 201);
    assert.equal(
      (await read(await call(it.north, "GET", `/reseller/tickets/${made.id}/timeline`))).items.length >= 3,
      true,
    );
    assert.equal((await read(await call(it.north, "GET", "/reseller/visits"))).items[0]?.id, it.job.id);

    const foreign: [string, string, unknown?][] = [
      ["GET", `/reseller/tickets/${made.id}`],
      ["GET", `/reseller/tickets/${made.id}/timeline`],
      ["GET", `/reseller/tickets/${made.id}/attachments`],
      ["POST", `/reseller/tickets/${made.id}/replies`, { body: "Hi" }],
      ["POST", "/reseller/tickets", { subscriber_id: it.subscriber_a, subject: "x", description: "y" }],
      ["GET", `/reseller/subscribers/${it.subscriber_a}`],
      ["GET", `/reseller/sites/${it.site_a}`],
      ["GET", `/reseller/visits/${it.job.id}`],
    ];
    for (const [method, path, body] of foreign) {
      const answer = await read(await call(it.south, method, path, body), 404);
      // Word for word what an id gets that nobody has.
      const nobody = path.replace(/[0-9a-f-]{36}/, new_id());
      const other = await read(
        await call(it.south, method, nobody, path === nobody ? { ...Object(body), subscriber_id: new_id() } : body),
        404,
      );
      const plain = (value: Body) => JSON.stringify(value).replaceAll(/[0-9a-f-]{36}/g, "…");
      assert.equal(plain(answer), plain(other), path);
    }
    assert.equal(
      (await read(await call(it.south, "GET", `/reseller/tickets?subscriber_id=${it.subscriber_a}`))).count,
      0,
    );
  }),
);

Deno.test(
  "filters and orders by what a portal does not show are refused by name and tell nothing",
  with_calls(async (call, it) => {
    for (
      const [actor, path, field] of [
        [it.north, "/reseller/tickets?assigned_to_id=null", "assigned_to_id"],
        [it.north, "/reseller/tickets?order_by=contact_id", "order_by"],
        [it.north, "/reseller/subscribers?external_id=10000", "external_id"],
        [it.north, "/reseller/visits?priority=high", "priority"],
        [it.splice, `/vendor/work-orders?subscriber_id=${it.subscriber_a}`, "subscriber_id"],
        [it.splice, "/vendor/work-orders?ticket_id=null", "ticket_id"],
        [it.splice, "/vendor/projects?subscriber_id=null", "subscriber_id"],
        [it.splice, "/vendor/work-orders?order_by=cancel_reason", "order_by"],
      ] as const
    ) {
      assert.equal((await read(await call(actor, "GET", path), 422)).details[0]?.field, field, path);
    }
    // A search finds nothing in columns that are not shown.
    await it
      .sql`update subscribers set external_system = 'billing', external_id = 'hidden42', email = 'secret@example.net' where id = ${it.subscriber_a}`;
    assert.equal((await read(await call(it.north, "GET", "/reseller/subscribers?q=hidden42"))).count, 0);
    assert.equal((await read(await call(it.splice, "GET", "/vendor/work-orders?q=hassan"))).count, 0);
  }),
);

Deno.test(
  "the vendor's API shows a job, starts, notes with a photo and completes; a foreign job is 404",
  with_calls(async (call, it) => {
    const at = `/vendor/work-orders/${it.job.id}`;
    assert.equal((await read(await call(it.splice, "GET", "/vendor/work-orders?status=scheduled"))).count, 1);
    assert.equal((await read(await call(it.splice, "GET", "/vendor/projects"))).items[0]?.name, "Ring 4");
    const seen = await read(await call(it.splice, "GET", at));
    assert.equal(seen.contact?.name, "Hassan's home");
    assert.deepEqual(seen.actions.map((each) => each.verb), ["start"]);
    const form = (fields: Record<string, string>) => {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      data.append("files", new File([png], "tray.png", { type: "image/png" }));
      return data;
    };
    for (
      const [path, body] of [["start", undefined], ["notes", form({ body: "Hi" })], [
        "complete",
        form({ notes: "x" }),
      ]] as const
    ) {
      await read(await call(it.mast, "POST", `${at}/${path}`, body), 404);
    }
    await read(await call(it.mast, "GET", at), 404);
    await read(await call(it.splice, "POST", `${at}/start`));
    const noted = await read(await call(it.splice, "POST", `${at}/notes`, form({ body: "Tray is wet" })), 201);
    const file = noted.notes[0]?.files[0]?.id;
    const bytes = await call(it.splice, "GET", `/vendor/attachments/${file}`);
    assert.equal((await bytes.arrayBuffer()).byteLength, png.byteLength);
    await read(await call(it.mast, "GET", `/vendor/attachments/${file}`), 404);
    await read(await call(it.splice, "POST", `${at}/complete`, {}), 422);
    const done = await read(await call(it.splice, "POST", `${at}/complete`, { notes: "Spliced" }));
    assert.deepEqual([done.job.status, done.contact], ["completed", null]);
    assert.equal((await read(await call(it.splice, "POST", `${at}/start`), 409)).code, "transition_refused");
  }),
);

Deno.test(
  "no portal's people find another portal's endpoints, nor the staff's",
  with_calls(async (call, it) => {
    for (const path of ["/vendor/me", "/portal/me", "/tickets", "/work-orders"]) {
      await read(await call(it.north, "GET", path), 404);
    }
    for (const path of ["/reseller/me", "/portal/tickets", `/work-orders/${it.job.id}`]) {
      await read(await call(it.splice, "GET", path), 404);
    }
    for (const path of ["/reseller/me", "/vendor/me"]) {
      await read(await call(it.a, "GET", path), 404);
      await read(await call(it.agent, "GET", path), 404);
    }
    await read(await call(it.agent, "DELETE", `/work-orders/${it.job.id}/vendor`));
    await read(await call(it.splice, "GET", `/vendor/work-orders/${it.job.id}`), 404);
    const given = { vendor_id: it.splice_id, ...window, end_at: window.start_at };
    assert.equal(
      (await read(await call(it.agent, "PUT", `/work-orders/${it.job.id}/vendor`, given), 422)).details[0]?.field,
      "end_at",
    );
  }),
);
