import { Button, LinkButton } from "~/components/button.tsx";
import { ConfirmDialog } from "~/components/dialog.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { Menu, type MenuEntry } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { EndpointData } from "./data.ts";

export function EndpointActions(
  { data: { endpoint }, actor, csrf }: { data: EndpointData; actor: Actor; csrf: string },
) {
  const here = paths.admin.webhook(endpoint.id);
  const lacking = (key: string) => can(actor, key) ? undefined : t("It takes the permission {key}.", { key });
  const paused = endpoint.status === "paused";
  const no_update = lacking("webhooks:update");
  const entries: MenuEntry[] = [
    {
      label: t("Send all failed again"),
      icon: "rotate-ccw",
      dialog: "replay-failed",
      disabled_reason: lacking("webhooks:replay"),
    },
    { label: t("Replace the secret"), icon: "key", dialog: "rotate", disabled_reason: no_update },
    "rule",
    {
      label: t("Delete"),
      icon: "trash-2",
      danger: true,
      dialog: "delete",
      disabled_reason: lacking("webhooks:delete"),
    },
  ];
  return (
    <>
      <Menu id="more" label={t("More")} entries={entries} />
      <LinkButton href={`${here}/edit`} icon="pencil" disabled_reason={no_update}>{t("Edit")}</LinkButton>
      <form method="post" action={here} class="flex flex-wrap gap-2">
        <input type="hidden" name={csrf_field} value={csrf} />
        <Button
          icon="send"
          name="action"
          value="ping"
          disabled_reason={no_update ?? (paused ? t("It is paused. Resume it first.") : undefined)}
        >
          {t("Send a test")}
        </Button>
        {paused
          ? (
            <Button icon="play" variant="primary" name="action" value="resume" disabled_reason={no_update}>
              {t("Resume")}
            </Button>
          )
          : <Button icon="pause" name="action" value="pause" disabled_reason={no_update}>{t("Pause")}</Button>}
      </form>
      <ConfirmDialog
        id="replay-failed"
        title={t("Send all failed again?")}
        action={here}
        fields={{ [csrf_field]: csrf, action: "replay_failed" }}
        confirm={t("Send again")}
      >
        <p>
          {t(
            "Everything that was given up on goes out again, each under its own webhook-id, so that the receiver can drop what it knows.",
          )}
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        id="rotate"
        title={t("Replace the secret?")}
        action={here}
        fields={{ [csrf_field]: csrf, action: "rotate" }}
        confirm={t("Replace and show")}
      >
        <p>
          {t(
            "The new secret is shown once. For the time you choose both sign, so that the receiver changes over without a gap.",
          )}
        </p>
        <SelectField
          name="overlap_hours"
          label={t("The old one goes on signing for")}
          value="24"
          options={[{ value: "0", label: t("no time: it is known to others") }, { value: "1", label: t("one hour") }, {
            value: "24",
            label: t("one day"),
          }, { value: "168", label: t("one week") }]}
        />
      </ConfirmDialog>
      <ConfirmDialog
        id="delete"
        danger
        title={t("Delete {name}?", { name: endpoint.name })}
        action={here}
        fields={{ [csrf_field]: csrf, action: "delete" }}
        confirm={t("Delete")}
      >
        <p>{t("Nothing is sent to it any more, and what waits is canceled. Its log stays.")}</p>
      </ConfirmDialog>
    </>
  );
}
