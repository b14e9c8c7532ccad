/** What a refused form of the page says. A colleague who was first is told by what changed; what was typed still stands in its form. */
import { Banner } from "~/components/banner.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { FieldChange } from "~/domain/tickets/mod.ts";
import { type Failure, failure_of } from "../../../(_web)/pages.ts";
import { field_label, name_label } from "../../../(_web)/records/labels.ts";
import { form_errors } from "../../../(_web)/records/problems.ts";
import { type Reading, value_text } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import type { TicketData } from "./read.ts";

/** "Priority: Normal → High". References come by name from the domain. */
export function change_words(entity: Entity, { field, from, to }: FieldChange, zone: string): string {
  const column = entity.column(field);
  const label = column ? field_label(column) : name_label(entity, field);
  if (column?.kind === "long_text") return t("{field} changed", { field: label });
  const [old_text, new_text] = [value_text(column, from, zone), value_text(column, to, zone)];
  if (!old_text) return `${label}: ${new_text}`;
  return new_text
    ? `${label}: ${old_text} → ${new_text}`
    : t("{field} taken away ({was})", { field: label, was: old_text });
}

/** Composer and facts show their own errors; what concerns the page as a whole stands at its head. */
export function Refusal({ data, state, read }: { data: TicketData; state: State; read: Reading }) {
  const failure = failure_of(state);
  if (!failure) return null;
  if (failure.error.code === "stale") {
    return (
      <div class="mb-4">
        <Meanwhile data={data} failure={failure} read={read} />
      </div>
    );
  }
  return (
    <FormErrors
      errors={form_errors(data.kind.entity, failure.error).map(({ label, message }) => ({
        message: label ? `${label}: ${message}` : message,
      }))}
    />
  );
}

function Meanwhile(
  { data: { items, kind, row }, failure, read }: { data: TicketData; failure: Failure; read: Reading },
) {
  const version = failure.values.version ?? row.updated_at;
  const since = items.filter((item) => item.kind === "change" && later(item.at, version));
  const editing = failure.values.action === "edit";
  return (
    <Banner tone="warning" title={t("This ticket was changed while you had it open")}>
      {since.length > 0 && (
        <ul class="grid gap-1 my-1">
          {since.map((item) =>
            item.kind === "change" && (
              <li key={item.id}>
                <b class="font-semibold">{item.by ?? t("System")}</b>{" "}
                <Time at={item.at} now={read.now} zone={read.zone} />:{" "}
                {item.changes.map((change) => change_words(kind.entity, change, read.zone)).join(" · ")}
              </li>
            )
          )}
        </ul>
      )}
      <p>
        {editing
          ? t(
            "Nothing you typed is lost: it still stands in its field. Save again if it should replace what is there now.",
          )
          : t("Nothing was done yet. Look at it again, then repeat the step if it still fits.")}
      </p>
    </Banner>
  );
}

function later(at: string, version: string): boolean {
  try {
    return Temporal.Instant.compare(at, version) > 0;
  } catch {
    return false; // a version that no page of ours has sent
  }
}
