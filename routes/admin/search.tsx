import { page } from "fresh";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { type Hit, type HitGroup, search_everything } from "~/domain/reports/mod.ts";
import { AdminPage } from "../(_web)/admin_page.tsx";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { entity_icon } from "../(_web)/records/entity_icon.ts";
import { wants_json } from "../(_web)/friendly_errors.tsx";
import { define } from "../(_web)/state.ts";

/** Search over everything one may see. The palette asks for JSON; without a script, or from a link, it is this page. */
export default define.page<typeof handler>(function SearchPage({ data: { q, groups }, state, url }) {
  return (
    <AdminPage state={state} url={url} title={t("Search")}>
      <PageHeader title={t("Search")} />
      <form method="get" class="flex gap-2 mb-5 max-w-[640px]">
        <SearchField
          value={q}
          label={t("Search everything")}
          placeholder={t("Number, name, phone, address…")}
          class="flex-1"
        />
        <Button variant="primary">{t("Search")}</Button>
      </form>
      {q.length === 1 && <FormErrors errors={[{ message: t("Type at least two characters.") }]} />}
      {q.length > 1 && groups.length === 0 && (
        <div class="panel">
          <EmptyState icon="search" title={t("Nothing found for “{q}”", { q })}>
            {t("Check the spelling, or try a number, a phone or part of a name.")}
          </EmptyState>
        </div>
      )}
      <div class="grid gap-4 lg:grid-cols-2 items-start">
        {groups.map((group) => <Group key={group.entity.name} group={group} q={q} />)}
      </div>
    </AdminPage>
  );
});

function Group({ group: { entity, hits, more }, q }: { group: HitGroup; q: string }) {
  const all = `${paths.admin.list(entity)}?${new URLSearchParams({ q })}`;
  return (
    <Card title={t(entity.plural)} action={more ? <a class="link" href={all}>{t("All that match")}</a> : undefined}>
      <ul class="grid -mx-2">
        {hits.map((hit) => (
          <li key={hit.id}>
            <a class="menu-item" href={paths.admin.record(entity, hit.id)}>
              <Icon name={entity_icon(entity)} class="text-ink-3" />
              <span class="flex-1 min-w-0">
                <span class="block truncate">{hit.label}</span>
                <span class="block truncate text-xs text-ink-3">{hint(hit)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const hint = (hit: Hit): string => [hit.number, hit.hint].filter(Boolean).join(" · ");

export const handler = define.handlers({
  GET: reads("signed-in", async (tx, ctx) => {
    ctx.state.title = t("Search");
    const q = ctx.url.searchParams.get("q")?.trim() ?? "";
    const json = wants_json(ctx.req, ctx.url);
    const groups = q.length > 1 ? await search_everything(tx, q, json ? 5 : 10) : [];
    if (!json) return page({ q, groups });
    const answer = groups.map(({ entity, hits }) => ({
      label: t(entity.plural),
      items: hits.map((hit) => ({
        label: hit.label || hit.number || t(entity.label),
        hint: hint(hit),
        href: paths.admin.record(entity, hit.id),
        icon: entity.icon,
      })),
    }));
    return ctx.json({ groups: answer }, { headers: { "cache-control": "private, no-store" } });
  }),
});
