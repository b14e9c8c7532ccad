/** Who the ticket is, and what can be done with it now: the next step first, the rest behind it, each with its reason where it is refused. */
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { DueMark } from "~/components/due_mark.tsx";
import { PersonLine } from "~/components/avatar.tsx";
import type { IconName } from "~/components/icon.tsx";
import { Menu, type MenuEntry } from "~/components/menu.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { due_state } from "~/components/tickets/due.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { type Offer, offers } from "~/domain/kernel/transitions.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import { EditFact } from "./edit_fact.tsx";
import { next_visit, type TicketData } from "./read.ts";

const move_icons: Record<string, IconName> = {
  resolved: "check",
  pending: "hourglass",
  open: "play",
  closed: "archive",
  on_hold: "circle-pause",
  canceled: "ban",
};
/** Moves that stand as buttons; the others wait in the menu. */
const shown_moves = new Set(["resolved", "pending", "open", "closed"]);

export function TicketHeader({ data, state, read }: { data: TicketData; state: State; read: Reading }) {
  const { row } = data;
  const due = due_state(row, read.now, read.zone);
  return (
    <PageHeader
      title={row.subject}
      identity={
        <>
          <span class="fig font-medium">{row.number}</span>
          <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
          <PriorityMark priority={row.priority} />
          {due && <DueMark {...due} />}
          {row.assigned_to_id
            ? (
              <span class="inline-flex text-xs text-ink-2">
                <PersonLine name={String(row.assigned_to_label ?? "")} />
              </span>
            )
            : <Badge icon="user-x">{t("Unassigned")}</Badge>}
          {row.tags.map((tag) => <Badge key={tag} icon="tag">{tag}</Badge>)}
          {!row.is_active && <StatusBadge tone="neutral" label={t("Deleted")} />}
          <EditFact data={data} state={state} read={read} field="subject" quiet />
        </>
      }
      actions={row.is_active ? <Moves data={data} state={state} /> : undefined}
    />
  );
}

type Step = "take" | "work-order" | { to: string };

/** What an agent most likely does next. Nobody works on what nobody has; what is over is closed; else the work in the field, else the end. */
function next_step({ row, visits }: TicketData, actor: Actor, moves: readonly Offer[]): Step | null {
  const live = (to: string) => moves.some((move) => move.to === to && move.reason === null);
  const ended = !["new", "open", "pending", "on_hold"].includes(row.status);
  if (!ended && !row.assigned_to_id && actor.person_id && can(actor, "tickets:assign")) return "take";
  if (row.status === "resolved") return live("closed") ? { to: "closed" } : null;
  if (row.status === "on_hold" && live("open")) return { to: "open" };
  if (
    !ended && !next_visit(visits) && !visits.some((visit) => visit.row.status === "completed") &&
    can(actor, "work-orders:create")
  ) return "work-order";
  return live("resolved") ? { to: "resolved" } : null;
}

function Moves({ data, state }: { data: TicketData; state: State }) {
  const actor = actor_of(state);
  const { row, kind } = data;
  const moves = offers(actor, kind.entity, row);
  const step = next_step(data, actor, moves);
  const is_step = (move: Offer) => typeof step === "object" && step?.to === move.to;
  const ended = row.status === "closed" || row.status === "canceled";
  const more: MenuEntry[] = [
    ...moves.filter((move) => !shown_moves.has(move.to)).map((move) => ({
      label: t(move.label),
      name: "to",
      value: move.to,
      danger: move.to === "canceled",
      ...(move_icons[move.to] ? { icon: move_icons[move.to] ?? "circle" } : {}),
      disabled_reason: move.reason ?? undefined,
    })),
    ...(kind.may.update
      ? [{ label: t("Edit everything"), icon: "pencil" as const, href: paths.admin.edit(kind.entity, row.id) }]
      : []),
    { label: t("History"), icon: "history", href: paths.admin.history(kind.entity, row.id) },
  ];
  return (
    <>
      {step !== "work-order" && !ended && can(actor, "work-orders:create") && (
        <LinkButton href={paths.admin.new_work_order(row.id)} icon="wrench">{t("Create work order")}</LinkButton>
      )}
      <form method="post" action={paths.admin.ticket(row.id)} class="contents">
        <Csrf state={state} />
        <input type="hidden" name="action" value="move" />
        <input type="hidden" name="version" value={row.updated_at} />
        <Menu id="more" label={t("More")} icon="ellipsis" icon_only entries={more} variant="secondary" />
        {moves.filter((move) => shown_moves.has(move.to) && !is_step(move)).map((move) => (
          <MoveButton key={move.to} move={move} />
        ))}
        {moves.filter(is_step).map((move) => <MoveButton key={move.to} move={move} primary />)}
      </form>
      {step === "work-order" && (
        <LinkButton variant="primary" href={paths.admin.new_work_order(row.id)} icon="wrench">
          {t("Create work order")}
        </LinkButton>
      )}
      {step === "take" && (
        <form method="post" action={paths.admin.ticket(row.id)} class="contents">
          <Csrf state={state} />
          <input type="hidden" name="version" value={row.updated_at} />
          <Button variant="primary" icon="user-check" name="action" value="take">{t("Assign to me")}</Button>
        </form>
      )}
    </>
  );
}

function MoveButton({ move, primary }: { move: Offer; primary?: boolean }) {
  const icon = move_icons[move.to];
  return (
    <Button
      name="to"
      value={move.to}
      {...(icon ? { icon } : {})}
      variant={primary ? "primary" : "secondary"}
      disabled_reason={move.reason ?? undefined}
    >
      {t(move.label)}
    </Button>
  );
}
