import type { Option } from "~/components/form/select_field.tsx";
import { t } from "~/components/text.ts";
import { roles } from "~/domain/access/mod.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { audience_words } from "../../users/(_parts)/audience_words.ts";

/** Roles by portal; empty for who may not see roles. */
export async function role_options(tx: Tx, audiences: readonly string[] | null): Promise<(Option & { id: string })[]> {
  const known = await tx.elevated((tx) => roles.list(tx, { limit: max_limit }));
  return known.items.filter((role) => audiences === null || audiences.includes(role.audience)).map((role) => ({
    id: role.id,
    value: role.key,
    label: role.name,
    group: t(audience_words[role.audience] ?? role.audience),
  }));
}
