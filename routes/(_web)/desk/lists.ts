/** What belongs to the signed-in customer, or to the customers of a signed-in reseller, as the pages ask for it: everything through the managers, under the reader's own scope. */
import { finished_statuses, open_statuses } from "~/components/portal/ticket_words.ts";
import { coming_statuses, past_statuses } from "~/components/portal/visit_words.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { subscriber, subscribers } from "~/domain/subscribers/mod.ts";
import { ticket, tickets } from "~/domain/tickets/mod.ts";
import { type Visit, visits, work_order } from "~/domain/work_orders/mod.ts";
import type { Entity } from "~/domain/kernel/entity.ts";

const query = (entity: unknown, asked: Record<string, string>) =>
  parse_list(entity as Entity, new URLSearchParams(asked));

/** Those in work, newest first. */
export const open_tickets = (tx: Tx, limit = 50) =>
  tickets.list(tx, query(ticket, { status: open_statuses.join(","), limit: String(limit), labels: "true" }));

/** Those that are over, newest first. `offset` is the text of the address: what is no number is refused by name. */
export const finished_tickets = (tx: Tx, limit: number, offset = "0") =>
  tickets.list(
    tx,
    query(ticket, { status: finished_statuses.join(","), limit: String(limit), offset, labels: "true" }),
  );

/** Resolved or closed ones by their last change, to find what waits for a rating. */
export const lately_finished = (tx: Tx, limit: number) =>
  tickets.list(
    tx,
    query(ticket, { status: "resolved,closed", order_by: "updated_at", order_dir: "desc", limit: String(limit) }),
  );

/** Visits to come, the next first. */
export const coming_visits = (tx: Tx, limit: number) =>
  visits(
    tx,
    query(work_order, {
      status: coming_statuses.join(","),
      order_by: "scheduled_start",
      order_dir: "asc",
      limit: String(limit),
    }),
  );

export const past_visits = (tx: Tx, limit: number, offset = "0") =>
  visits(
    tx,
    query(work_order, {
      status: past_statuses.join(","),
      order_by: "scheduled_start",
      order_dir: "desc",
      limit: String(limit),
      offset,
    }),
  );

export const visits_of_ticket = async (tx: Tx, ticket_id: string): Promise<Visit[]> =>
  (await visits(tx, query(work_order, { ticket_id, order_by: "scheduled_start", order_dir: "desc", limit: "20" })))
    .items;

/** The visit that tells how far a ticket is: the next to come, else the last one that took place. */
export function telling_visit(found: readonly Visit[]): Visit | null {
  const coming = found.filter((visit) => coming_statuses.some((status) => status === visit.status));
  return coming.at(-1) ?? found.find((visit) => visit.status === "completed") ?? null;
}

/** A customer that is named, under the reader's own scope. @throws DomainError 404 */
export const one_service = (tx: Tx, id: string) => subscribers.get(tx, id, { labels: true });

/** One's own services with their addresses (`site_label`), the oldest first. */
export const own_services = async (tx: Tx, order_by = "created_at", limit = 50) =>
  (await subscribers.list(
    tx,
    query(subscriber, { limit: String(limit), order_by, order_dir: "asc", labels: "true" }),
  )).items;
export type Service = Awaited<ReturnType<typeof own_services>>[number];

export const address_of = (service: Service): string | null =>
  typeof service.site_label === "string" && service.site_label ? service.site_label : null;

/** Customers of a reseller by name; `asked` as the address of a list has it. */
export const served = (tx: Tx, asked: Record<string, string>) =>
  subscribers.list(tx, query(subscriber, { order_by: "name", order_dir: "asc", labels: "true", ...asked }));

/** Tickets of one customer, open ones or those that are over. */
export const tickets_of = (tx: Tx, subscriber_id: string, statuses: readonly string[], limit: number) =>
  tickets.list(tx, query(ticket, { subscriber_id, status: statuses.join(","), limit: String(limit) }));

export const visits_of = async (tx: Tx, subscriber_id: string, limit: number): Promise<Visit[]> =>
  (await visits(
    tx,
    query(work_order, { subscriber_id, order_by: "scheduled_start", order_dir: "desc", limit: String(limit) }),
  )).items;
