import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { HeldMark, MatrixLegend } from "~/components/access/permission_matrix.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { permission_groups, type PermissionKey, type Role, roles } from "~/domain/access/mod.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { permission_set, type PermissionSet } from "~/domain/kernel/permissions.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define } from "../../../(_web)/state.ts";
import { audience_words } from "../(_parts)/audience_words.ts";
import { order_of } from "./(_parts)/order.ts";

const most = 4;

/** Roles side by side, key by key. */
export default define.page<typeof handler>(function ComparePage({ data, state, url }) {
  const { known, chosen, only_differences, groups } = data;
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Compare roles")}
      layout="wide"
      crumbs={[{ label: t("Roles"), href: paths.admin.roles }]}
    >
      <PageHeader title={t("Compare roles")} />
      <Panel>
        <ChoiceForm known={known} chosen={chosen} only_differences={only_differences} />
        {groups.length === 0
          ? (
            <EmptyState icon="columns-3" title={chosen.length < 2 ? t("Choose two roles") : t("They allow the same")}>
              {chosen.length < 2
                ? t("Then what each allows stands side by side here.")
                : t("There is no right in which they differ.")}
            </EmptyState>
          )
          : (
            <>
              <Comparison chosen={chosen} groups={groups} />
              <div class="px-4 py-3 border-t border-line">
                <MatrixLegend />
              </div>
            </>
          )}
      </Panel>
    </AdminPage>
  );
});

function ChoiceForm(
  { known, chosen, only_differences }: { known: Role[]; chosen: Role[]; only_differences: boolean },
) {
  const options = known.map((each) => ({
    value: each.id,
    label: each.name,
    group: t(audience_words[each.audience] ?? each.audience),
  }));
  return (
    <form
      method="get"
      action={paths.admin.compare_roles}
      class="flex flex-wrap items-end gap-3 p-4 border-b border-line"
    >
      {Array.from({ length: most }, (_, at) => (
        <SelectField
          key={at}
          id={`role-${at}`}
          name="role"
          label={at < 2 ? t("Role {n}", { n: at + 1 }) : t("Role {n}, if you like", { n: at + 1 })}
          value={chosen[at]?.id ?? ""}
          empty={t("None")}
          options={options}
          small
          class="min-w-[170px]"
        />
      ))}
      <CheckboxField name="differences" label={t("Only where they differ")} checked={only_differences} />
      <Button variant="primary" size="sm">{t("Compare")}</Button>
    </form>
  );
}

interface Line extends PermissionKey {
  differs: boolean;
}
interface Group {
  domain: string;
  label: string;
  lines: Line[];
}

function Comparison({ chosen, groups }: { chosen: Role[]; groups: Group[] }) {
  const sets = chosen.map((each) => ({ listed: new Set(each.permissions), allows: permission_set(each.permissions) }));
  return (
    <div class="table-wrap table-wide" tabIndex={0} role="region" aria-label={t("Roles side by side")}>
      <table class="data">
        <caption class="sr-only">{t("Roles side by side")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Permission")}</th>
            {chosen.map((each) => (
              <th key={each.id} scope="col" class="text-center">
                <a class="link" href={paths.admin.role(each.id)}>{each.name}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <>
              <tr key={group.domain}>
                <td colSpan={chosen.length + 1} class="bg-sunken text-sm font-semibold">{t(group.label)}</td>
              </tr>
              {group.lines.map((line) => <CompareLine key={line.key} line={line} chosen={chosen} sets={sets} />)}
            </>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CompareLine(
  { line, chosen, sets }: { line: Line; chosen: Role[]; sets: { listed: Set<string>; allows: PermissionSet }[] },
) {
  return (
    <tr>
      <th scope="row" class="text-left">
        <span class="block py-2">
          <span class="flex flex-wrap items-center gap-2 text-sm text-ink font-medium whitespace-normal">
            {t(line.description)}
            {line.differs && <Badge tone="warn">{t("differs")}</Badge>}
          </span>
          <code class="text-xs text-ink-3 font-normal">{line.key}</code>
        </span>
      </th>
      {sets.map(({ listed, allows }, at) => (
        <td key={chosen[at]?.id} class="text-center">
          <HeldMark
            how={listed.has(line.key) ? "itself" : allows.has(line.key) ? "wildcard" : "no"}
            sentence={t(line.description)}
          />
        </td>
      ))}
    </tr>
  );
}

/** Lines in which at least one of them has a say: what none allows is no news. */
function compared(chosen: Role[], only_differences: boolean): Group[] {
  if (chosen.length < 2) return [];
  const sets = chosen.map((each) => permission_set(each.permissions));
  return permission_groups().map(({ domain, label, keys }) => ({
    domain,
    label,
    lines: keys.flatMap((key) => {
      const n = sets.filter((set) => set.has(key.key)).length;
      const differs = n > 0 && n < sets.length;
      return n > 0 && (differs || !only_differences) ? [{ ...key, differs }] : [];
    }),
  })).filter((group) => group.lines.length > 0);
}

interface CompareData {
  known: Role[];
  chosen: Role[];
  only_differences: boolean;
  groups: Group[];
}

export const handler = define.handlers({
  GET: reads<CompareData>("roles:read", async (tx, ctx) => {
    ctx.state.title = t("Compare roles");
    const known = [...(await roles.list(tx, { limit: max_limit })).items].sort(order_of);
    const asked = [...new Set(ctx.url.searchParams.getAll("role").filter(Boolean))];
    const chosen = asked.flatMap((id) => known.find((each) => each.id === id) ?? []).slice(0, most);
    const only_differences = ctx.url.searchParams.get("differences") === "true";
    return page({ known, chosen, only_differences, groups: compared(chosen, only_differences) });
  }),
});
