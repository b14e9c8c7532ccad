/**
 * What pages read at every look and what changes seldom: kept until a record of its kind changes, on whichever replica,
 * and never for longer than the clock leaves it true.
 */
import { job_actor } from "~/domain/kernel/actor.ts";
import { all_permissions } from "~/domain/kernel/permissions.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { House } from "./state.ts";

interface Kept<T> {
  /** Counts up with every change: what was read before one is not kept after it. */
  changes: number;
  by_key: Map<string, { value: T; until: number }>;
}

const most_keys = 2_000;

export interface KeptRead {
  /** Name of the entity, as events carry it. */
  subject: string;
  /** Its live topic, which other replicas tell. */
  topic: string;
  seconds: number;
}

/** @returns a reader: what it read under a key is what it says again. A key names all that the reading depends on, the person above all. */
export function kept_read<T>({ subject, topic, seconds }: KeptRead) {
  const by_house = new WeakMap<House, Kept<T>>();

  function open(house: House): Kept<T> {
    const kept: Kept<T> = { changes: 0, by_key: new Map() };
    const forget = () => {
      kept.changes++;
      kept.by_key.clear();
    };
    house.platform.on_committed((events) => events.some((event) => event.subject_type === subject) && forget());
    house.live.subscribe({ ...job_actor("kept reads"), permissions: all_permissions }, [topic], forget);
    by_house.set(house, kept);
    return kept;
  }

  return async (house: House, tx: Tx, key: string, read: () => Promise<T>): Promise<T> => {
    const kept = by_house.get(house) ?? open(house);
    const now = tx.now().epochMilliseconds;
    const known = kept.by_key.get(key);
    if (known && known.until > now) return known.value;
    const { changes } = kept;
    const value = await read();
    if (changes !== kept.changes) return value;
    if (kept.by_key.size >= most_keys) kept.by_key.clear();
    kept.by_key.set(key, { value, until: now + seconds * 1000 });
    return value;
  };
}
