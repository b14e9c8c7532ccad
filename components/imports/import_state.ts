/** Where an import stands, in words and colours, and which step of its page that is. */
import type { SubscriberImport } from "~/domain/subscribers/mod.ts";
import type { Tone } from "../badge.tsx";
import { t } from "../text.ts";

export type ImportStatus = SubscriberImport["status"];

const looks: Record<ImportStatus, { tone: Tone; label: string }> = {
  uploaded: { tone: "warn", label: "Columns to choose" },
  checking: { tone: "primary", label: "Being checked" },
  checked: { tone: "info", label: "Checked" },
  queued: { tone: "info", label: "Waiting for its turn" },
  importing: { tone: "primary", label: "Being imported" },
  completed: { tone: "ok", label: "Imported" },
  failed: { tone: "bad", label: "Failed" },
  canceled: { tone: "neutral", label: "Canceled" },
};
export const import_look = (status: ImportStatus): { tone: Tone; label: string } => ({
  ...looks[status],
  label: t(looks[status].label),
});

export const is_running = (status: ImportStatus): boolean =>
  status === "checking" || status === "queued" || status === "importing";
/** From here it can be checked or run again, with other columns too. */
export const is_startable = (status: ImportStatus): boolean =>
  status === "uploaded" || status === "checked" || status === "failed" || status === "canceled";

export interface Figures {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  repeated: number;
  refused: number;
}
const names = ["rows", "created", "updated", "unchanged", "repeated", "refused"] as const;

/** The report as its import wrote it; null before there is one. */
export function figures_of(report: Readonly<Record<string, unknown>> | null): Figures | null {
  if (!report) return null;
  const figures: Figures = { rows: 0, created: 0, updated: 0, unchanged: 0, repeated: 0, refused: 0 };
  for (const name of names) {
    const value = report[name];
    if (typeof value === "number") figures[name] = value;
  }
  return figures;
}

export const changes_nothing = (figures: Figures): boolean => figures.created === 0 && figures.updated === 0;

/** "1,146 new · 25 repeated · 14 refused": what is zero says nothing. */
export function figures_text(figures: Figures): string {
  const parts = [
    figures.created && t.n(figures.created, "one new", "{n} new"),
    figures.updated && t.n(figures.updated, "one changed", "{n} changed"),
    figures.unchanged && t.n(figures.unchanged, "one unchanged", "{n} unchanged"),
    figures.repeated && t.n(figures.repeated, "one repeated", "{n} repeated"),
    figures.refused && t.n(figures.refused, "one refused", "{n} refused"),
  ].filter((part) => typeof part === "string");
  return parts.length ? parts.join(" · ") : t("no rows");
}
