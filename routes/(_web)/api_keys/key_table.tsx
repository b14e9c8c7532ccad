/** Keys as a list: state, how each begins, its end and its last use. */
import { StatusBadge } from "~/components/badge.tsx";
import { TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { ApiKey } from "~/domain/api_keys/mod.ts";
import { paths } from "../paths.ts";
import { state_look } from "./key_words.ts";

export interface KeyTableData {
  keys: readonly ApiKey[];
  /** Names of owners; none on one's own list. */
  owners: ReadonlyMap<string, string> | null;
  now: string;
}

export function KeyTable({ data: { keys, owners, now }, zone }: { data: KeyTableData; zone: string }) {
  const columns: Column<ApiKey>[] = [
    {
      key: "name",
      label: t("Key"),
      card: "title",
      cell: (key) => (
        <TwoLines
          main={<span class="font-semibold">{key.name}</span>}
          sub={<span class="fig">{key.start}…</span>}
        />
      ),
    },
    { key: "state", label: t("State"), card: "corner", cell: (key) => <StatusBadge {...look(key, now)} /> },
    ...(owners
      ? [{ key: "owner", label: t("Owner"), cell: (key: ApiKey) => owners.get(key.owner_id) ?? t("unknown") }]
      : []),
    { key: "scopes", label: t("Permissions"), class: "text-sm", cell: (key) => scope_words(key.scopes) },
    {
      key: "expires",
      label: t("Expires"),
      class: "text-xs",
      cell: (key) =>
        key.revoked_at
          ? <span class="text-ink-3">–</span>
          : key.expires_at
          ? <Time at={key.expires_at} now={now} zone={zone} />
          : t("never"),
    },
    {
      key: "used",
      label: t("Last used"),
      class: "text-xs",
      cell: (key) =>
        key.last_used_at
          ? <TwoLines main={<Time at={key.last_used_at} now={now} zone={zone} />} sub={key.last_used_ip ?? undefined} />
          : <span class="text-ink-3">{t("never")}</span>,
    },
  ];
  return (
    <DataTable
      caption={t("API keys")}
      columns={columns}
      rows={[...keys]}
      row_id={(key) => key.id}
      row_href={(key) => paths.admin.api_key(key.id)}
      row_label={(key) => key.name}
    />
  );
}

const look = (key: ApiKey, now: string) => {
  const { tone, label } = state_look(key, now);
  return { tone, label };
};

/** One or two by name; past that their number says more. */
const scope_words = (scopes: readonly string[]): string =>
  scopes.includes("*")
    ? t("all its owner may")
    : scopes.length <= 2
    ? scopes.join(", ")
    : t("{n} permissions", { n: scopes.length });
