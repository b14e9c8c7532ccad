import { entity, type Row } from "~/domain/kernel/entity.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { boolean, choice, integer, json, long_text, ref, tags, text, timestamp } from "~/domain/kernel/fields.ts";

/** One uploaded file and what became of it. Written by its own verbs alone. */
export const subscriber_import = entity("import", {
  table: "imports",
  internal: ["attempts", "locked_by", "locked_until"],
  permission: "subscribers",
  label: "Import",
  plural: "Imports",
  icon: "upload",
  label_field: "file_name",
  readonly: true,
  hidden: true,
  fields: {
    kind: text(60).meta({ readonly: true }),
    status: choice("uploaded", "checking", "checked", "queued", "importing", "completed", "failed", "canceled").meta({
      list: true,
    }),
    file_name: text(255).meta({ list: true }),
    storage_key: text(80).meta({ secret: true }),
    byte_size: integer(0),
    external_system: text(60).meta({ filter: true, list: true }),
    mapping: json().meta({ hint: "Field of the subscriber: column of the file" }),
    header: tags(),
    rows_total: integer(0).nullish().meta({ hint: "Known once the whole file is read" }),
    rows_read: integer(0).default(0),
    rows_done: integer(0).default(0),
    report: json().nullish(),
    error: long_text().nullish(),
    cancel_requested: boolean().default(false),
    started_at: timestamp().nullish(),
    finished_at: timestamp().nullish(),
    created_by_id: ref("person").nullish(),
  },
});
export type SubscriberImport = Row<typeof subscriber_import>;

declare_event("import.progressed", "An import of subscribers got further.");
declare_event("import.checked", "The dry run of an import is done; its report tells what it would do.");
declare_event("import.completed", "An import is done; its report counts the rows.");
declare_event("import.failed", "An import stopped; its error tells why. What was imported until then stays.");
declare_event("import.canceled", "An import was canceled. What was imported until then stays.");

export const imports = manager(subscriber_import);
export const import_kind = "subscribers";
