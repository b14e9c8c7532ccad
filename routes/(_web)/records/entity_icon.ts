import { icon_names, type IconName } from "~/components/icon_names.ts";
import type { Entity } from "~/domain/kernel/entity.ts";

/** The icon that an entity is declared with, if it ships. */
export const entity_icon = (entity: Pick<Entity, "icon">): IconName =>
  icon_names.find((name) => name === entity.icon) ?? "table";
