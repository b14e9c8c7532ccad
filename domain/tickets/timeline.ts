/**
 * The timeline of a ticket: what was said, what changed, who came by, which files arrived; one stream in order of time.
 *
 * An outsider's words and files are read with the outsider's own rights. Only the trail of changes and visits is read
 * with the house's, and then narrowed to fields that the outsider may see.
 */
import { portal_of } from "~/domain/kernel/actor.ts";
import { type Attachment, list_attachments } from "~/domain/kernel/attachments.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { ticket_changes } from "./timeline_changes.ts";
import type { TimelineFile, TimelineItem } from "./timeline_item.ts";
import { type Comment, type Ticket, tickets } from "./tickets.ts";

/** Adds what another domain knows about a ticket. It is asked with the reader's own actor and answers with what that actor may see. */
export type TimelineSource = (tx: Tx, ticket: Ticket) => Promise<TimelineItem[]>;
const sources: TimelineSource[] = [];
export const timeline_source = (source: TimelineSource): void => void sources.push(source);

/** Oldest first. @throws DomainError 404 for a ticket out of sight */
export async function timeline(tx: Tx, id: string): Promise<TimelineItem[]> {
  const row = await tickets.get(tx, id);
  const files = await list_attachments(tx, "ticket", id);
  const items: TimelineItem[] = [
    ...(await words(tx, row)).map((comment) => said(comment, files)),
    ...arrived(files),
    ...await ticket_changes(tx, row),
  ];
  for (const source of sources) items.push(...await source(tx, row));
  return items.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** Of one moment (one commit has one time) the report comes first, then the words, then what they caused. */
const order: readonly TimelineItem["kind"][] = ["created", "files", "comment", "visit", "change"];
const rank = (item: TimelineItem) => order.indexOf(item.kind);

async function words(tx: Tx, row: Ticket): Promise<Comment[]> {
  const public_only = portal_of(tx.actor) ? tx.sql`and visibility = 'public'` : tx.sql``;
  return await tx.sql<Comment[]>`
    select id, created_at, author_name, author_kind, visibility, body
      from ticket_comments
     where ticket_id = ${row.id}::text::uuid and is_active ${public_only}
     order by created_at, id`;
}

const said = (comment: Comment, files: readonly Attachment[]): TimelineItem => ({
  kind: "comment",
  id: comment.id,
  at: comment.created_at,
  by: comment.author_name,
  by_kind: comment.author_kind,
  visibility: comment.visibility,
  body: comment.body,
  files: files.filter((file) => file.part_id === comment.id).map(shown),
});

/** Files that came without a comment, those of one moment together. */
function arrived(files: readonly Attachment[]): TimelineItem[] {
  const groups = Map.groupBy(files.filter((file) => !file.part_id), (file) => `${file.created_at} ${file.visibility}`);
  return [...groups.values()].flatMap((group): TimelineItem[] => {
    const [first] = group;
    if (!first) return [];
    return [{
      kind: "files",
      id: first.id,
      at: first.created_at,
      by: first.uploaded_by_name,
      by_kind: first.uploaded_by_kind,
      visibility: first.visibility,
      files: group.map(shown),
    }];
  });
}

const shown = ({ id, file_name, content_type, byte_size, visibility }: Attachment): TimelineFile => ({
  id,
  file_name,
  content_type,
  byte_size,
  visibility,
});
