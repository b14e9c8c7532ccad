import { page } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar, FilterChip } from "~/components/list/filter_bar.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { access_review_page, dormant_days, type ReviewPage, type ReviewQuery } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { actions, failure_of, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { href_of } from "../../../(_web)/records/list_state.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { review_audiences, review_flags, review_query } from "../../../(_web)/review_query.ts";
import { define } from "../../../(_web)/state.ts";
import { audience_words } from "../(_parts)/audience_words.ts";
import { place_after } from "../(_parts)/place_after.ts";
import { review_actions } from "./(_parts)/actions.ts";
import { PersonReview } from "./(_parts)/person_review.tsx";

const flag_words = {
  dormant: "Dormant",
  administrators: "Administrators",
  lasting: "A right without an end",
  unreviewed: "To be reviewed",
} as const;

/** Who may do what, since when, until when, and whether they still come: to be looked over, person by person. */
export default define.page<typeof handler>(function ReviewPage({ data, state, url }) {
  const { found, query, at, now } = data;
  const actor = actor_of(state);
  const failure = failure_of(state);
  const asked = filters_of(query);
  const here = (changes: Record<string, string> = {}) =>
    href_of(paths.admin.access_review, only_set({ ...asked, ...changes }));
  const last = found.items.at(-1);
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Access review")}
      live={["people", "roles"]}
    >
      <PageHeader
        title={t("Access review")}
        count={t.n(found.count, "{n} person", "{n} people")}
        lead={t("Look over what each person may do. Take away what is not needed, and mark the rest as reviewed.")}
        actions={
          <LinkButton
            href={href_of(`${paths.admin.access_review}/export.csv`, only_set(asked))}
            icon="download"
            disabled_reason={can(actor, "access-reviews:export")
              ? undefined
              : t("It takes the permission {key}.", { key: "access-reviews:export" })}
          >
            {t("Export as CSV")}
          </LinkButton>
        }
      />
      {failure && <FormErrors errors={plain_errors(failure.error, [])} />}
      <ViewTabs
        label={t("Whose rights")}
        views={[
          { label: t("All"), href: here({ audience: "" }), current: !query.audience },
          ...review_audiences.map((audience) => ({
            label: t(audience_words[audience] ?? audience),
            href: here({ audience }),
            current: query.audience === audience,
          })),
        ]}
      />
      <Panel>
        <FilterBar
          action={paths.admin.access_review}
          keep={query.audience ? { audience: query.audience } : {}}
          search={<SearchField value={query.q ?? ""} placeholder={t("Name, user name…")} />}
          chips={review_flags.filter((flag) => query[flag]).map((flag) => (
            <FilterChip key={flag} label={t("Only")} value={t(flag_words[flag])} remove_href={here({ [flag]: "" })} />
          ))}
          fields={review_flags.map((flag) => (
            <CheckboxField
              key={flag}
              name={flag}
              label={t(flag_words[flag])}
              checked={query[flag] ?? false}
              {...(flag === "dormant" ? { hint: t("No sign-in for {n} days.", { n: dormant_days }) } : {})}
              {...(flag === "unreviewed"
                ? { hint: t("Not for {n} days, or with other rights since.", { n: dormant_days }) }
                : {})}
            />
          ))}
          {...(query.q || review_flags.some((flag) => query[flag])
            ? { clear_href: href_of(paths.admin.access_review, only_set({ audience: asked.audience ?? "" })) }
            : {})}
        />
        {found.items.length === 0
          ? (
            <EmptyState icon="clipboard-check" title={t("Nobody matches")}>
              {t("Take a filter away, or choose another portal.")}
            </EmptyState>
          )
          : (
            <>
              <ul>
                {found.items.map((person) => (
                  <PersonReview key={person.person_id} person={person} state={state} now={now} zone={zone_of(state)} />
                ))}
              </ul>
              <Pager
                from={at + 1}
                to={at + found.items.length}
                total={found.count}
                previous_href={at > 0 ? here() : undefined}
                next_href={found.more && last
                  ? here({ after_name: last.name, after_id: last.person_id, at: String(at + found.items.length) })
                  : undefined}
              />
            </>
          )}
      </Panel>
    </AdminPage>
  );
});

function filters_of(query: ReviewQuery): Record<string, string> {
  return {
    audience: query.audience ?? "",
    q: query.q ?? "",
    ...Object.fromEntries(review_flags.filter((flag) => query[flag]).map((flag) => [flag, "true"])),
  };
}
const only_set = (values: Record<string, string>) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ""));

interface ReviewData {
  found: ReviewPage;
  query: ReviewQuery;
  at: number;
  now: string;
}

const show = reads<ReviewData>("access-reviews:read", async (tx, ctx) => {
  ctx.state.title = t("Access review");
  const { after, at } = place_after(ctx.url.searchParams);
  const query = review_query(ctx.url.searchParams);
  return page({ found: await access_review_page(tx, { ...query, after }), query, at, now: tx.now().toString() });
});

export const handler = define.handlers({ GET: show, POST: actions(review_actions, show) });
