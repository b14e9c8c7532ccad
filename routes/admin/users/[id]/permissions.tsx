import { page } from "fresh";
import { SourceLine } from "~/components/access/source_line.tsx";
import { Badge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { LinkButton } from "~/components/button.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { explain_permissions, type ExplainedKey, type Explanation, permission_keys } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { href_of } from "../../../(_web)/records/list_state.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define } from "../../../(_web)/state.ts";
import { audience_words } from "../(_parts)/audience_words.ts";

const views = [["all", "All"], ["held", "Can do"], ["missing", "Cannot do"]] as const;
type View = typeof views[number][0];

interface Reading {
  now: string;
  zone: string;
  /** The reader may open roles. */
  reads_roles: boolean;
}

/** What a person can do, and why: every right there is, with each role and grant that it comes from. */
export default define.page<typeof handler>(function PermissionsOfPage({ data, state, url }) {
  const { explained: { person, held, groups }, q, show, now } = data;
  const here = paths.admin.user_permissions(person.id);
  const reading = { now, zone: zone_of(state), reads_roles: can(actor_of(state), "roles:read") };
  const at = (changes: Record<string, string>) =>
    href_of(
      here,
      new URLSearchParams(Object.entries({ q, show, ...changes }).filter(([, value]) => value && value !== "all")),
    );
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Permissions")}
      crumbs={[{ label: person.name, href: paths.admin.user(person.id) }]}
      live={[`person:${person.id}`, "roles"]}
    >
      <PageHeader
        title={t("What can {name} do?", { name: person.name })}
        count={t("{n} of {total} rights", { n: held, total: permission_keys().length })}
        actions={<LinkButton href={paths.admin.user(person.id)} icon="user">{t("User")}</LinkButton>}
      />
      <State person={person} />
      <ViewTabs
        label={t("Which rights")}
        views={views.map(([value, label]) => ({ label: t(label), href: at({ show: value }), current: value === show }))}
      />
      <Panel>
        <FilterBar
          action={here}
          keep={show === "all" ? {} : { show }}
          search={<SearchField value={q} placeholder={t("Right, word or key…")} class="w-full sm:w-[320px]" />}
          {...(q ? { clear_href: at({ q: "" }) } : {})}
        />
        {groups.length === 0
          ? (
            <EmptyState
              icon="list-checks"
              title={t("No right matches")}
              actions={<LinkButton href={here}>{t("Show all")}</LinkButton>}
            >
              {t("Try a part of a word, such as ticket or export.")}
            </EmptyState>
          )
          : groups.map((group) => <Group key={group.domain} group={group} reading={reading} />)}
      </Panel>
    </AdminPage>
  );
});

function State({ person }: { person: Explanation["person"] }) {
  if (person.is_active && person.can_sign_in) return null;
  return (
    <div class="mb-4">
      <Banner tone="warning">
        {person.is_active
          ? t("This person has no sign-in: the rights wait until there is one.")
          : t("This person is deleted and can do nothing, whatever roles are still written down.")}
      </Banner>
    </div>
  );
}

function Group({ group, reading }: { group: Explanation["groups"][number]; reading: Reading }) {
  return (
    <section class="border-b border-line last:border-b-0">
      <h2 class="flex items-center gap-2 px-4 py-2 bg-sunken text-sm font-semibold">
        {t(group.label)}
        {group.audience !== "admin" && <Badge>{t(audience_words[group.audience] ?? group.audience)}</Badge>}
      </h2>
      <ul>
        {group.keys.map((key) => <KeyLine key={key.key} line={key} reading={reading} />)}
      </ul>
    </section>
  );
}

function KeyLine({ line, reading: { now, zone, reads_roles } }: { line: ExplainedKey; reading: Reading }) {
  return (
    <li class="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5 border-t border-line first:border-t-0">
      <span class="flex items-start gap-2.5 flex-1 min-w-[min(100%,260px)]">
        {line.allowed
          ? <Icon name="circle-check" label={t("Yes")} class="text-ok mt-0.5" />
          : <Icon name="circle-minus" label={t("No")} class="text-ink-3 mt-0.5" />}
        <span class="min-w-0">
          <span class={line.allowed ? "block text-sm font-medium" : "block text-sm text-ink-3"}>
            {t(line.description)}
          </span>
          <code class="text-xs text-ink-3">{line.key}</code>
        </span>
      </span>
      <span class="grid gap-1 flex-1 min-w-[min(100%,260px)]">
        {line.sources.map((source) => (
          <SourceLine
            key={`${source.grant_id} ${source.via}`}
            asked={line.key}
            now={now}
            zone={zone}
            source={{
              ...source,
              granted_by: source.granted_by?.name ?? null,
              role: source.role && reads_roles
                ? <a class="link" href={paths.admin.role(source.role.id)}>{source.role.name}</a>
                : source.role?.name,
            }}
          />
        ))}
      </span>
      <a class="link text-xs leading-6" href={paths.admin.permission(line.key)}>
        {line.allowed ? t("Who else can do this?") : t("Who can do this?")}
        <span class="sr-only">: {t(line.description)}</span>
      </a>
    </li>
  );
}

export const handler = define.handlers({
  GET: reads("users:read", async (tx, ctx) => {
    const q = (ctx.url.searchParams.get("q") ?? "").trim().slice(0, 200);
    const show: View = views.find(([value]) => value === ctx.url.searchParams.get("show"))?.[0] ?? "all";
    const explained = await explain_permissions(tx, ctx.params.id ?? "", { q, show });
    ctx.state.title = t("What can {name} do?", { name: explained.person.name });
    return page({ explained, q, show, now: tx.now().toString() });
  }),
});
