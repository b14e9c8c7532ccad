/** A receiver that answers as it is told and keeps what came. */
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { create_endpoint } from "~/domain/webhooks/mod.ts";

export interface Received {
  headers: Record<string, string>;
  body: string;
  at: number;
}

export function receiver(
  answer: (request: Received, count: number) => Response | Promise<Response> = () => new Response("ok"),
) {
  const received: Received[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const it = { headers: Object.fromEntries(request.headers), body: await request.text(), at: performance.now() };
    received.push(it);
    return await answer(it, received.length);
  });
  return { url: `http://127.0.0.1:${server.addr.port}/hook`, received, [Symbol.asyncDispose]: () => server.shutdown() };
}

export const operator = job_actor("operator");

export async function endpoint(platform: Platform, url: string, event_types: string[] = ["probe.*"]) {
  return await platform.transaction(operator, (tx) => create_endpoint(tx, { name: "Receiver", url, event_types }));
}
