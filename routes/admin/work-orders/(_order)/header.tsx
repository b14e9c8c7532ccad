/** Which job this is, and what can be done with it now: the next step as the one coloured button, the rest behind it with its reasons. */
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { Button, type ButtonLook, LinkButton } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import type { IconName } from "~/components/icon.tsx";
import { Menu, type MenuEntry } from "~/components/menu.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { WindowMark } from "~/components/work/window_mark.tsx";
import type { Actor } from "~/domain/kernel/actor.ts";
import { work_order_actions, type WorkOrderAction, type WorkOrderVerb } from "~/domain/work_orders/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import { CancelForm } from "./cancel_form.tsx";
import { EditFact } from "./edit_fact.tsx";
import type { OrderData } from "./read.ts";

const icons: Record<WorkOrderVerb, IconName> = {
  schedule: "calendar-clock",
  unassign: "calendar",
  dispatch: "send",
  start: "play",
  complete: "circle-check",
  cancel: "ban",
};

export function OrderHeader({ data, state, read }: { data: OrderData; state: State; read: Reading }) {
  const { row } = data;
  return (
    <PageHeader
      title={row.title}
      identity={
        <>
          <span class="fig font-medium">{row.number}</span>
          <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
          <PriorityMark priority={row.priority} />
          <Badge>{choice_label(row.work_type)}</Badge>
          {row.scheduled_start && (
            <span class="text-xs text-ink-2">
              <WindowMark row={row} now={read.now} zone={read.zone} />
            </span>
          )}
          {!row.is_active && <StatusBadge tone="neutral" label={t("Deleted")} />}
          <EditFact data={data} state={state} read={read} field="title" quiet />
        </>
      }
      actions={row.is_active ? <Steps data={data} state={state} /> : undefined}
    />
  );
}

/** What most likely comes next; the first of these that the reader may do. */
const first_choice: Partial<Record<OrderData["row"]["status"], WorkOrderVerb[]>> = {
  draft: ["schedule"],
  scheduled: ["dispatch", "start"],
  dispatched: ["start"],
  in_progress: ["complete"],
};

function next_step(data: OrderData, actor: Actor, actions: readonly WorkOrderAction[]): WorkOrderVerb | null {
  const live = actions.filter((action) => action.reason === null).map((action) => action.verb);
  // The work itself is the technician's; for whoever only plans, it is no next step.
  const wanted = (first_choice[data.row.status] ?? []).filter((verb) =>
    data.own || !["start", "complete"].includes(verb) || !actor.permissions.has("work-orders:dispatch")
  );
  return wanted.find((verb) => live.includes(verb)) ?? null;
}

function Steps({ data, state }: { data: OrderData; state: State }) {
  const actor = actor_of(state);
  const { row, kind, own } = data;
  const actions = work_order_actions(actor, row, own);
  const next = next_step(data, actor, actions);
  const buttons = actions.filter(({ verb, reason }) =>
    verb === next || (reason === null && (verb === "schedule" || verb === "dispatch"))
  );
  const hidden = actions.filter((action) => !buttons.includes(action));
  const entries: MenuEntry[] = [
    ...hidden.filter(({ verb }) => verb !== "cancel").map((action) => menu_entry(action, row.id)),
    ...(kind.may.update
      ? [{ label: t("Edit everything"), icon: "pencil" as const, href: paths.admin.edit(kind.entity, row.id) }]
      : []),
    { label: t("History"), icon: "history", href: paths.admin.history(kind.entity, row.id) },
    ...hidden.filter(({ verb }) => verb === "cancel").flatMap((
      action,
    ): MenuEntry[] => ["rule", menu_entry(action, row.id)]),
  ];
  const may_cancel = hidden.some(({ verb, reason }) => verb === "cancel" && reason === null);
  return (
    <>
      <form method="post" action={paths.admin.work_order(row.id)} class="contents">
        <Csrf state={state} />
        <input type="hidden" name="version" value={row.updated_at} />
        <Menu id="more" label={t("More")} icon="ellipsis" icon_only entries={entries} variant="secondary" />
        {buttons.filter(({ verb }) => verb !== next).map((action) => (
          <Step key={action.verb} action={action} id={row.id} variant="secondary" />
        ))}
        {buttons.filter(({ verb }) => verb === next).map((action) => (
          <Step key={action.verb} action={action} id={row.id} variant="primary" />
        ))}
      </form>
      {may_cancel && (
        <>
          <noscript>
            <LinkButton href={`${paths.admin.work_order(row.id)}/cancel`} variant="danger" icon="ban">
              {t("Cancel work order")}
            </LinkButton>
          </noscript>
          <Dialog id="cancel" title={t("Cancel {number}?", { number: row.number ?? "" })}>
            <CancelForm row={row} state={state} technician={data.technician?.name ?? null} />
          </Dialog>
        </>
      )}
    </>
  );
}

const page_of = (verb: WorkOrderVerb, id: string): string | null =>
  verb === "schedule" ? paths.admin.dispatch(id) : verb === "complete" ? `${paths.field.job(id)}#complete` : null;

const said = (action: WorkOrderAction): string =>
  action.verb === "schedule" && action.label === "Schedule" ? t("Choose technician and time") : t(action.label);

function Step(
  { action, id, variant }: { action: WorkOrderAction; id: string; variant: NonNullable<ButtonLook["variant"]> },
) {
  const look = { variant, icon: icons[action.verb], disabled_reason: action.reason ?? undefined };
  const href = page_of(action.verb, id);
  return href
    ? <LinkButton href={href} {...look}>{said(action)}</LinkButton>
    : <Button name="action" value={action.verb} {...look}>{said(action)}</Button>;
}

function menu_entry(action: WorkOrderAction, id: string): MenuEntry {
  const { verb, reason } = action;
  const href = page_of(verb, id);
  const does = verb === "cancel"
    ? { dialog: "cancel", danger: true }
    : href
    ? { href }
    : { name: "action", value: verb };
  return {
    label: verb === "cancel" ? t("Cancel work order…") : said(action),
    icon: icons[verb],
    ...does,
    disabled_reason: reason ?? undefined,
  };
}
