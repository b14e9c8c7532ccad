import { Button, LinkButton } from "~/components/button.tsx";
import { ConfirmDialog } from "~/components/dialog.tsx";
import { Menu, type MenuEntry } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { offers } from "~/domain/kernel/transitions.ts";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { SubscriberData } from "./data.ts";

/** The way to start a conversation first; the moves of the account, which happen seldom, in a menu. */
export function SubscriberActions(
  { data: { kind: { entity, may }, row }, actor, csrf }: { data: SubscriberData; actor: Actor; csrf: string },
) {
  const here = paths.admin.subscriber(row.id);
  const fields = { [csrf_field]: csrf, version: row.updated_at };
  if (!row.is_active) {
    return may.update
      ? (
        <form method="post" action={here}>
          <Hidden fields={{ ...fields, action: "restore" }} />
          <Button variant="primary">{t("Bring back")}</Button>
        </form>
      )
      : null;
  }
  const moves: MenuEntry[] = offers(actor, entity, row).map((offer) => ({
    label: t(offer.label),
    ...(offer.to === "terminated" ? { danger: true } : {}),
    ...(offer.to === "terminated" && offer.reason === null ? { dialog: "terminate" } : { name: "to", value: offer.to }),
    disabled_reason: offer.reason ?? undefined,
  }));
  const entries: MenuEntry[] = may.delete
    ? [...moves, "rule", { label: t("Delete"), icon: "trash-2", danger: true, dialog: "delete" }]
    : moves;
  return (
    <>
      {entries.length > 0 && (
        <form method="post" action={here}>
          <Hidden fields={{ ...fields, action: "move" }} />
          <Menu id="account-moves" label={t("Account")} entries={entries} />
        </form>
      )}
      {may.update && <LinkButton href={paths.admin.edit(entity, row.id)} icon="pencil">{t("Edit")}</LinkButton>}
      {can(actor, "tickets:create") && (
        <LinkButton href={`${paths.admin.new_ticket}?subscriber_id=${row.id}`} icon="plus" variant="primary">
          {t("New ticket")}
        </LinkButton>
      )}
      <ConfirmDialog
        id="terminate"
        danger
        title={t("Terminate {name}?", { name: row.name })}
        action={here}
        fields={{ ...fields, action: "move", to: "terminated" }}
        confirm={t("Terminate")}
      >
        <p>{t("The account counts as left. Tickets and history stay, and it can be taken back.")}</p>
      </ConfirmDialog>
      {may.delete && (
        <ConfirmDialog
          id="delete"
          danger
          title={t("Delete {name}?", { name: row.name })}
          action={here}
          fields={{ ...fields, action: "delete" }}
          confirm={t("Delete")}
        >
          <p>
            {t(
              "It leaves all lists and choices. What refers to it keeps its name, the history stays, and it can be brought back.",
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

const Hidden = ({ fields }: { fields: Record<string, string> }) => (
  <>{Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}</>
);
