/** What may be done with a record, as buttons: the moves of its state machine first, each live or disabled with its reason. */
import { Button, LinkButton } from "~/components/button.tsx";
import { ConfirmDialog, DialogButton } from "~/components/dialog.tsx";
import { t } from "~/components/text.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { offers } from "~/domain/kernel/transitions.ts";
import { csrf_field } from "../csrf.ts";
import { paths } from "../paths.ts";
import type { RecordKind } from "./entity_of.ts";
import type { RecordRow } from "./list_table.tsx";

export function RecordActions(
  { kind, row, actor, csrf, name }: { kind: RecordKind; row: RecordRow; actor: Actor; csrf: string; name: string },
) {
  const { entity, may } = kind;
  const here = paths.admin.record(entity, row.id);
  const fields = { [csrf_field]: csrf, version: row.updated_at };
  if (!row.is_active) {
    return may.update
      ? <PostButton action={here} fields={{ ...fields, action: "restore" }} label={t("Bring back")} variant="primary" />
      : null;
  }
  const moves = entity.readonly ? [] : offers(actor, entity, row);
  return (
    <>
      {may.delete && <DialogButton dialog="delete" icon="trash-2" variant="ghost">{t("Delete")}</DialogButton>}
      {moves.map((move) => (
        <PostButton
          key={move.to}
          action={here}
          fields={{ ...fields, action: "move", to: move.to }}
          label={t(move.label)}
          variant="secondary"
          reason={move.reason}
        />
      ))}
      {may.update && (
        <LinkButton href={paths.admin.edit(entity, row.id)} icon="pencil" variant="primary">{t("Edit")}</LinkButton>
      )}
      {may.delete && (
        <ConfirmDialog
          id="delete"
          danger
          title={t("Delete {name}?", { name })}
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

function PostButton(
  { action, fields, label, variant, reason = null }: {
    action: string;
    fields: Record<string, string>;
    label: string;
    variant: "primary" | "secondary";
    reason?: string | null;
  },
) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
      <Button variant={variant} disabled_reason={reason ?? undefined}>{label}</Button>
    </form>
  );
}
