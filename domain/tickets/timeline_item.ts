import type { Attachment, AuthorKind } from "~/domain/kernel/attachments.ts";

interface Common {
  /** Unique within the stream. */
  id: string;
  at: string;
  /** Who acted; null for the system, whose parts have no names that a customer would know. */
  by: string | null;
  by_kind: AuthorKind;
  visibility: "public" | "internal";
}

export interface FieldChange {
  field: string;
  /** Null where the field has no label of its own: the page humanises its name, as forms do. */
  label: string | null;
  from: unknown;
  to: unknown;
}

export type TimelineFile = Pick<Attachment, "id" | "file_name" | "content_type" | "byte_size" | "visibility">;

export type VisitStep =
  | "scheduled"
  | "rescheduled"
  | "unscheduled"
  | "dispatched"
  | "started"
  | "completed"
  | "canceled";

export type TimelineItem =
  | (Common & { kind: "created"; channel: string })
  | (Common & { kind: "comment"; body: string; files: TimelineFile[] })
  | (Common & { kind: "change"; changes: FieldChange[] })
  | (Common & { kind: "files"; files: TimelineFile[] })
  | (Common & {
    kind: "visit";
    step: VisitStep;
    work_order_id: string;
    number: string;
    title: string;
    scheduled_start: string | null;
    scheduled_end: string | null;
    technician: string | null;
  });
