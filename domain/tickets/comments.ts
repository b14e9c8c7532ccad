/** The one place where something said on a ticket is written, with the files that came along. */
import { attach, author_kind, type StagedFile, type Visibility } from "~/domain/kernel/attachments.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { z } from "zod";
import { type Comment, comments, type Ticket } from "./tickets.ts";

const said = z.object({ body: long_text() });

export async function add_comment(
  tx: Tx,
  on: Ticket,
  visibility: Visibility,
  body: string,
  files: readonly StagedFile[],
): Promise<Comment> {
  const { actor } = tx;
  const comment = await comments.insert(tx, {
    ticket_id: on.id,
    author_id: actor.person_id,
    author_name: actor.label.slice(0, 160),
    author_kind: author_kind(actor),
    visibility,
    body: validated(said, { body }).body,
  });
  await attach(tx, {
    entity_type: "ticket",
    entity_id: on.id,
    part_id: comment.id,
    visibility,
    subscriber_id: on.subscriber_id ?? null,
  }, files);
  return comment;
}

/** What tells a listener which words on which ticket; never the words themselves, they are read with one's own rights. */
export const spoken = (on: Ticket, comment: Comment) => ({
  id: on.id,
  number: on.number,
  subject: on.subject,
  subscriber_id: on.subscriber_id ?? null,
  comment_id: comment.id,
  author_name: comment.author_name,
});
