import { find_entity } from "~/domain/kernel/entity.ts";
import { type ListQuery, parse_list } from "~/domain/kernel/list_query.ts";

/** A list query in the words of its address, for pages that read more than one list: `asked("ticket", { subscriber_id, limit: "5" })`. */
export function asked(entity_name: string, parameters: Record<string, string>): ListQuery {
  const entity = find_entity(entity_name);
  if (!entity) throw new Error(`There is no entity '${entity_name}'`);
  return { ...parse_list(entity, new URLSearchParams(parameters)), labels: true };
}
