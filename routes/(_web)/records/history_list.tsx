/** Audit entries of a record as a stream: who did what, field by field. */
import { Timeline, TimelineItem } from "~/components/detail/timeline.tsx";
import type { IconName } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import type { History } from "./history.ts";
import { name_label } from "./labels.ts";
import { type Reading, value_text } from "./value.tsx";

const known: Record<string, { icon: IconName; words: string }> = {
  created: { icon: "plus", words: "created this" },
  updated: { icon: "pencil", words: "changed" },
  deleted: { icon: "trash-2", words: "deleted this" },
};

export function HistoryList(
  { history: { found, labels }, entity, read }: { history: History; entity: Entity; read: Reading },
) {
  return (
    <Timeline label={t("History")}>
      {found.items.map((entry) => {
        const verb = entry.action.slice(entry.action.indexOf(".") + 1);
        const look = known[verb] ?? { icon: "history" as const, words: humanise(verb).toLowerCase() };
        const changes = shown_changes(entry.changes);
        return (
          <TimelineItem
            key={entry.id}
            id={`history-${entry.id}`}
            kind="event"
            icon={look.icon}
            by={entry.actor_label}
            did={t(look.words)}
            at={entry.occurred_at}
            now={read.now}
            zone={read.zone}
          >
            {changes.length > 0 && (
              <Changes changes={changes} entity={entity} read={read} labels={labels} created={verb === "created"} />
            )}
          </TimelineItem>
        );
      })}
    </Timeline>
  );
}

type Change = [name: string, from: unknown, to: unknown];

/** Old entries may have any shape: what is no change is left out. */
function shown_changes(changes: Readonly<Record<string, unknown>>): Change[] {
  return Object.entries(changes).flatMap(([name, change]): Change[] =>
    typeof change === "object" && change !== null && name !== "search_text"
      ? [[name, "from" in change ? change.from : null, "to" in change ? change.to : null]]
      : []
  );
}

function Changes(
  { changes, entity, read, labels, created }: {
    changes: readonly Change[];
    entity: Entity;
    read: Reading;
    labels: History["labels"];
    created: boolean;
  },
) {
  const text = (name: string, value: unknown) => {
    const said = typeof value === "string" && labels.get(value) || value_text(entity.column(name), value, read.zone);
    return said.length > 200 ? `${said.slice(0, 200)}…` : said || t("empty");
  };
  return (
    <ul class="grid gap-1 text-sm">
      {changes.map(([name, from, to]) => (
        <li key={name} class="break-words">
          <span class="text-ink-3">{name_label(entity, name)}</span> {!created && (
            <>
              <s class="text-ink-3">
                <span class="sr-only">{t("from")}</span>
                {text(name, from)}
              </s>{" "}
              <span aria-hidden="true">→</span>
              <span class="sr-only">{t("to")}</span>
              {" "}
            </>
          )}
          <span class="font-medium">{text(name, to)}</span>
        </li>
      ))}
    </ul>
  );
}
