/** What a due time means now: words, urgency and the share of the time that is used up. */
import type { Tone } from "../badge.tsx";
import { t } from "../text.ts";
import { relative_time } from "../time_text.ts";

export interface Dated {
  status: string;
  created_at: string;
  due_at?: string | null | undefined;
  resolved_at?: string | null | undefined;
}

export interface DueState {
  text: string;
  tone: Tone;
  /** 0 to 1, of the time between report and due time. */
  used: number;
  late: boolean;
  over: boolean;
}

const minute = 60_000;
/** Less than this left is told in amber: an agent can still do something about it. */
const soon_ms = 60 * minute;

/** Null where nothing is due: no due time, or a ticket that was canceled. */
export function due_state(row: Dated, now: string, zone?: string): DueState | null {
  if (!row.due_at || row.status === "canceled") return null;
  const due = Date.parse(row.due_at);
  const start = Date.parse(row.created_at);
  const over = row.status === "resolved" || row.status === "closed";
  const at = over && row.resolved_at ? Date.parse(row.resolved_at) : Date.parse(now);
  const left = due - at;
  const used = due > start ? Math.max(0, Math.min(1, (at - start) / (due - start))) : 1;
  const late = left < 0;
  if (over) {
    return {
      text: late ? t("{time} late", { time: span_text(-left) }) : t("in time"),
      tone: late ? "bad" : "ok",
      used,
      late,
      over,
    };
  }
  if (late) return { text: t("{time} late", { time: span_text(-left) }), tone: "bad", used: 1, late, over };
  const text = left < 12 * 60 * minute
    ? t("{time} left", { time: span_text(left) })
    : relative_time(new Date(due), new Date(at), zone);
  return { text, tone: left < soon_ms ? "bad" : used > 0.5 ? "warn" : "ok", used, late, over };
}

/** "18 min", "1 h 40", "3 d": as short as a glance allows. */
export function span_text(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / minute));
  if (minutes < 60) return t("{n} min", { n: minutes });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) {
    return rest ? t("{h} h {m}", { h: hours, m: String(rest).padStart(2, "0") }) : t("{h} h", { h: hours });
  }
  return t("{d} d", { d: Math.round(hours / 24) });
}
