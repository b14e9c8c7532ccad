/** The second proof for programs: in the middle of a sign-in, and within a session. Passkeys are for browsers. */
import { z } from "zod";
import { find_credential, find_pending, prove_password, username_of } from "~/domain/access/mod.ts";
import { answer_second_factor, demand_own, step_name, step_up, wrong_proof } from "~/domain/second_factor/mod.ts";
import { invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { door } from "../(_web)/sign_in.ts";
import { json_answer } from "./answer.ts";
import { outcome_answer } from "./auth.ts";
import { type Endpoint, raw } from "./endpoint.ts";

const tag = "Sign-in";
const code = z.string().min(6).max(40).describe("Six digits of an authenticator app, or a recovery code");
const answer = z.strictObject({
  pending_token: z.string().min(20).max(200),
  code,
  portal: z.enum(["admin", "portal", "reseller", "vendor"]).default("admin"),
});
const proof = z.strictObject({
  code: code.optional(),
  password: z.string().min(1).max(1_000).optional().describe("For people without a second factor"),
});
const stepped_up = z.object({ stepped_up_at: z.string() });

export const second_factor_routes: Endpoint[] = [
  raw("POST", `/auth/${step_name}`, {
    permission: "public",
    tag,
    summary: "Go on with a sign-in that waits for a second factor",
    body: answer,
    returns: z.object({ token_type: z.string() }),
  }, async ({ house, request, actor }) => {
    const body = validated(answer, await json_of(request));
    const at_door = door(actor.request ?? { id: "", ip: null, user_agent: null });
    const outcome = await house.platform.transaction(
      at_door,
      async (tx) =>
        await answer_second_factor(tx, await find_pending(tx, body.pending_token, body.portal), {
          code: body.code,
          passkey: "",
        }),
    );
    if (!outcome) {
      throw unauthenticated(
        "The code is wrong, was used before, or is too old. Send the next one; five wrong ones end this sign-in.",
      );
    }
    return await outcome_answer(house, outcome);
  }),
  raw("POST", "/auth/step-up", {
    permission: "signed-in",
    tag,
    summary: "Prove again that it is you, where an answer named step_up_required; good for ten minutes",
    body: proof,
    returns: stepped_up,
  }, async ({ house, request, actor }) => {
    const body = validated(proof, await json_of(request));
    if (!body.code && !body.password) {
      throw invalid("code", undefined, "is missing", "Send code, or password where the account has no second factor.");
    }
    const username = body.password ? await house.platform.read(actor, own_username) : null;
    const credential = username
      ? await house.platform.read(
        door(actor.request ?? { id: "", ip: null, user_agent: null }),
        (tx) => find_credential(tx, username),
      )
      : null;
    const matches = body.password ? (await prove_password(credential, body.password)).matches : false;
    if (
      !await house.platform.transaction(actor, (tx) => step_up(tx, { code: body.code ?? "", passkey: "" }, matches))
    ) throw wrong_proof();
    return json_answer(JSON.stringify({ stepped_up_at: house.platform.now().toString() }), 200, {
      "cache-control": "no-store",
    });
  }),
];

async function own_username(tx: Tx): Promise<string | null> {
  const { person_id } = demand_own(tx);
  return await tx.elevated((tx) => username_of(tx, person_id));
}

async function json_of(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw invalid("(body)", "", "must be a JSON object", "Send application/json.");
  }
}
