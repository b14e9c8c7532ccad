/** What a technician needs at the door. The job itself is read with the technician's own rights; what hangs on it comes along with it. */
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { type Attachment, list_attachments } from "~/domain/kernel/attachments.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type DayJob, technician_day, type TechnicianDay } from "~/domain/technicians/mod.ts";
import { timeline } from "~/domain/tickets/mod.ts";
import {
  is_own,
  readable_job,
  technicians_of,
  work_order_actions,
  work_order_notes,
  type WorkOrder,
  type WorkOrderAction,
  type WorkOrderNote,
} from "~/domain/work_orders/mod.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";

export interface Said {
  id: string;
  by: string;
  at: string;
  body: string;
}

export interface JobData {
  row: WorkOrder;
  own: boolean;
  /** Null where the job has no window or nobody is to do it. */
  job: DayJob | null;
  day: TechnicianDay | null;
  actions: WorkOrderAction[];
  notes: WorkOrderNote[];
  files: Attachment[];
  /** The last words between customer and staff, as the customer knows them. */
  conversation: Said[];
  now: string;
}

const words_shown = 3;

/** @throws DomainError 404 for a job that is not the technician's own */
export async function read_job(tx: Tx, ctx: Ctx): Promise<JobData> {
  const row = await readable_job(tx, ctx.params.id ?? "");
  const own = await is_own(tx, row.id);
  const day = await day_of_job(tx, row, own, zone_of(ctx.state));
  const [notes, files, conversation] = await Promise.all([
    notes_of(tx, row.id),
    list_attachments(tx, "work_order", row.id),
    conversation_of(tx, row, own),
  ]);
  return {
    row,
    own,
    job: day?.jobs.find((each) => each.id === row.id) ?? null,
    day,
    actions: work_order_actions(tx.actor, row, own),
    notes,
    files,
    conversation,
    now: tx.now().toString(),
  };
}

async function day_of_job(tx: Tx, row: WorkOrder, own: boolean, zone: string): Promise<TechnicianDay | null> {
  const [technician] = await technicians_of(tx, row.id);
  const person_id = own ? tx.actor.person_id : technician?.person_id;
  if (!row.scheduled_start || !person_id) return null;
  if (!own && !can(tx.actor, "technicians:read")) return null;
  const date = Temporal.Instant.from(row.scheduled_start).toZonedDateTimeISO(zone).toPlainDate().toString();
  return await technician_day(tx, person_id, date, zone);
}

/** Who may read the job may read its notes; the permission `work-orders:read` is for everybody's jobs. */
async function notes_of(tx: Tx, work_order_id: string): Promise<WorkOrderNote[]> {
  const entity = find_entity("work_order_note");
  if (!entity) return [];
  const query = parse_list(
    entity,
    new URLSearchParams({ work_order_id, order_by: "created_at", order_dir: "asc", limit: "200" }),
  );
  return (await tx.elevated((inner) => work_order_notes.list(inner, query))).items;
}

/** Only what customer and staff said to each other: notes of the desk are not the technician's. */
async function conversation_of(tx: Tx, row: WorkOrder, own: boolean): Promise<Said[]> {
  const { ticket_id } = row;
  if (!ticket_id || (!own && !can(tx.actor, "tickets:read"))) return [];
  try {
    const items = await tx.elevated((inner) => timeline(inner, ticket_id));
    return items.flatMap((item) =>
      item.kind === "comment" && item.visibility === "public"
        ? [{ id: item.id, by: item.by ?? t("System"), at: item.at, body: item.body }]
        : []
    ).slice(-words_shown);
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) return [];
    throw error;
  }
}
