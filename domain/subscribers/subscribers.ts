import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Values } from "~/domain/kernel/store.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import "./transitions.ts";
import { subscriber } from "./subscriber.ts";

export type Subscriber = Row<typeof subscriber>;

refusal("subscribers_external", {
  field: "external_id",
  message: "belongs to another subscriber of that system",
  remedy: "Open that subscriber, or correct the id.",
});
refusal("subscribers_number", { field: "number", message: "was given to another subscriber" });

export const subscribers = manager(subscriber, {
  event_fields: ["status"],
  prepare: (tx, input, before) => {
    if (before) return input;
    check_external(input);
    return { ...input, ...first_stamp(tx, input) };
  },
});

function check_external(input: Values<Subscriber>): void {
  if (!input.external_system === !input.external_id) return;
  const missing = input.external_system ? "external_id" : "external_system";
  throw invalid(
    missing,
    undefined,
    "is required where the other half of the external key is given",
    "Send external_system and external_id together, or neither.",
  );
}

/** A subscriber that is born in a state carries the time of it, as one that moved there does. */
function first_stamp(tx: Tx, input: Values<Subscriber>): Values<Subscriber> {
  const now = tx.now().toString();
  switch (input.status ?? "active") {
    case "active":
      return { activated_at: input.activated_at ?? now };
    case "suspended":
      return { suspended_at: now };
    case "terminated":
      return { terminated_at: now };
    default:
      return {};
  }
}
