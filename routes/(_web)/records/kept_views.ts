/** The saved views of a list, as its tabs show them: read at every look, changed once in a month. */
import type { Tx } from "~/domain/kernel/tx.ts";
import { my_views, type SavedView } from "~/domain/saved_views/mod.ts";
import { kept_read } from "../kept_reads.ts";
import type { House } from "../state.ts";

const kept = kept_read<readonly SavedView[]>({ subject: "saved_view", topic: "saved-views", seconds: 60 });

/** Shared ones first, then one's own, each in their order. */
export const kept_views = (house: House, tx: Tx, entity_type: string): Promise<readonly SavedView[]> =>
  kept(house, tx, `${tx.actor.person_id} ${entity_type}`, () => my_views(tx, entity_type));
