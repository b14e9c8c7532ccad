import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { LinkButton } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { retire_role, type Role, role, role_figures, type RoleFigures, roles } from "~/domain/access/mod.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { AdminPage } from "../../../../(_web)/admin_page.tsx";
import { text_of } from "../../../../(_web)/forms.ts";
import { actor_of } from "../../../../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../../../../(_web)/pages.ts";
import { paths } from "../../../../(_web)/paths.ts";
import { HistoryList } from "../../../../(_web)/records/history_list.tsx";
import { type History, told_history } from "../../../../(_web)/records/history.ts";
import { plain_errors } from "../../../../(_web)/records/problems.ts";
import { zone_of } from "../../../../(_web)/records/zone.ts";
import { define } from "../../../../(_web)/state.ts";
import { audience_words } from "../../(_parts)/audience_words.ts";
import { order_of } from "../(_parts)/order.ts";
import { RetireButton } from "../(_parts)/retire.tsx";
import { RoleMatrix } from "../(_parts)/role_matrix.tsx";

/** One role: what it allows, who holds it, and how it came to be so. */
export default define.page<typeof handler>(function RolePage({ data, state, url }) {
  const { row, figures, others, history, now } = data;
  const actor = actor_of(state);
  const failure = failure_of(state);
  const zone = zone_of(state);
  return (
    <AdminPage
      state={state}
      url={url}
      title={row.name}
      layout="wide"
      crumbs={[{ label: t("Roles"), href: paths.admin.roles }]}
      live={[`role:${row.id}`, "people"]}
    >
      <PageHeader
        title={row.name}
        identity={
          <>
            <Badge icon="shield-check">{t("Role")}</Badge>
            <Badge tone={row.is_builtin ? "neutral" : "info"}>{row.is_builtin ? t("built in") : t("own")}</Badge>
            {!row.is_active && <Badge tone="warn">{t("retired")}</Badge>}
          </>
        }
        lead={row.description ?? undefined}
        actions={<RoleActions row={row} figures={figures} others={others} actor={actor} csrf={state.csrf} />}
      />
      {failure && <FormErrors errors={plain_errors(failure.error, ["move_to"])} />}
      {row.is_builtin && (
        <div class="mb-4">
          <Banner tone="info">
            {t("Comes with the product and is kept in step with it. Copy it to have it differently.")}
          </Banner>
        </div>
      )}
      <div class="grid gap-4">
        <Panel>
          <RoleMatrix role={row} />
        </Panel>
        <Split aside={<Facts row={row} figures={figures} now={now} zone={zone} />}>
          <Changes history={history} read={{ actor, zone, now }} row={row} />
        </Split>
      </div>
    </AdminPage>
  );
});

function RoleActions(
  { row, figures, others, actor, csrf }: {
    row: Role;
    figures: RoleFigures | null;
    others: Role[];
    actor: Actor;
    csrf: string;
  },
) {
  const builtin = row.is_builtin ? t("Built-in roles follow the product: copy it instead.") : undefined;
  const lacking = (key: string) => can(actor, key) ? undefined : t("It takes the permission {key}.", { key });
  return (
    <>
      <LinkButton href={`${paths.admin.compare_roles}?role=${row.id}`} icon="columns-3">{t("Compare")}</LinkButton>
      {row.is_active && (
        <>
          <LinkButton
            href={`${paths.admin.new_role}?copy=${row.id}`}
            icon="copy"
            disabled_reason={lacking("roles:create")}
          >
            {t("Copy")}
          </LinkButton>
          <RetireButton
            row={row}
            holders={figures?.holders ?? 0}
            others={others}
            csrf={csrf}
            disabled_reason={builtin ?? lacking("roles:delete")}
          />
          <LinkButton
            href={`${paths.admin.role(row.id)}/edit`}
            icon="pencil"
            variant="primary"
            disabled_reason={builtin ?? lacking("roles:update")}
          >
            {t("Edit")}
          </LinkButton>
        </>
      )}
    </>
  );
}

function Facts(
  { row, figures, now, zone }: { row: Role; figures: RoleFigures | null; now: string; zone: string },
) {
  const held = figures
    ? (
      <a class="link fig" href={`${paths.admin.users}?role=${encodeURIComponent(row.key)}`}>
        {t.n(figures.holders, "{n} person", "{n} people")}
      </a>
    )
    : t("nobody");
  return (
    <Card title={t("Facts")}>
      <FactList
        facts={[
          { label: t("Held by"), value: held },
          ...(figures && figures.ending > 0
            ? [{ label: t("Of them for a while"), value: <span class="fig">{figures.ending}</span> }]
            : []),
          { label: t("For"), value: t(audience_words[row.audience] ?? row.audience) },
          { label: t("Key"), value: <code class="break-all">{row.key}</code> },
          { label: t("Created"), value: <Time at={row.created_at} now={now} zone={zone} /> },
          { label: t("Changed"), value: <Time at={row.updated_at} now={now} zone={zone} /> },
        ]}
      />
    </Card>
  );
}

function Changes(
  { history, read, row }: { history: History; read: { actor: Actor; zone: string; now: string }; row: Role },
) {
  const entity = find_entity(role.name);
  const all = can(read.actor, "audit:read")
    ? <a class="link" href={`${paths.admin.audit}?entity_id=${row.id}`}>{t("All in the audit trail")}</a>
    : undefined;
  return (
    <Card title={t("History")} {...(all ? { action: all } : {})}>
      {entity && history.found.items.length > 0
        ? <HistoryList history={history} entity={entity} read={read} />
        : <p class="text-sm text-ink-3">{t("Nothing is recorded: it came with the product.")}</p>}
    </Card>
  );
}

interface RoleData {
  row: Role;
  figures: RoleFigures | null;
  others: Role[];
  history: History;
  now: string;
}

const show = reads<RoleData>("roles:read", async (tx, ctx) => {
  const row = await roles.get(tx, ctx.params.id ?? "");
  const entity = find_entity(role.name);
  if (!entity) throw new Error("roles are declared no more");
  const [figures, known, history] = await Promise.all([
    role_figures(tx),
    roles.list(tx, { limit: max_limit }),
    told_history(tx, entity, row.id, 10),
  ]);
  ctx.state.title = row.name;
  return page({
    row,
    figures: figures.get(row.id) ?? null,
    others: known.items.filter((each) => each.id !== row.id && each.audience === row.audience).sort(order_of),
    history,
    now: tx.now().toString(),
  });
});

const retire = action("roles:delete", async (tx, ctx, form) => {
  const { moved } = await retire_role(
    tx,
    ctx.params.id ?? "",
    text_of(form, "move_to") || null,
    text_of(form, "version") || null,
  );
  return go(ctx, paths.admin.roles, {
    tone: "ok",
    text: moved > 0
      ? t.n(
        moved,
        "The role is retired, {n} person has the other one.",
        "The role is retired, {n} people have the other one.",
      )
      : t("The role is retired."),
  });
});

export const handler = define.handlers({ GET: show, POST: actions({ retire }, show) });
