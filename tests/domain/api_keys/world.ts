/** People who have keys, and the gate that keys are shown at. */
import { type Gate, open_gate } from "~/domain/access/mod.ts";
import { create_key, type NewKey } from "~/domain/api_keys/mod.ts";
import { type Actor } from "~/domain/kernel/actor.ts";
import type { Audience } from "~/domain/access/mod.ts";
import { open_session } from "~/domain/access/mod.ts";
import { system, with_world, type World } from "../access/world.ts";

export interface KeyWorld extends World {
  gate: Gate;
  /** Signed in a moment ago, by the clock of the test. */
  signed_in(person_id: string, audience?: Audience): Promise<Actor>;
  key(actor: Actor, input?: Partial<NewKey>): ReturnType<typeof create_key>;
  days(n: number): string;
}

export const with_keys = (run: (world: KeyWorld) => Promise<void>): () => Promise<void> =>
  with_world(async (world) => {
    const gate = await open_gate(world.platform);
    const days = (n: number) => world.clock.now().add({ hours: n * 24 }).toString();
    try {
      await run({
        ...world,
        gate,
        days,
        async signed_in(person_id, audience = "admin") {
          const { session_id } = await world.platform.transaction(
            system,
            (tx) => open_session(tx, person_id, audience, ["password"]),
          );
          return { ...(await gate.actor(session_id)).actor, request: null };
        },
        key: (actor, input = {}) =>
          world.platform.transaction(
            actor,
            (tx) => create_key(tx, { name: "ERP", scopes: ["tickets:read"], expires_at: days(90), ...input }),
          ),
      });
    } finally {
      await gate.close();
    }
  });
