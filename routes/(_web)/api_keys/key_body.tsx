/** The work side of a key's page: figures, permissions, history. */
import { Badge } from "~/components/badge.tsx";
import { BarChart } from "~/components/chart/bar_chart.tsx";
import { date_writer } from "~/components/formatters.ts";
import { number_text } from "~/components/number_text.ts";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { api_key, type ApiKey, type KeyUsage } from "~/domain/api_keys/mod.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { paths } from "../paths.ts";
import type { History } from "../records/history.ts";
import { HistoryList } from "../records/history_list.tsx";
import type { Reading } from "../records/value.tsx";

export interface KeyData {
  key: ApiKey;
  usage: KeyUsage;
  effective: string[];
  names: Map<string, string>;
  history: History;
  may_change: boolean;
  now: string;
}

export function KeyBody({ data, read }: { data: KeyData; read: Reading }) {
  const { key, usage, effective, history } = data;
  return (
    <>
      <Card>
        <Usage usage={usage} read={read} />
      </Card>
      <Card title={t("What it may")}>
        <Scopes scopes={key.scopes} effective={effective} />
      </Card>
      <Card
        title={t("History")}
        {...(history.found.next
          ? { action: <a class="link" href={`${paths.admin.api_key(key.id)}/history`}>{t("All of it")}</a> }
          : {})}
      >
        <HistoryList history={history} entity={api_key as unknown as Entity} read={read} />
      </Card>
    </>
  );
}

/** Figures are kept by days of UTC. */
const day_words = date_writer({ day: "numeric", month: "short" });

function Usage({ usage, read }: { usage: KeyUsage; read: Reading }) {
  const total = usage.days.reduce((sum, { requests }) => sum + requests, 0);
  if (total === 0) {
    return (
      <>
        <h2 class="text-base font-semibold">{t("Requests")}</h2>
        <p class="text-sm text-ink-2 mt-2">{t("None in the last 30 days. A use appears here within a minute.")}</p>
      </>
    );
  }
  return (
    <div class="grid gap-4">
      <BarChart
        title={t("Requests in 30 days: {n}", { n: number_text(total) })}
        labels={usage.days.map(({ day }) => day_words(new Date(`${day}T12:00:00Z`), "en-GB", "UTC"))}
        series={[{ label: t("Requests"), hue: "indigo", values: usage.days.map(({ requests }) => requests) }]}
      />
      <div class="overflow-x-auto" tabIndex={0} role="region" aria-label={t("Where they came from")}>
        <table class="w-full text-sm text-left">
          <caption class="text-left font-semibold mb-1">{t("Where they came from")}</caption>
          <thead class="text-xs text-ink-3">
            <tr>
              <th scope="col" class="py-1 pr-3 font-medium">{t("Address")}</th>
              <th scope="col" class="py-1 pr-3 font-medium text-right">{t("Requests")}</th>
              <th scope="col" class="py-1 font-medium">{t("Last")}</th>
            </tr>
          </thead>
          <tbody>
            {usage.addresses.map(({ address, requests, last_used_at }) => (
              <tr key={address} class="border-t border-line">
                <td class="py-1.5 pr-3 fig break-all">{address === "others" ? t("others") : address}</td>
                <td class="py-1.5 pr-3 fig text-right">{number_text(requests)}</td>
                <td class="py-1.5 text-ink-2">
                  <Time at={last_used_at} now={read.now} zone={read.zone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** A scope that its owner has no more is told: the program's 403 has its reason here. */
function Scopes({ scopes, effective }: { scopes: readonly string[]; effective: readonly string[] }) {
  const now = permission_set(effective);
  const lost = scopes.filter((scope) => !now.has(scope));
  return (
    <div class="grid gap-2">
      <ul class="flex flex-wrap gap-1.5">
        {scopes.map((scope) => (
          <li key={scope}>
            <Badge tone={now.has(scope) ? "neutral" : "warn"}>
              {scope === "*" ? t("everything its owner may") : scope}
            </Badge>
          </li>
        ))}
      </ul>
      {lost.length > 0 && (
        <p class="text-sm text-ink-2">
          {t("Marked: its owner may not do all of that now, so neither may the key. What is left: {keys}.", {
            keys: effective.join(", ") || t("nothing"),
          })}
        </p>
      )}
    </div>
  );
}
