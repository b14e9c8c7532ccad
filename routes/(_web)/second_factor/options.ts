/** Questions for passkeys, as JSON: POST, since each is kept until it is answered. */
import {
  ask_any_passkey,
  ask_own_passkey,
  ask_passkey,
  begin_enrol_passkey,
  begin_own_passkey,
} from "~/domain/second_factor/mod.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { actor_of } from "../middlewares.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { door } from "../sign_in.ts";
import { pending_of } from "../sign_in_answer.ts";
import type { PasskeyPurpose } from "./passkey_form.tsx";
import { names } from "../declared.ts";

interface Question {
  /** Whether a session asks, or the door. */
  by: "session" | "door";
  ask: (tx: Tx, ctx: Ctx, portal: Portal) => Promise<object>;
}

const questions: Record<PasskeyPurpose, Question> = {
  "sign-in": { by: "door", ask: (tx) => ask_any_passkey(tx) },
  answer: {
    by: "door",
    ask: async (tx, ctx, portal) => await ask_passkey(tx, (await pending_of(tx, ctx, portal)).person_id),
  },
  enrol: {
    by: "door",
    ask: async (tx, ctx, portal) => await begin_enrol_passkey(tx, await pending_of(tx, ctx, portal)),
  },
  "step-up": { by: "session", ask: (tx) => ask_own_passkey(tx) },
  add: { by: "session", ask: (tx) => begin_own_passkey(tx) },
};

export const options_handlers = (portal: Portal) =>
  names("public", {
    async POST(ctx: Ctx): Promise<Response> {
      const body: unknown = await ctx.req.json().catch(() => null);
      const purpose = typeof body === "object" && body !== null && "purpose" in body ? String(body.purpose) : "";
      const question = Object.entries(questions).find(([name]) => name === purpose)?.[1];
      if (!question) throw invalid("purpose", purpose, `must be one of ${Object.keys(questions).join(", ")}`);
      const actor = question.by === "session" ? actor_of(ctx.state) : door(ctx.state.request);
      const options = await ctx.state.house.platform.transaction(actor, (tx) => question.ask(tx, ctx, portal));
      return Response.json(options, { headers: { "cache-control": "no-store" } });
    },
  });
