/**
 * Attachments: files of any row that a domain has made attachable. A file is read by whoever may read the row it hangs
 * on; an outsider reads only what is public and of the own subscriber.
 */
import { type Actor, portal_of } from "./actor.ts";
import { parameters, select_list } from "./columns.ts";
import { type Entity, entity, type Row } from "./entity.ts";
import { not_found } from "./errors.ts";
import { choice, integer, ref, text } from "./fields.ts";
import type { ServedFile } from "./files/serve.ts";
import { manager } from "./manager.ts";
import { demand_staff } from "./staff_only.ts";
import type { StagedFile } from "./staged_files.ts";
import type { Tx } from "./tx.ts";

export { discard_files, most_files, stage_files, type StagedFile, type Upload, with_files } from "./staged_files.ts";

/** Who wrote something, as a timeline tells it. */
export const author_kinds = ["staff", "customer", "reseller", "vendor", "system"] as const;
export type AuthorKind = typeof author_kinds[number];

export const attachment = entity("attachment", {
  table: "attachments",
  permission: "attachments",
  label: "Attachment",
  plural: "Attachments",
  icon: "paperclip",
  label_field: "file_name",
  hidden: true,
  readonly: true,
  scope: {
    customer: "visibility = 'public' and subscriber_id = any ((select app_subscriber_ids())::uuid[])",
    reseller: "visibility = 'public' and subscriber_id in (select app_reseller_subscriber_ids())",
    vendor: "entity_type = 'work_order' and part_id in (select app_vendor_note_ids())",
  },
  sees: {
    vendor: [
      "entity_type",
      "entity_id",
      "part_id",
      "file_name",
      "content_type",
      "byte_size",
      "sha256",
      "visibility",
      "uploaded_by_name",
      "uploaded_by_kind",
    ],
  },
  fields: {
    entity_type: text(60).meta({ filter: true, create_only: true }),
    entity_id: text(60).meta({ filter: true, create_only: true }),
    part_id: text(60).nullish().meta({ label: "Comment or note", create_only: true }),
    file_name: text(200).meta({ list: true }),
    content_type: text(120).meta({ list: true }),
    byte_size: integer(0).meta({ label: "Bytes", list: true }),
    sha256: text(64),
    storage_key: text(64).meta({ secret: true }),
    visibility: choice("public", "internal").default("internal").meta({ list: true }),
    subscriber_id: ref("subscriber").nullish(),
    uploaded_by_id: ref("person").nullish().meta({ readonly: true, staff_only: true }),
    uploaded_by_name: text(160).meta({ label: "Uploaded by", readonly: true, list: true }),
    uploaded_by_kind: choice(...author_kinds).meta({ readonly: true }),
  },
});
export type Attachment = Row<typeof attachment>;
export type Visibility = Attachment["visibility"];

export const attachments = manager(attachment, { audience: (row) => row.visibility === "public" ? "all" : "staff" });

export interface Target {
  entity_type: string;
  entity_id: string;
  visibility: Visibility;
  /** Whose customers may read it while it is public. */
  subscriber_id: string | null;
  /** The comment or note it came with. */
  part_id?: string | undefined;
}

/** How a domain lets files hang on its rows. Both throw what its own reads and verbs throw. */
export interface Attachable {
  read(tx: Tx, id: string): Promise<unknown>;
  /** May this actor add (or remove) a file of this visibility? An outsider never gets to write an internal one. */
  write(tx: Tx, id: string, visibility: Visibility): Promise<{ subscriber_id?: string | null | undefined }>;
}

const homes = new Map<string, Attachable>();

/** `attachable("ticket", { read: tickets.get, write: … })` */
export function attachable(entity_type: string, home: Attachable): void {
  homes.set(entity_type, home);
}

function home_of(entity_type: string): Attachable {
  const home = homes.get(entity_type);
  if (!home) throw not_found("kind of record with files", entity_type);
  return home;
}

/** Inward: writes the rows of staged files. The verb has checked the target. */
export async function attach(tx: Tx, target: Target, files: readonly StagedFile[]): Promise<Attachment[]> {
  const { actor } = tx;
  const by = {
    uploaded_by_id: actor.person_id,
    uploaded_by_name: actor.label.slice(0, 160),
    uploaded_by_kind: author_kind(actor),
  };
  const rows: Attachment[] = [];
  for (const file of files) rows.push(await attachments.insert(tx, { ...target, ...file, ...by }));
  return rows;
}

/** Who speaks, as a timeline tells it. */
export const author_kind = (actor: Actor): AuthorKind =>
  portal_of(actor) ?? (actor.kind === "job" ? "system" : "staff");

/** Outward: files for a row as its domain allows. @throws DomainError 403, 404 */
export async function add_attachments(
  tx: Tx,
  entity_type: string,
  entity_id: string,
  visibility: Visibility,
  files: readonly StagedFile[],
): Promise<Attachment[]> {
  const seen: Visibility = portal_of(tx.actor) ? "public" : visibility;
  const owner = await home_of(entity_type).write(tx, entity_id, seen);
  const rows = await tx.elevated((inner) =>
    attach(inner, { entity_type, entity_id, visibility: seen, subscriber_id: owner.subscriber_id ?? null }, files)
  );
  return await by_ids(tx, rows.map((row) => row.id));
}

/** Files of a row, oldest first. @throws DomainError as reading the row does */
export async function list_attachments(tx: Tx, entity_type: string, entity_id: string): Promise<Attachment[]> {
  await home_of(entity_type).read(tx, entity_id);
  return await selected(tx, (to) => `t.entity_type = ${to.bind(entity_type)} and t.entity_id = ${to.bind(entity_id)}`);
}

const by_ids = (tx: Tx, ids: readonly string[]) => selected(tx, (to) => to.one_of("t.id", ids, "uuid"));

async function selected(tx: Tx, where: (to: ReturnType<typeof parameters>) => string): Promise<Attachment[]> {
  const to = parameters();
  const portal = portal_of(tx.actor);
  const columns = select_list(attachment as unknown as Entity, portal);
  const condition = where(to);
  const seen = portal ? ` and (${attachment.scope?.[portal] ?? "false"})` : "";
  const rows = await tx.sql.unsafe<Attachment[]>(
    `select ${columns} from attachments t where t.is_active and ${condition}${seen} order by t.created_at, t.id`,
    to.values,
    { prepare: true },
  );
  return [...rows];
}

export interface OpenedFile extends ServedFile {
  storage_key: string;
}

/** What a download needs, once the actor may see the row that the file hangs on. @throws DomainError 403, 404 */
export async function open_attachment(tx: Tx, id: string): Promise<OpenedFile> {
  const row = await readable(tx, id);
  await home_of(row.entity_type).read(tx, row.entity_id);
  const storage_key = await tx.elevated(async (inner) => {
    const [stored] = await inner.sql<
      { storage_key: string }[]
    >`select storage_key from attachments where id = ${id}::text::uuid`;
    return stored?.storage_key ?? "";
  });
  return { name: row.file_name, type: row.content_type, size: row.byte_size, sha256: row.sha256, storage_key };
}

/** Takes a file off its row. Its bytes stay until they are swept, as the row's history does. Staff only. */
export async function remove_attachment(tx: Tx, id: string): Promise<void> {
  demand_staff(tx, "attachments:delete");
  const row = await readable(tx, id);
  await home_of(row.entity_type).write(tx, row.entity_id, row.visibility);
  await tx.elevated(async (inner) => void await attachments.retire(inner, row));
}

async function readable(tx: Tx, id: string): Promise<Attachment> {
  const row = portal_of(tx.actor) ? await attachments.get(tx, id) : await attachments.fetch(tx, id);
  if (!row.is_active) throw not_found("attachment", id);
  return row;
}

/** The files follow their row to another subscriber: otherwise the old one could still read them. */
export async function attachments_follow(
  tx: Tx,
  entity_type: string,
  entity_id: string,
  subscriber_id: string | null,
): Promise<void> {
  await tx.sql`
    update attachments set subscriber_id = ${subscriber_id}::text::uuid
     where entity_type = ${entity_type} and entity_id = ${entity_id}`;
}
