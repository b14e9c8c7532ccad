/** What a ticket gets besides what its author typed, and what it is refused for. */
import { demand } from "~/domain/kernel/actor.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import type { Values } from "~/domain/kernel/store.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { due_hours } from "./settings.ts";
import { is_staff } from "./staff.ts";
import type { ticket } from "./ticket.ts";

type Ticket = Row<typeof ticket>;

export async function prepare_ticket(tx: Tx, input: Values<Ticket>, before: Ticket | null): Promise<Values<Ticket>> {
  await check_assignee(tx, input, before);
  return before ? await changed(tx, input, before) : await completed(tx, input);
}

/** The same door for every way to an assignee: a PATCH may not do what `assign` would refuse. */
async function check_assignee(tx: Tx, input: Values<Ticket>, before: Ticket | null): Promise<void> {
  const wanted = input.assigned_to_id;
  if (wanted === undefined || wanted === (before?.assigned_to_id ?? null)) return;
  if (!tx.trusted) demand(tx.actor, "tickets:assign");
  if (wanted !== null && !await is_staff(tx, wanted)) {
    throw invalid(
      "assigned_to_id",
      wanted,
      "is not a member of staff",
      "Choose a person who has a staff role, or null for nobody.",
    );
  }
}

const first_states = ["new", "open", "pending", "on_hold"];

async function completed(tx: Tx, input: Values<Ticket>): Promise<Values<Ticket>> {
  if (input.status && !first_states.includes(input.status)) {
    throw invalid(
      "status",
      input.status,
      "cannot be a ticket's first state",
      `Create it as one of ${first_states.join(", ")} and move it from there.`,
    );
  }
  return {
    ...input,
    created_by_id: tx.actor.person_id,
    site_id: input.site_id ?? await site_of(tx, input.subscriber_id),
    due_at: input.due_at === undefined ? await due_time(tx, input.priority ?? "normal") : input.due_at,
  };
}

/** A ticket that goes to another subscriber leaves the first one's address behind, unless a site is given along. */
async function changed(tx: Tx, input: Values<Ticket>, before: Ticket): Promise<Values<Ticket>> {
  const moves = input.subscriber_id !== undefined && input.subscriber_id !== (before.subscriber_id ?? null);
  return moves && input.site_id === undefined ? { ...input, site_id: await site_of(tx, input.subscriber_id) } : input;
}

async function site_of(tx: Tx, subscriber_id: string | null | undefined): Promise<string | null> {
  if (!subscriber_id) return null;
  const [row] = await tx.sql<
    { site_id: string | null }[]
  >`select site_id from subscribers where id = ${subscriber_id}::text::uuid`;
  return row?.site_id ?? null;
}

/** Wall-clock hours from now; service levels with business hours are clocks of their own. Null where the setting names none. */
async function due_time(tx: Tx, priority: Ticket["priority"]): Promise<string | null> {
  const hours = (await read_setting(tx, due_hours))[priority];
  return hours === null ? null : tx.now().add({ minutes: Math.round(hours * 60) }).toString();
}
