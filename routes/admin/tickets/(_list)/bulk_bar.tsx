/** What a desk does with many tickets at once: hand over, move, weigh. One refused ticket refuses them all, and is named. */
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { Icon, type IconName } from "~/components/icon.tsx";
import { pure } from "~/components/kept_html.ts";
import { BulkBar } from "~/components/list/bulk_bar.tsx";
import { command, MenuPanel } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { ticket, ticket_moves } from "~/domain/tickets/mod.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { paths } from "../../../(_web)/paths.ts";
import { bulk_form } from "../../../(_web)/records/bulk.tsx";
import { choice_label } from "../../../(_web)/records/labels.ts";
import { href_of, type ListState } from "../../../(_web)/records/list_state.ts";
import type { State } from "../../../(_web)/state.ts";

export const staff_source = `${paths.admin.tickets}/staff`;

export function TicketBulkBar({ state, list, actor }: { state: State; list: ListState; actor: Actor }) {
  const me = actor.person_id;
  const may_assign = can(actor, "tickets:assign");
  const may_change = can(actor, "tickets:update");
  const targets = [...new Set(ticket_moves.moves.filter((move) => can(actor, move.permission)).map((move) => move.to))];
  return (
    <BulkBar
      id={bulk_form}
      action={list.path}
      actions={[]}
      fields={{ [csrf_field]: state.csrf, back: href_of(list.path, list.search) }}
    >
      {may_assign && (
        <>
          <button type="button" class="bulk-btn" {...command("bulk-assign", "show-modal")}>
            <Icon name="user-plus" />
            {t("Assign")}
          </button>
          <Dialog id="bulk-assign" title={t("Assign the selected tickets")}>
            <div class="grid gap-4">
              <Typeahead
                source={staff_source}
                name="person"
                label={t("Assignee")}
                placeholder={t("Name of a colleague")}
              />
              <div class="flex flex-wrap justify-end gap-2">
                <Button name="action" value="assign_nobody">{t("To nobody")}</Button>
                {me && <Button name="action" value="assign_me">{t("To me")}</Button>}
                <Button variant="primary" name="action" value="assign">{t("Assign")}</Button>
              </div>
            </div>
          </Dialog>
        </>
      )}
      {targets.length > 0 && (
        <Choices id="bulk-status" icon="circle-dot" label={t("Status")} name="move" values={targets} />
      )}
      {may_change && (
        <Choices
          id="bulk-priority"
          icon="flag"
          label={t("Priority")}
          name="weigh"
          values={ticket.column("priority")?.choices ?? []}
        />
      )}
      {can(actor, "tickets:delete") && (
        <>
          <button type="button" class="bulk-btn" {...command("bulk-delete", "show-modal")}>
            <Icon name="trash-2" />
            {t("Delete…")}
          </button>
          <Dialog
            id="bulk-delete"
            title={t("Delete the selected tickets?")}
            lead={t("They leave all lists and stay in the history. They can be brought back.")}
          >
            <div class="flex justify-end gap-2">
              <Button type="button" {...command("bulk-delete", "close")}>{t("Cancel")}</Button>
              <Button variant="destroy" name="action" value="delete">{t("Delete")}</Button>
            </div>
          </Dialog>
        </>
      )}
    </BulkBar>
  );
}

const Choices = pure("bulk choices", DrawnChoices);

/** Each entry sends `action` as "move:resolved": one name and value are all that a button has. */
function DrawnChoices(
  { id, icon, label, name, values }: {
    id: string;
    icon: IconName;
    label: string;
    name: string;
    values: readonly string[];
  },
) {
  return (
    <>
      <button type="button" class="bulk-btn" popovertarget={id}>
        <Icon name={icon} />
        {label}
        <Icon name="chevron-down" class="size-3" />
      </button>
      <MenuPanel
        id={id}
        label={label}
        align="start"
        entries={values.map((value) => ({ label: choice_label(value), name: "action", value: `${name}:${value}` }))}
      />
    </>
  );
}
