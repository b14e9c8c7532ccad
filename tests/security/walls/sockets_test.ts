import assert from "node:assert/strict";
import { entities } from "~/domain/kernel/entity.ts";
import { portal_of } from "~/domain/kernel/actor.ts";
import { with_request } from "~/domain/access/mod.ts";
import type { NewEvent } from "~/domain/kernel/events.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { access_cookie } from "~/routes/(_web)/cookies.ts";
import { portal_for } from "~/routes/(_web)/portals.ts";
import { wait_for } from "../../support/wait_for.ts";
import { built_manifest } from "./registry.ts";
import { type Caller, open_walls, origin, system, type Walls } from "./world.ts";

Deno.test("the walls of /ws", async (test) => {
  await using walls = await open_walls(await built_manifest());
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request, info) => walls.asked(request, info),
  );
  const url = `ws://127.0.0.1:${server.addr.port}/ws`;

  await test.step("every topic takes the key of what it tells of, and outsiders follow what has a scope for them", async () => {
    const wrong: string[] = [];
    for (const caller of walls.callers.filter((each) => !each.is_key)) {
      const actor = await actor_of(walls, caller);
      const portal = portal_of(actor);
      for (const entity of entities()) {
        const may = caller.permissions.has(`${portal ? `${caller.audience}:` : ""}${entity.permission}:read`) &&
          (!portal || entity.scope?.[portal] !== undefined);
        for (const topic of [entity.path, `${entity.name}:${walls.foreign.ids.get(entity.table) ?? new_id()}`]) {
          const following = walls.house.live.subscribe(actor, [topic], () => {});
          if ((following.granted.length === 1) !== may) {
            wrong.push(`${caller.role} ${may ? "is refused" : "follows"} ${topic}`);
          }
          following.unsubscribe();
        }
      }
      for (const [person, may] of [[caller.person_id, true], [walls.foreign.ids.get("people") ?? "", false]] as const) {
        const following = walls.house.live.subscribe(actor, [`notifications:${person}`], () => {});
        if ((following.granted.length === 1) !== may) wrong.push(`${caller.role} and the bell of ${person}`);
        following.unsubscribe();
      }
    }
    assert.deepEqual(wrong, []);
  });

  await test.step("an outsider who follows everything hears of own rows, of what is for all, and of nothing else", async () => {
    for (const caller of walls.callers.filter((each) => each.audience !== "admin")) {
      const actor = await actor_of(walls, caller);
      const heard: string[] = [];
      const every_topic = entities().flatMap((entity) => [
        entity.path,
        ...[walls.own, walls.foreign].map((owner) => `${entity.name}:${owner.ids.get(entity.table) ?? ""}`),
      ]);
      const following = walls.house.live.subscribe(actor, every_topic, (text) => heard.push(text));
      const subscriber = (owner: Walls["own"]) => owner.ids.get("subscribers") ?? "";
      const [mine = "", foreign = ""] = [walls.own, walls.foreign].map((owner) => owner.ids.get("tickets"));
      const for_staff = new_id();
      await tell(walls, foreign, subscriber(walls.foreign), "all");
      await tell(walls, for_staff, subscriber(walls.own), "staff");
      await tell(walls, new_id(), null, "all");
      await tell(walls, mine, subscriber(walls.own), "all");
      const told = caller.permissions.has(`${caller.audience}:tickets:read`) ? [mine] : [];
      // A partner's rows are asked for when something happens: it hears a moment after staff do.
      await wait_for("those who may hear have heard", () => heard.length > 0 || told.length === 0);
      following.unsubscribe();
      assert.deepEqual([...new Set(heard.map((text): string => JSON.parse(text).id))], told, caller.role);
    }
  });

  await test.step("a socket opens for a session of its own portal, from this site alone", async () => {
    const customer = walls.callers.find(({ audience }) => audience === "portal");
    const cookie = (caller: Caller | undefined, audience = caller?.audience ?? "admin") =>
      caller ? `${access_cookie(portal_for(audience), false)}=${caller.token}` : "";
    const handshake = {
      upgrade: "websocket",
      connection: "upgrade",
      "sec-websocket-key": btoa("0123456789abcdef"),
      "sec-websocket-version": "13",
    };
    const refused: [string, Record<string, string>, string][] = [
      ["nobody", { origin }, ""],
      ["another site", { origin: "https://evil.example", cookie: cookie(customer) }, "?portal=portal"],
      ["the workplace, with a customer's cookie", { origin, cookie: cookie(customer) }, "?portal=admin"],
      [
        "the workplace, with a customer's token in the staff's cookie",
        { origin, cookie: cookie(customer, "admin") },
        "?portal=admin",
      ],
      ["a portal that is none", { origin, cookie: cookie(customer) }, "?portal=__proto__"],
      ["a made-up token", { origin, cookie: "omni_access_portal=abc.def.ghi" }, "?portal=portal"],
    ];
    for (const [name, headers, query] of refused) {
      const answer = await walls.asked(
        new Request(`${origin}/ws${query}`, { headers: { ...handshake, accept: "application/json", ...headers } }),
        { remoteAddr: { transport: "tcp", hostname: "198.18.1.1", port: 1 }, completed: Promise.resolve() },
      );
      assert.ok([401, 403].includes(answer.status), `${name}: ${answer.status}`);
      await answer.body?.cancel();
    }
    // The second parameter takes headers, which a browser cannot give and the types do not know.
    const socket: WebSocket = Reflect.construct(WebSocket, [`${url}?portal=portal`, {
      headers: { cookie: cookie(customer) },
    }]);
    const said: string[] = [];
    socket.onmessage = ({ data }) => void said.push(String(data));
    await wait_for("the socket opens", () => socket.readyState === WebSocket.OPEN);
    socket.send(
      JSON.stringify({ subscribe: ["tickets", "people", `notifications:${walls.foreign.ids.get("people")}`] }),
    );
    await wait_for("an answer", () => said.length > 0);
    assert.doesNotMatch(said.join(), /"granted":\[[^\]]*(people|notifications)/);
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
  });
  await server.shutdown();
});

async function actor_of(walls: Walls, caller: Caller) {
  const { actor } = await walls.house.gate.actor(caller.session_id);
  return with_request(actor, { id: "walls", ip: null, user_agent: null });
}

/** An event of a ticket, through the outbox and the database's own bell. Those who may hear of it have heard when staff have. */
async function tell(
  walls: Walls,
  id: string,
  subscriber_id: string | null,
  audience: NewEvent["audience"],
): Promise<void> {
  let heard = false;
  const everybody = walls.house.live.subscribe(system, ["tickets"], () => void (heard = true));
  await walls.house.platform.transaction(system, (tx) => {
    tx.emit("ticket.updated", { id, subscriber_id, ticket_id: id }, audience);
    return Promise.resolve();
  });
  await wait_for("staff hear of it", () => heard);
  everybody.unsubscribe();
}
