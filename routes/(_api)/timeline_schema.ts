/** The timeline's items as documentation reads them. The domain's own types say the same and make them. */
import { z } from "zod";
import { author_kinds } from "~/domain/kernel/attachments.ts";

const file = z.object({
  id: z.uuid(),
  file_name: z.string(),
  content_type: z.string(),
  byte_size: z.int(),
  visibility: z.enum(["public", "internal"]),
});

const common = {
  id: z.string(),
  at: z.iso.datetime({ offset: true }),
  by: z.string().nullable(),
  by_kind: z.enum(author_kinds),
  visibility: z.enum(["public", "internal"]),
};

const item = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("created"), channel: z.string() }),
  z.object({ ...common, kind: z.literal("comment"), body: z.string(), files: z.array(file) }),
  z.object({
    ...common,
    kind: z.literal("change"),
    changes: z.array(z.object({ field: z.string(), label: z.string().nullable(), from: z.unknown(), to: z.unknown() })),
  }),
  z.object({ ...common, kind: z.literal("files"), files: z.array(file) }),
  z.object({
    ...common,
    kind: z.literal("visit"),
    step: z.enum(["scheduled", "rescheduled", "unscheduled", "dispatched", "started", "completed", "canceled"]),
    work_order_id: z.uuid(),
    number: z.string(),
    title: z.string(),
    scheduled_start: z.string().nullable(),
    scheduled_end: z.string().nullable(),
    technician: z.string().nullable(),
  }),
]);

export const timeline_schema = z.object({ items: z.array(item) });
