import { LinkButton } from "~/components/button.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { paths } from "../paths.ts";
import { entity_icon } from "./entity_icon.ts";
import { clear_href } from "./filters.tsx";
import { is_filtered, type ListState, with_changes } from "./list_state.ts";

/** An empty list says why it is empty, and what to do about it. */
export function NothingFound({ entity, list, may_create }: { entity: Entity; list: ListState; may_create: boolean }) {
  const things = t(entity.plural).toLowerCase();
  if (list.query.cursor) {
    return (
      <EmptyState
        icon={entity_icon(entity)}
        title={t("The list ends before here")}
        actions={<LinkButton href={with_changes(list, {})}>{t("To the first page")}</LinkButton>}
      >
        {t("Rows were moved or deleted since.")}
      </EmptyState>
    );
  }
  if (is_filtered(entity, list)) {
    return (
      <EmptyState
        icon="search"
        title={t("No {things} match", { things })}
        actions={<LinkButton href={clear_href(entity, list)}>{t("Clear all filters")}</LinkButton>}
      >
        {t("Check the spelling, or take a filter away.")}
      </EmptyState>
    );
  }
  const create = may_create
    ? (
      <LinkButton variant="primary" icon="plus" href={paths.admin.create(entity)}>
        {t("New {thing}", { thing: entity.label.toLowerCase() })}
      </LinkButton>
    )
    : undefined;
  return (
    <EmptyState
      icon={entity_icon(entity)}
      title={t("No {things} yet", { things })}
      {...(create ? { actions: create } : {})}
    >
      {may_create ? t("Create the first, or send them by the API.") : t("What is recorded appears here.")}
    </EmptyState>
  );
}
