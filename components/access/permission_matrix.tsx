/** Rights as people compare them: a line a domain, the four usual actions as columns, the others by their sentence. */
import type { ComponentChildren } from "preact";
import type { PermissionGroup, PermissionKey } from "~/domain/access/mod.ts";
import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { type Column, DataTable } from "../list/data_table.tsx";
import { t } from "../text.ts";

export interface MatrixProps {
  groups: PermissionGroup[];
  caption: string;
  /** How a grant stands: ticked or not, as a mark or as a box. */
  cell: (grant: string, sentence: string) => ComponentChildren;
  /** Sentences beside their marks, for what has no column of its own. A view may leave out what is not held. */
  shows?: (key: string) => boolean;
  wildcard_label: string;
}

const usual = [
  { action: "read", label: "See" },
  { action: "create", label: "Create" },
  { action: "update", label: "Change" },
  { action: "delete", label: "Delete" },
] as const;

export function PermissionMatrix({ groups, caption, cell, shows = () => true, wildcard_label }: MatrixProps) {
  const columns: Column<PermissionGroup>[] = [
    {
      key: "domain",
      label: t("Domain"),
      card: "title",
      cell: (group) => (
        <span class="block py-1">
          <span class="block font-semibold">{t(group.label)}</span>
          <code class="text-xs text-ink-3">{group.domain}</code>
        </span>
      ),
    },
    {
      key: "all",
      label: wildcard_label,
      class: cx("text-center"),
      cell: (group) => cell(group.wildcard, t("All of {domain}, and what comes later", { domain: t(group.label) })),
    },
    ...usual.map(({ action, label }): Column<PermissionGroup> => ({
      key: action,
      label: t(label),
      class: cx("text-center"),
      cell: (group) => {
        const found = group.keys.find((each) => each.action === action);
        return found ? cell(found.key, t(found.description)) : <NotThere />;
      },
    })),
    {
      key: "others",
      label: t("And besides"),
      card: "line",
      class: cx("md:w-[44%]"),
      cell: (group) => <Others keys={others_of(group).filter((each) => shows(each.key))} cell={cell} />,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={groups} row_id={(group) => group.domain} />;
}

const others_of = (group: PermissionGroup) =>
  group.keys.filter((each) => !usual.some(({ action }) => action === each.action));

function Others({ keys, cell }: { keys: PermissionKey[]; cell: MatrixProps["cell"] }) {
  if (keys.length === 0) return null;
  return (
    <ul class="grid gap-1 py-1">
      {keys.map((each) => (
        <li key={each.key} class="flex items-start gap-2">
          <span class="flex-none mt-px">{cell(each.key, t(each.description))}</span>
          <span class="min-w-0 text-sm whitespace-normal">
            {t(each.description)} <code class="text-xs text-ink-3">{each.action}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The domain has no such action. */
const NotThere = () => <span class="text-ink-3" aria-hidden="true">–</span>;

/** For views: held by itself, held by a wildcard, or not. Never by colour alone. */
export function HeldMark({ how, sentence }: { how: "itself" | "wildcard" | "no"; sentence: string }) {
  const said = how === "no"
    ? t("No: {sentence}", { sentence })
    : how === "itself"
    ? t("Yes: {sentence}", { sentence })
    : t("Yes, by a wildcard: {sentence}", { sentence });
  return (
    <span class="inline-grid place-items-center size-6" title={said}>
      {how === "no"
        ? <span class="text-ink-3" role="img" aria-label={said}>·</span>
        : <Icon name={how === "itself" ? "check" : "chevrons-up"} label={said} class="text-ok" />}
    </span>
  );
}

/** What the marks of a matrix say. */
export function MatrixLegend() {
  return (
    <p class="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-3">
      <span class="inline-flex items-center gap-1">
        <Icon name="check" class="text-ok" /> {t("listed")}
      </span>
      <span class="inline-flex items-center gap-1">
        <Icon name="chevrons-up" class="text-ok" /> {t("by a wildcard")}
      </span>
      <span>· {t("not allowed")}</span>
      <span>– {t("there is no such right")}</span>
    </p>
  );
}

/** For forms: a box named `permissions`. A greyed out one is a right that the editor does not have. */
export function GrantBox(
  { grant, sentence, checked, blocked }: { grant: string; sentence: string; checked: boolean; blocked: boolean },
) {
  return (
    <input
      type="checkbox"
      class="check-box"
      name="permissions"
      value={grant}
      checked={checked}
      disabled={blocked}
      aria-label={blocked ? t("{sentence} (you do not have this yourself)", { sentence }) : sentence}
      title={sentence}
    />
  );
}
