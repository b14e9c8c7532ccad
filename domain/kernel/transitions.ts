/** Transitions: a state machine as one table of data. Server, buttons, documentation and tests read it. */
import { type Actor, can } from "./actor.ts";
import type { Entity, Row, Shape } from "./entity.ts";
import { transition_refused } from "./errors.ts";
import type { Tx } from "./tx.ts";

export interface Move<R> {
  from: string;
  to: string;
  /** What the button says. */
  label: string;
  permission: string;
  /** Column that takes the time of the move. */
  stamp?: string;
  /** Columns that the move empties. */
  clear?: readonly string[];
  /** Declared event type, emitted besides `<entity>.updated`. */
  emit?: string;
  /** A sentence that says why this row cannot move now; null where it can. */
  refuse?: (row: R) => string | null;
  /** Part of the same transaction, after the row is written. */
  effect?: (tx: Tx, row: R) => Promise<void>;
  /** Reached by verbs alone (a visit's start, a reply): not offered as a button, not writable by PATCH. */
  by_verb?: boolean;
}

export interface Transitions<R> {
  field: string;
  moves: readonly Move<R>[];
}

type AnyMove = Move<Record<string, unknown>>;
const tables = new Map<string, { field: string; moves: readonly AnyMove[] }>();

export function transitions<N extends string, F extends Shape>(
  entity: Entity<N, F>,
  field: keyof F & string,
  moves: readonly Move<Row<Entity<N, F>>>[],
): Transitions<Row<Entity<N, F>>> {
  const states = entity.column(field)?.choices ?? [];
  for (const move of moves) {
    for (const state of [move.from, move.to]) {
      if (!states.includes(state)) {
        throw new Error(`Transition of '${entity.name}.${field}' names the unknown state '${state}'`);
      }
    }
  }
  tables.set(entity.name, { field, moves: moves as unknown as readonly AnyMove[] });
  return { field, moves };
}

export const transitions_of = (entity: Entity) => tables.get(entity.name) ?? null;

export interface Offer {
  to: string;
  label: string;
  permission: string;
  /** Why the button is disabled; null where it is live. */
  reason: string | null;
}

/** The moves that a page offers for a row, each with the reason why it is refused, if it is. */
export function offers(actor: Actor, entity: Entity, row: object): Offer[] {
  const table = transitions_of(entity);
  if (!table) return [];
  const record: Record<string, unknown> = { ...row };
  return table.moves
    .filter((move) => !move.by_verb && move.from === record[table.field])
    .map((move) => ({
      to: move.to,
      label: move.label,
      permission: move.permission,
      reason: can(actor, move.permission)
        ? move.refuse?.(record) ?? null
        : `It takes the permission ${move.permission}.`,
    }));
}

/** @throws DomainError 409 that names the states which can be reached. */
export function find_move(entity: Entity, row: Record<string, unknown>, to: string, by_verb = false): AnyMove | null {
  const table = transitions_of(entity);
  if (!table) return null;
  const from = String(row[table.field]);
  const open = table.moves.filter((move) => move.from === from && (by_verb || !move.by_verb));
  const move = open.find((each) => each.to === to);
  const refusal = move?.refuse?.(row);
  if (!move || refusal) {
    throw transition_refused(
      entity.label.toLowerCase(),
      table.field,
      from,
      to,
      open.map((each) => each.to),
      refusal ?? undefined,
    );
  }
  return move;
}
