import { deepEqual, equal } from "node:assert/strict";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { in_process_bus } from "~/domain/kernel/db/bus.ts";
import { declare_event, type NewEvent } from "~/domain/kernel/events.ts";
import { create_live } from "~/domain/kernel/live.ts";
import { create_hub } from "~/domain/kernel/live/hub.ts";
import { live_message, packets } from "~/domain/kernel/live/message.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { declare_notice, notify } from "~/domain/notifications/mod.ts";
import "~/domain/people/mod.ts";
import "~/domain/tickets/mod.ts";
import { customer, platform_on, staff, staff_person } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

const hint = declare_event("ticket.probed", "A probe of the live hub.");
declare_notice({
  code: "probe_bell",
  name: "Probe",
  variables: [],
  words: { in_app: { subject: "Hello", body: "Hello" } },
});

/** A platform's seams without a database: commits are told by hand. */
function loose() {
  let tell: (events: readonly NewEvent[]) => void = () => {};
  const bus = in_process_bus();
  const db = {
    bus,
    kind: "embedded" as const,
    sql: connect({ address: "postgres://nobody@localhost:1/none" }).sql,
    close: () => Promise.resolve(),
  };
  return {
    db,
    bus,
    on_committed: (listen: typeof tell) => void (tell = listen),
    commit: (...events: NewEvent[]) => tell(events),
  };
}
const event = (more: Partial<NewEvent> = {}): NewEvent => {
  const id = more.subject_id ?? new_id();
  return {
    id: new_id(),
    type: hint,
    subject_type: "ticket",
    subject_id: id,
    subscriber_id: null,
    audience: "all",
    payload: { id, secret: "internal words" },
    ...more,
  };
};

Deno.test("staff hears of topics that it may read, by list and by record, and never any data", async () => {
  const seams = loose();
  const live = await create_live(seams);
  const heard: unknown[] = [];
  const id = new_id();
  const following = live.subscribe(staff("tickets:read"), [
    "tickets",
    `ticket:${id}`,
    "work-orders",
    "subscribers",
    "nonsense",
  ], (text) => heard.push(JSON.parse(text)));
  deepEqual(following.granted, ["tickets", `ticket:${id}`]);
  deepEqual(following.refused.map((it) => it.topic).sort(), ["nonsense", "subscribers", "work-orders"]);
  seams.commit(event({ subject_id: id, audience: "staff" }));
  await wait_for("two messages", () => heard.length === 2);
  deepEqual(heard, [{ topic: "tickets", id, type: hint }, { topic: `ticket:${id}`, id, type: hint }]);
  following.unsubscribe();
  equal(live.state().followers, 0);
  await live.close();
});

Deno.test("a customer hears of its own subscribers' public events alone", async () => {
  const seams = loose();
  const live = await create_live(seams);
  const [mine, foreign] = [new_id(), new_id()];
  const heard: { id: string }[] = [];
  const all: { id: string }[] = [];
  live.subscribe(customer([mine]), ["tickets", "subscribers"], (text) => heard.push(JSON.parse(text)));
  live.subscribe(staff("*"), ["tickets"], (text) => all.push(JSON.parse(text)));
  const wanted = event({ subscriber_id: mine });
  seams.commit(
    event({ subscriber_id: foreign }),
    event({ subscriber_id: mine, audience: "staff" }),
    event({ subscriber_id: null }),
    wanted,
  );
  await wait_for("all four at the staff", () => all.length === 4);
  deepEqual(heard.map((it) => it.id), [wanted.subject_id]);
  await live.close();
});

Deno.test("the bell is one's own: nobody follows another person's", async () => {
  const seams = loose();
  const live = await create_live(seams);
  const [ada, eve] = [new_id(), new_id()];
  const heard: unknown[] = [];
  deepEqual(live.subscribe(staff_person(eve, "*"), [`notifications:${ada}`], () => {}).granted, []);
  deepEqual(live.subscribe(customer([], eve), [`notifications:${ada}`], () => {}).granted, []);
  live.subscribe(customer([], ada), [`notifications:${ada}`], (text) => heard.push(JSON.parse(text)));
  seams.commit({
    ...event(),
    type: "notification.queued",
    subject_type: "notification",
    audience: "staff",
    payload: { id: new_id(), person_id: ada },
  });
  await wait_for("the bell", () => heard.length === 1);
  await live.close();
});

Deno.test(
  "a commit on one replica reaches a page on the other in one notify, and a gap tells pages to look again",
  with_database(async ({ db, sql, url }) => {
    const other_db = connect({ address: url, max: 2 });
    const [here, there] = [platform_on(db), platform_on(other_db)];
    const [live_here, live_there] = [await create_live(here), await create_live(there)];
    try {
      const heard: { topic: string }[] = [];
      let packets_seen = 0;
      await other_db.bus.listen("omni_live", () => packets_seen++);
      const ada = await here.transaction(job_actor("test"), async (tx) => {
        const [row] = await tx.sql<{ id: string }[]>`insert into people (display_name) values ('Ada') returning id`;
        return row?.id ?? "";
      });
      live_there.subscribe({ ...staff_person(ada), permissions: permission_set(["*"]) }, [
        "tickets",
        `notifications:${ada}`,
      ], (text) => heard.push(JSON.parse(text)));
      await here.transaction(job_actor("test"), async (tx) => {
        for (let i = 0; i < 20; i++) tx.emit(hint, { id: new_id() });
        await notify(tx, { template: "probe_bell", person_id: ada, dedupe_key: "bell" });
      });
      await wait_for("21 messages", () => heard.length === 21);
      equal(packets_seen, 1);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid() and datname = current_database()`;
      await wait_for("the call to look again", () => heard.some((it) => it.topic === "*"));
    } finally {
      await live_here.close();
      await live_there.close();
      await other_db.close();
    }
  }),
);

Deno.test("packets() stays under PostgreSQL's 8000 bytes and loses nothing", () => {
  const messages = Array.from(
    { length: 500 },
    () =>
      JSON.stringify({
        type: hint,
        id: new_id(),
        topics: ["tickets", `ticket:${new_id()}`],
        subscriber_id: null,
        all: true,
      }),
  );
  const packed = packets(messages);
  equal(packed.every((packet) => new TextEncoder().encode(packet).length < 8_000), true);
  equal(packed.flatMap((packet) => JSON.parse(packet)).length, 500);
  deepEqual(packets(Array.from({ length: 2_001 }, () => messages[0] ?? "")), ['"gap"']);
});

Deno.test("attach() serves a real socket: subscribe, hear, limits, and 1001 at the end", async () => {
  const seams = loose();
  const live = await create_live(seams);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    live.attach(socket, staff("tickets:read"));
    return response;
  });
  const heard: Record<string, unknown>[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/`);
  socket.onmessage = ({ data }) => void heard.push(JSON.parse(data));
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send('{"subscribe":["tickets","people"]}');
  await wait_for("the answer", () => heard.length === 1);
  deepEqual(heard[0], {
    subscribed: ["tickets"],
    refused: [{ topic: "people", reason: "takes the permission people:read" }],
  });
  socket.send("not json");
  await wait_for("a refusal in words", () => typeof heard[1]?.error === "string");
  const told = event();
  seams.commit(told);
  await wait_for("the message", () => heard.length === 3);
  deepEqual(heard[2], { topic: "tickets", id: told.subject_id, type: hint });
  socket.send(JSON.stringify({ subscribe: Array.from({ length: 60 }, (_, at) => `ticket:${at}`) }));
  await wait_for("the limit", () => heard.length === 4);
  equal(Array.isArray(heard[3]?.subscribed) && heard[3].subscribed.length, 50);
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  await live.close();
  equal(await closed, 1001);
  equal(live.state().followers, 0);
  await server.shutdown();
});

Deno.test("catch_up() tells what changed between the page and its socket, and to nobody else's eyes", () => {
  let clock = 1_000_000;
  const hub = create_hub(undefined, () => clock);
  const own = new_id();
  const say = (more: Partial<NewEvent>) => hub.receive(JSON.stringify([live_message(event(more))]));
  const missed = (actor = staff("tickets:read"), since = clock, topic = "tickets") => {
    const heard: string[] = [];
    hub.catch_up(actor, [topic], since, (text) => heard.push(JSON.parse(text).topic));
    return heard;
  };
  clock += 60_000;
  deepEqual(missed(), []);
  say({ subscriber_id: own });
  deepEqual(missed(), ["tickets"]);
  deepEqual(missed(staff("tickets:read"), clock, "people"), []);
  deepEqual(missed(customer([own])), ["tickets"]);
  deepEqual(missed(customer([new_id()])), []);
  clock += 10_000;
  deepEqual(missed(), [], "older than the page");
  deepEqual(missed(staff("tickets:read"), clock - 11_000), ["tickets"]);
  deepEqual(missed(staff("tickets:read"), clock - 600_000), ["*"], "older than what is remembered");
  hub.gap();
  deepEqual(missed(), ["*"], "nobody knows what was said in a gap");
});

Deno.test("catch_up() asks for a partner's rows one by one, and gives up on many", async () => {
  let clock = 1_000_000;
  const own = new_id();
  const hub = create_hub((_actor, _entity, id) => Promise.resolve(id === own), () => clock);
  clock += 60_000;
  const partner: Actor = { ...staff("reseller:tickets:read"), kind: "reseller" };
  const missed = async () => {
    const heard: string[] = [];
    hub.catch_up(partner, ["tickets"], clock, (text) => heard.push(JSON.parse(text).topic));
    await Promise.resolve();
    await Promise.resolve();
    return heard;
  };
  const say = (subject_id: string) => hub.receive(JSON.stringify([live_message(event({ subject_id }))]));
  say(new_id());
  deepEqual(await missed(), []);
  say(own);
  deepEqual(await missed(), ["tickets"]);
  for (let n = 0; n < 20; n++) say(new_id());
  deepEqual(await missed(), ["*"]);
});

Deno.test("the hub forgets what no page can still be waiting for", () => {
  let clock = 1_000_000;
  const hub = create_hub(undefined, () => clock);
  const heard: string[] = [];
  for (let n = 0; n < 12_000; n++) {
    clock += 10;
    hub.receive(JSON.stringify([live_message(event())]));
  }
  hub.catch_up(staff("tickets:read"), ["tickets"], clock - 1_000, (text) => heard.push(JSON.parse(text).topic));
  hub.catch_up(staff("tickets:read"), ["tickets"], clock - 119_000, (text) => heard.push(JSON.parse(text).topic));
  deepEqual(heard, ["tickets", "*"]);
});
