/** The customer's view of field work: when somebody comes, who by first name, and how it went in words meant for them. */
import { portal_of } from "~/domain/kernel/actor.ts";
import { forbidden } from "~/domain/kernel/errors.ts";
import type { ListQuery } from "~/domain/kernel/list_query.ts";
import type { Condition } from "~/domain/kernel/list_sql.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { work_orders, type WorkOrder } from "./work_orders.ts";

export interface VisitNote {
  author_name: string;
  body: string;
  created_at: string;
}

export interface Visit extends Pick<WorkOrder, "id" | "number" | "title" | "work_type" | "created_at" | "updated_at"> {
  status: Exclude<WorkOrder["status"], "draft">;
  subscriber_id: string | null;
  ticket_id: string | null;
  site_id: string | null;
  scheduled_start: string | null;
  scheduled_end: string | null;
  started_at: string | null;
  completed_at: string | null;
  technician_first_name: string | null;
  notes: VisitNote[];
}

export type VisitPage = Omit<Page<WorkOrder>, "items"> & { items: Visit[] };

/** The customer's own visits, as `work_orders.list` filters and pages them. */
export async function visits(
  tx: Tx,
  query: Partial<ListQuery> = {},
  conditions: readonly Condition[] = [],
): Promise<VisitPage> {
  demand_visitor(tx);
  const page = await work_orders.list(tx, query, conditions);
  return { ...page, items: await as_visits(tx, page.items) };
}

/** @throws DomainError 404 for another customer's visit, and for one that has no window yet */
export async function visit(tx: Tx, id: string): Promise<Visit | null> {
  demand_visitor(tx);
  return (await as_visits(tx, [await work_orders.get(tx, id)]))[0] ?? null;
}

/** The customer, and the reseller who looks after them, see the same. */
function demand_visitor(tx: Tx): void {
  const portal = portal_of(tx.actor);
  if (portal === "customer" || portal === "reseller") return;
  throw forbidden("portal:work-orders:read", "Staff and vendors read work orders.");
}

interface Beside {
  work_order_id: string;
  first_name: string | null;
  notes: VisitNote[];
}

/** Technicians and notes are no tables of the portal: what is said of them is chosen here, for rows the customer has already got. */
async function as_visits(tx: Tx, rows: readonly WorkOrder[]): Promise<Visit[]> {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const beside = await tx.elevated((inner) =>
    inner.sql<Beside[]>`
      select w.id as work_order_id,
             (select coalesce(nullif(p.first_name, ''), split_part(t.name, ' ', 1))
                from work_order_assignments a
                join technicians t on t.id = a.technician_id
                join people p on p.id = t.person_id
               where a.work_order_id = w.id and a.is_active and a.is_primary) as first_name,
             coalesce((
               select json_agg(json_build_object('author_name', n.author_name, 'body', n.body, 'created_at', n.created_at) order by n.created_at, n.id)
                 from work_order_notes n
                where n.work_order_id = w.id and n.is_active and n.visibility = 'public'), '[]') as notes
        from work_orders w
       where w.id in (select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb))`
  );
  const known = new Map(beside.map((each) => [each.work_order_id, each]));
  return rows.flatMap((row) => row.status === "draft" ? [] : [shown(row, row.status, known.get(row.id))]);
}

const shown = (row: WorkOrder, status: Visit["status"], beside: Beside | undefined): Visit => ({
  id: row.id,
  number: row.number,
  title: row.title,
  work_type: row.work_type,
  status,
  subscriber_id: row.subscriber_id ?? null,
  ticket_id: row.ticket_id ?? null,
  site_id: row.site_id ?? null,
  scheduled_start: row.scheduled_start ?? null,
  scheduled_end: row.scheduled_end ?? null,
  started_at: row.started_at ?? null,
  completed_at: row.completed_at ?? null,
  created_at: row.created_at,
  updated_at: row.updated_at,
  technician_first_name: beside?.first_name ?? null,
  notes: beside?.notes ?? [],
});
