import { LinkButton } from "~/components/button.tsx";
import { ConfirmDialog, DialogButton } from "~/components/dialog.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import { csrf_field } from "../csrf.ts";
import { paths } from "../paths.ts";
import type { KeyData } from "./key_body.tsx";

export function KeyActions({ data: { key, may_change }, csrf }: { data: KeyData; csrf: string }) {
  if (key.revoked_at) return null;
  const here = paths.admin.api_key(key.id);
  const no_change = may_change ? undefined : t("It belongs to somebody else: it takes the permission {key}.", {
    key: "api-keys:manage",
  });
  return (
    <>
      <LinkButton href={`${here}/edit`} icon="pencil" disabled_reason={no_change}>{t("Edit")}</LinkButton>
      <LinkButton href={`${here}/rotate`} icon="refresh-cw" disabled_reason={no_change}>{t("Rotate")}</LinkButton>
      <DialogButton dialog="revoke" icon="ban" variant="danger" disabled_reason={no_change}>{t("Revoke")}</DialogButton>
      <ConfirmDialog
        id="revoke"
        danger
        title={t("Revoke {name}?", { name: key.name })}
        action={here}
        fields={{ [csrf_field]: csrf, action: "revoke" }}
        confirm={t("Revoke")}
      >
        <p>{t("What uses it is refused within a second, everywhere and for good. Its history stays.")}</p>
        <TextField
          name="reason"
          label={t("Reason")}
          maxLength={500}
          autocomplete="off"
          hint={t("Kept with the key, so that others know why.")}
        />
      </ConfirmDialog>
    </>
  );
}
