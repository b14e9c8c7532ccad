import type { ComponentChildren } from "preact";
import { Badge } from "../badge.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { Time } from "../time.tsx";

export interface ShownSource {
  kind: "role" | "grant";
  /** The key itself, or a wildcard that covers it. */
  via: string;
  /** Name of the role, as a link where the reader may follow it. */
  role?: ComponentChildren;
  reason: string | null;
  granted_by?: string | null;
  expires_at: string | null;
}

/** One reason why somebody may do something: "by the role Agent (tickets:*), until …". */
export function SourceLine(
  { source, asked, now, zone }: { source: ShownSource; asked: string; now: string; zone: string },
) {
  return (
    <span class="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-sm text-ink-2">
      <Icon name={source.kind === "role" ? "shield-check" : "key"} class="text-ink-3" />
      {source.kind === "role" ? <span>{t("Role")} {source.role}</span> : (
        <span>
          {source.granted_by ? t("Direct grant by {name}", { name: source.granted_by }) : t("Direct grant")}
          {source.reason ? `: ${source.reason}` : ""}
        </span>
      )}
      {source.via !== asked && <Badge>{source.via}</Badge>}
      <EndMark expires_at={source.expires_at} now={now} zone={zone} />
    </span>
  );
}

/** When a right ends, where it does. */
export function EndMark({ expires_at, now, zone }: { expires_at: string | null; now: string; zone: string }) {
  if (!expires_at) return null;
  return (
    <span class="inline-flex items-center gap-1 text-xs text-warn">
      <Icon name="hourglass" class="size-3" />
      <span>
        {t("ends")} <Time at={expires_at} now={now} zone={zone} />
      </span>
    </span>
  );
}
