import { Button } from "~/components/button.tsx";
import { ConfirmDialog, DialogButton } from "~/components/dialog.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { t } from "~/components/text.ts";
import type { Role } from "~/domain/access/mod.ts";
import { csrf_field } from "../../../../(_web)/csrf.ts";
import { paths } from "../../../../(_web)/paths.ts";

/** Whoever holds the role gets another one with the same click, or it stays. */
export function RetireButton(
  { row, holders, others, csrf, disabled_reason }: {
    row: Role;
    holders: number;
    others: Role[];
    csrf: string;
    disabled_reason: string | undefined;
  },
) {
  if (disabled_reason) return <Button icon="archive" disabled_reason={disabled_reason}>{t("Retire")}</Button>;
  return (
    <>
      <DialogButton dialog="retire" icon="archive">{t("Retire")}</DialogButton>
      <ConfirmDialog
        id="retire"
        danger
        title={t("Retire {name}?", { name: row.name })}
        action={paths.admin.role(row.id)}
        fields={{ [csrf_field]: csrf, action: "retire", version: row.updated_at }}
        confirm={t("Retire")}
      >
        {holders === 0 ? <p>{t("Nobody holds it. It can be given no more; its history stays.")}</p> : (
          <>
            <p>
              {t.n(
                holders,
                "{n} person holds it, and gets the role that you choose here, to the same end.",
                "{n} people hold it, and get the role that you choose here, each to the same end.",
              )}
            </p>
            <SelectField
              name="move_to"
              label={t("Their role from now on")}
              required
              empty={t("Choose a role")}
              options={others.map((each) => ({ value: each.key, label: each.name }))}
            />
          </>
        )}
      </ConfirmDialog>
    </>
  );
}
