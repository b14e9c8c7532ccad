import assert from "node:assert/strict";
import { technician as a_technician } from "../work_orders/field.ts";
import { works } from "../work_orders/field.ts";
import { type Call, with_api } from "./api.ts";
import { png, with_world, words, type World } from "./world.ts";

const with_calls = (run: (call: Call, world: World) => Promise<void>) =>
  with_world((world) => with_api(world.platform, (call) => run(call, world)));

interface Body {
  id: string;
  items: { id: string }[];
  jobs: unknown[];
  details: { field: string }[];
  [name: string]: unknown;
}
async function read(response: Response, status: number): Promise<Body> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text);
}

function form(fields: Record<string, string>, ...files: [string, string, Uint8Array<ArrayBuffer>][]): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  for (const [name, type, bytes] of files) data.append("files", new File([bytes], name, { type }));
  return data;
}

Deno.test(
  "a problem goes from the customer's report with a photo to a visit and a rating, all by the API",
  with_calls(async (call, { a, agent, sql }) => {
    const reported = await read(
      await call(
        a,
        "POST",
        "/portal/tickets",
        form({ subject: "Dark", description: "No light", _csrf_token: "x" }, ["router.png", "image/png", png]),
      ),
      201,
    );
    const path = `/tickets/${reported.id}`;
    await read(await call(agent, "POST", `${path}/assign`, { person_id: agent.person_id }), 200);
    await read(await call(agent, "POST", `${path}/replies`, { body: "We send somebody", status: "pending" }), 201);
    await read(await call(agent, "POST", `${path}/notes`, { body: "Loose splice, I guess" }), 201);
    const job = await read(await call(agent, "POST", `${path}/work-orders`, { duration: 45 }), 201);
    const who = await a_technician(sql, "Tunde Alabi");
    await works(sql, who, "2026-03-03T07:00:00Z", "2026-03-03T15:00:00Z");
    const slots = await read(await call(agent, "GET", `/work-orders/${job.id}/slots?date=2026-03-03`), 200);
    assert.equal(slots.items.length, 15);
    const candidates = await read(
      await call(agent, "GET", `/work-orders/${job.id}/candidates?start_at=2026-03-03T09:00:00Z`),
      200,
    );
    assert.equal(Reflect.get(candidates.items[0] ?? {}, "fits"), true);
    await read(
      await call(agent, "POST", `/work-orders/${job.id}/schedule`, {
        technician_id: who.id,
        start_at: "2026-03-03T09:00:00Z",
      }),
      200,
    );
    await read(await call(agent, "POST", `/work-orders/${job.id}/dispatch`), 200);
    const day = await read(await call(who.actor, "GET", "/my-day?date=2026-03-03"), 200);
    assert.equal(day.jobs.length, 1);
    await read(await call(who.actor, "POST", `/work-orders/${job.id}/start`), 200);
    await read(
      await call(
        who.actor,
        "POST",
        `/work-orders/${job.id}/complete`,
        form({ notes: "New pigtail", visibility: "public" }, ["after.png", "image/png", png]),
      ),
      200,
    );
    const visits = await read(await call(a, "GET", "/portal/visits"), 200);
    assert.equal(Reflect.get(visits.items[0] ?? {}, "technician_first_name"), "Tunde");
    await read(await call(agent, "PATCH", path, { status: "resolved" }), 200);
    await read(await call(a, "PUT", `/portal${path}/rating`, { rating: 5 }), 200);
    const timeline = await read(await call(a, "GET", `/portal${path}/timeline`), 200);
    assert(!JSON.stringify(timeline).includes("Loose splice"));
    assert(JSON.stringify(timeline).includes("router.png"));
    const mine = await read(await call(a, "GET", "/portal/tickets?status=resolved&labels=true"), 200);
    assert.deepEqual(mine.items.map((item) => item.id), [reported.id]);
    assert(!JSON.stringify(mine).includes("assigned_to"));
  }),
);

Deno.test(
  "a customer's token opens no route of the staff, and a staff token none of the portal",
  with_calls(async (call, { a, agent, ticket }) => {
    const row = await ticket();
    for (
      const [method, path] of [
        ["GET", "/tickets"],
        ["GET", `/tickets/${row.id}`],
        ["POST", `/tickets/${row.id}/notes`],
        ["GET", "/work-orders"],
        ["GET", "/technicians"],
      ] as const
    ) {
      await read(await call(a, method, path, method === "POST" ? { body: "x" } : undefined), 404);
    }
    for (const path of ["/portal/me", "/portal/tickets", `/portal/tickets/${row.id}`, "/portal/visits"]) {
      await read(await call(agent, "GET", path), 404);
    }
    await read(await call(null, "GET", "/portal/tickets"), 401);
  }),
);

Deno.test(
  "a customer cannot filter or order by what only staff may see",
  with_calls(async (call, { a, agent }) => {
    for (const query of [`assigned_to_id=${agent.person_id}`, "created_by_id_not=null", "contact_id=null"]) {
      const refusal = await read(await call(a, "GET", `/portal/tickets?${query}`), 422);
      assert.match(String(refusal.message), /is no parameter of this list/);
    }
  }),
);

Deno.test(
  "another customer's ids answer like ids that do not exist",
  with_calls(async (call, { b, ticket }) => {
    const row = await ticket();
    const nothing = "01900000-0000-7000-8000-000000000000";
    for (
      const [method, tail, body] of [
        ["GET", "", undefined],
        ["GET", "/timeline", undefined],
        ["POST", "/replies", { body: "Hi" }],
        ["PUT", "/rating", { rating: 1 }],
        ["GET", "/attachments", undefined],
      ] as const
    ) {
      const theirs = await read(await call(b, method, `/portal/tickets/${row.id}${tail}`, body), 404);
      const none = await read(await call(b, method, `/portal/tickets/${nothing}${tail}`, body), 404);
      assert.equal(String(theirs.message).replaceAll(row.id, ""), String(none.message).replaceAll(nothing, ""));
    }
  }),
);

Deno.test(
  "a file is served with its type, its ETag, ranges, and no right to run",
  with_calls(async (call, { a, b, agent, ticket }) => {
    const row = await ticket();
    const [image] = (await read(
      await call(
        agent,
        "POST",
        `/tickets/${row.id}/attachments`,
        form({ visibility: "public" }, ["a.png", "image/png", png]),
      ),
      201,
    )).items;
    const [page] = (await read(
      await call(
        agent,
        "POST",
        `/tickets/${row.id}/attachments`,
        form({ visibility: "public" }, ["a.html", "text/html", words("<script>alert(1)</script>")]),
      ),
      201,
    )).items;
    const whole = await call(a, "GET", `/attachments/${image?.id}`);
    assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), png);
    assert.deepEqual([whole.headers.get("content-type"), whole.headers.get("x-content-type-options")], [
      "image/png",
      "nosniff",
    ]);
    const etag = whole.headers.get("etag") ?? "";
    assert.equal((await call(a, "GET", `/attachments/${image?.id}`, undefined, { "if-none-match": etag })).status, 304);
    const part = await call(a, "GET", `/attachments/${image?.id}`, undefined, { range: "bytes=1-3" });
    assert.deepEqual([part.status, await part.text()], [206, "PNG"]);
    const download = await call(a, "GET", `/attachments/${page?.id}`);
    assert.deepEqual(
      [download.headers.get("content-type"), download.headers.get("content-disposition")?.split(";")[0]],
      ["application/octet-stream", "attachment"],
    );
    await download.body?.cancel();
    await read(await call(b, "GET", `/attachments/${image?.id}`), 404);
    assert.equal((await call(agent, "DELETE", `/attachments/${image?.id}`)).status, 204);
    await read(await call(a, "GET", `/attachments/${image?.id}`), 404);
  }),
);

Deno.test(
  "a lie about a file's type is 415 with field, file and remedy, and leaves no ticket",
  with_calls(async (call, { a, sql }) => {
    const refusal = await read(
      await call(
        a,
        "POST",
        "/portal/tickets",
        form({ subject: "Dark", description: "x" }, ["photo.png", "image/png", words("<html>")]),
      ),
      415,
    );
    assert.equal(refusal.details[0]?.field, "files.0");
    assert.equal((await sql`select id from tickets`).length, 0);
  }),
);

Deno.test(
  "a report sent twice with one Idempotency-Key is one ticket",
  with_calls(async (call, { a, sql }) => {
    const send = (subject = "Dark") =>
      call(a, "POST", "/portal/tickets", form({ subject, description: "x" }, ["a.png", "image/png", png]), {
        "idempotency-key": "k-1",
      });
    const [first, again] = [await read(await send(), 201), await read(await send(), 201)];
    assert.equal(first.id, again.id);
    assert.equal((await sql`select id from attachments`).length, 1);
    await read(await send("Other"), 422);
  }),
);

Deno.test(
  "an If-Match of an older reading is 409, and a body of the wrong kind is named",
  with_calls(async (call, { agent, ticket }) => {
    const row = await ticket();
    await read(
      await call(agent, "PATCH", `/tickets/${row.id}`, { priority: "high" }, { "if-match": `"${row.updated_at}"` }),
      200,
    );
    await read(
      await call(agent, "POST", `/tickets/${row.id}/replies`, { body: "Hi" }, { "if-match": `"${row.updated_at}"` }),
      409,
    );
    await read(
      await call(agent, "POST", `/tickets/${row.id}/replies`, { body: "Hi" }, { "content-type": "text/plain" }),
      415,
    );
    const refusal = await read(
      await call(agent, "POST", `/tickets/${row.id}/replies`, { body: "Hi", visibility: "internal" }),
      422,
    );
    assert.equal(refusal.details[0]?.field, "visibility");
  }),
);
