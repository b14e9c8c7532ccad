/** What is known of the job: the task, what customer and staff said, what was noted on it. */
import { Badge } from "~/components/badge.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { FileStrip } from "~/components/tickets/files.tsx";
import { Time } from "~/components/time.tsx";
import { duration_text } from "~/components/work/window_text.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";
import type { JobData } from "./read.ts";

export function Task({ data: { row, job } }: { data: JobData }) {
  return (
    <Card title={t("What is to be done")}>
      <p class="flex flex-wrap items-center gap-2 mb-2 text-sm">
        <Badge>{choice_label(row.work_type)}</Badge>
        <PriorityMark priority={row.priority} />
        <span class="fig text-ink-2">{t("about {time}", { time: duration_text(row.estimated_duration_minutes) })}</span>
        {job?.ticket_number && <span class="fig text-ink-3">{job.ticket_number}</span>}
      </p>
      {row.description
        ? <p class="whitespace-pre-wrap break-words">{row.description}</p>
        : <p class="text-ink-3">{t("No instructions were written.")}</p>}
      {job && job.skills.length > 0 && (
        <ul class="flex flex-wrap gap-1.5 mt-3" aria-label={t("Skills it takes")}>
          {job.skills.map((skill) => (
            <li key={skill}>
              <Badge icon="badge-check">{skill}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Conversation({ data: { conversation, now }, zone }: { data: JobData; zone: string }) {
  if (conversation.length === 0) return null;
  return (
    <Card title={t("What was said on the ticket")}>
      <ol class="grid gap-3">
        {conversation.map((said) => (
          <li key={said.id}>
            <p class="flex flex-wrap gap-x-2 text-xs">
              <b class="font-semibold">{said.by}</b>
              <Time at={said.at} now={now} zone={zone} class="text-ink-3" />
            </p>
            <p class="whitespace-pre-wrap break-words text-sm">{said.body}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function Noted({ data: { row, notes, files, now }, zone }: { data: JobData; zone: string }) {
  const loose = files.filter((file) => !file.part_id);
  if (notes.length === 0 && loose.length === 0) return null;
  return (
    <Card title={row.status === "completed" ? t("Notes and photos") : t("Noted so far")}>
      <ol class="grid gap-3">
        {notes.map((note) => (
          <li key={note.id}>
            <p class="flex flex-wrap items-center gap-x-2 text-xs">
              <b class="font-semibold">{note.author_name}</b>
              {note.visibility === "internal"
                ? (
                  <span class="inline-flex items-center gap-1 text-warn">
                    <Icon name="lock" class="size-3" />
                    {t("team only")}
                  </span>
                )
                : <span class="text-ink-3">{t("for the customer")}</span>}
              <Time at={note.created_at} now={now} zone={zone} class="ml-auto text-ink-3" />
            </p>
            <p class="whitespace-pre-wrap break-words text-sm">{note.body}</p>
            <Strip files={files.filter((file) => file.part_id === note.id)} />
          </li>
        ))}
      </ol>
      <Strip files={loose} />
    </Card>
  );
}

const Strip = ({ files }: { files: JobData["files"] }) =>
  files.length === 0 ? null : (
    <div class="flex flex-wrap gap-2 mt-2">
      <FileStrip files={files} href={paths.admin.attachment} />
    </div>
  );
