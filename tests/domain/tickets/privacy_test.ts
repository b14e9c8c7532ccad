import assert from "node:assert/strict";
import {
  add_attachments,
  attachments,
  list_attachments,
  open_attachment,
  remove_attachment,
} from "~/domain/kernel/attachments.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import {
  add_note,
  assign,
  comments,
  customer_reply,
  rate,
  reply,
  ticket as ticket_entity,
  ticket_comment,
  tickets,
  timeline,
} from "~/domain/tickets/mod.ts";
import {
  add_note as add_job_note,
  cancel,
  complete,
  create_from_ticket,
  schedule,
  start,
  visit,
  visits,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import { png, refused, with_world, words } from "./world.ts";

Deno.test(
  "a customer reaches nothing of another's ticket, by any verb or id",
  with_world(async ({ ticket, as, agent, a, b, file }) => {
    const row = await ticket();
    const comment = await as(agent, (tx) => reply(tx, row.id, "Hello Hassan"));
    const [attached] = await as(
      agent,
      async (tx) => add_attachments(tx, "ticket", row.id, "public", [await file("a.png", "image/png", png)]),
    );
    assert(attached);
    const photo = await file("b.png", "image/png", png);
    await as(b, async (tx) => {
      await refused(tickets.get(tx, row.id), "not_found");
      await refused(timeline(tx, row.id), "not_found");
      await refused(customer_reply(tx, row.id, "Hi"), "not_found");
      await refused(rate(tx, row.id, 5), "not_found");
      await refused(comments.get(tx, comment.id), "not_found");
      await refused(list_attachments(tx, "ticket", row.id), "not_found");
      await refused(add_attachments(tx, "ticket", row.id, "public", [photo]), "not_found");
      await refused(attachments.get(tx, attached.id), "not_found");
      await refused(open_attachment(tx, attached.id), "not_found");
      await refused(assign(tx, row.id, null), "forbidden");
      await refused(add_note(tx, row.id, "Hi"), "forbidden");
      await refused(remove_attachment(tx, attached.id), "forbidden");
      assert.deepEqual((await tickets.list(tx)).items, []);
      assert.deepEqual((await comments.list(tx)).items, []);
      assert.deepEqual((await attachments.list(tx)).items, []);
    });
    assert.equal(
      (await as(a, (tx) => open_attachment(tx, attached.id))).name,
      "a.png",
    );
  }),
);

Deno.test(
  "no filter or search finds another's ticket",
  with_world(async ({ ticket, as, b, subscriber_a }) => {
    const row = await ticket({ subject: "Unmistakable words" });
    for (
      const query of [
        `subscriber_id=${subscriber_a}`,
        `id=${row.id}`,
        "q=Unmistakable",
        `q=${row.number}`,
        "status=new&is_active=all",
        `number=${row.number}`,
      ]
    ) {
      const page = await as(b, (tx) => tickets.list(tx, parse_list(ticket_entity, new URLSearchParams(query))));
      assert.deepEqual([page.items, page.count], [[], 0], query);
    }
    const found = await as(
      b,
      (tx) => comments.list(tx, parse_list(ticket_comment, new URLSearchParams(`ticket_id=${row.id}`))),
    );
    assert.deepEqual(found.items, []);
  }),
);

Deno.test(
  "a customer reaches nothing of another's visit, and no verb of the staff on the own one",
  with_world(async ({ ticket, as, agent, a, b, sql }) => {
    const job = await as(agent, async (tx) => create_from_ticket(tx, (await ticket()).id));
    await sql`update work_orders set status = 'scheduled', scheduled_start = '2026-03-03T09:00:00Z', scheduled_end = '2026-03-03T10:00:00Z' where id = ${job.id}`;
    await as(b, async (tx) => {
      await refused(visit(tx, job.id), "not_found");
      assert.deepEqual((await visits(tx)).items, []);
      assert.deepEqual((await work_orders.list(tx)).items, []);
    });
    await as(a, async (tx) => {
      assert.equal((await visit(tx, job.id))?.number, job.number);
      await refused(start(tx, job.id), "forbidden");
      await refused(complete(tx, job.id), "forbidden");
      await refused(cancel(tx, job.id, "no"), "forbidden");
      await refused(schedule(tx, job.id, { technician_id: job.id, start_at: "2026-03-03T09:00:00Z" }), "forbidden");
      await refused(add_job_note(tx, job.id, "no"), "forbidden");
    });
  }),
);

const secret = "INTERNAL-7f3a";

Deno.test(
  "internal words and files appear on no path of the customer's",
  with_world(async ({ ticket, as, agent, a, file, sql }) => {
    const row = await ticket();
    const note = await as(agent, async (tx) =>
      add_note(tx, row.id, `${secret} the customer is difficult`, [
        await file(`${secret}.txt`, "text/plain", words("x")),
      ]));
    await as(agent, (tx) => tickets.update(tx, row.id, { tags: [secret], metadata: { secret } }));
    await as(agent, (tx) => tickets.update(tx, row.id, { priority: "high" }));
    const job = await as(agent, (tx) => create_from_ticket(tx, row.id, { description: `${secret} gate code` }));
    const technician = await technician_of(sql, agent.person_id ?? "");
    await as(agent, (tx) => schedule(tx, job.id, { technician_id: technician, start_at: "2026-03-03T09:00:00Z" }));
    await as(agent, (tx) => start(tx, job.id));
    await as(
      agent,
      async (tx) =>
        complete(tx, job.id, { notes: `${secret} bad cabling` }, [
          await file(`${secret}-2.txt`, "text/plain", words("x")),
        ]),
    );

    const [internal] = await sql<{ id: string }[]>`select id from attachments where part_id = ${note.id}`;
    assert(internal);
    const seen = await as(a, async (tx) => {
      await refused(comments.get(tx, note.id), "not_found");
      await refused(attachments.get(tx, internal.id), "not_found");
      await refused(open_attachment(tx, internal.id), "not_found");
      return [
        await tickets.get(tx, row.id, { labels: true }),
        await tickets.list(tx),
        await tickets.list_json(tx, parse_list(ticket_entity, new URLSearchParams("labels=true"))),
        await comments.list(tx),
        await attachments.list(tx),
        await list_attachments(tx, "ticket", row.id),
        await list_attachments(tx, "work_order", job.id),
        await timeline(tx, row.id),
        await visits(tx),
        await work_orders.get(tx, job.id),
      ];
    });
    assert(!JSON.stringify(seen).includes(secret));
    const to_customers = await sql<{ payload: unknown }[]>`select payload from event_store where audience = 'all'`;
    assert(to_customers.length > 0);
    assert(!JSON.stringify(to_customers.map((event) => event.payload)).includes(secret));
    assert(JSON.stringify(await as(agent, (tx) => timeline(tx, row.id))).includes(secret), "the staff see it");
  }),
);

Deno.test(
  "the database alone keeps the portal from what the code might forget",
  with_world(async ({ ticket, as, agent, b, sql }) => {
    const row = await ticket();
    await as(agent, (tx) => add_note(tx, row.id, "internal"));
    await as(b, async (tx) => {
      assert.equal((await tx.sql`select id from tickets`).length, 0);
      assert.equal((await tx.sql`select id from ticket_comments`).length, 0);
    });
    await assert.rejects(as(b, (tx) => tx.sql`select assigned_to_id from tickets`), /permission denied/);
    await assert.rejects(as(b, (tx) => tx.sql`update tickets set subject = 'mine'`), /permission denied/);
    assert.equal((await sql`select id from tickets`).length, 1);
  }),
);

Deno.test(
  "files go with their ticket to its new subscriber, and leave the old one",
  with_world(async ({ ticket, as, agent, a, b, subscriber_b, file }) => {
    const row = await ticket();
    const [attached] = await as(
      agent,
      async (tx) => add_attachments(tx, "ticket", row.id, "public", [await file("a.png", "image/png", png)]),
    );
    assert(attached);
    await as(agent, (tx) => tickets.update(tx, row.id, { subscriber_id: subscriber_b }));
    await refused(as(a, (tx) => open_attachment(tx, attached.id)), "not_found");
    assert.equal((await as(b, (tx) => open_attachment(tx, attached.id))).name, "a.png");
  }),
);

async function technician_of(
  sql: Parameters<Parameters<typeof with_world>[0]>[0]["sql"],
  person_id: string,
): Promise<string> {
  const [row] = await sql<
    { id: string }[]
  >`insert into technicians (person_id, name) values (${person_id}, 'Ada Ojo') returning id`;
  assert(row);
  return row.id;
}
