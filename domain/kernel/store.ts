/**
 * Store: the inward face of an entity. Writes a row with its audit entry and its event, asks no permission and knows
 * no forms: verbs use it once they have checked their own. The outward face is manager.ts.
 */
import { difference } from "./audit.ts";
import { assigned, encode, parameters, select_list } from "./columns.ts";
import type { Entity, RowOf, Shape } from "./entity.ts";
import { not_found } from "./errors.ts";
import { type Audience, declare_event } from "./events.ts";
import { portal_of } from "./actor.ts";
import { is_uuid } from "./text/uuid.ts";
import { find_move, transitions_of } from "./transitions.ts";
import type { Tx } from "./tx.ts";

export interface StoreHooks<R> {
  created?: (tx: Tx, row: R) => Promise<void> | void;
  updated?: (tx: Tx, row: R, before: R) => Promise<void> | void;
  removed?: (tx: Tx, row: R) => Promise<void> | void;
  /** Fields that travel in the entity's own events besides id, number and subscriber_id. */
  event_fields?: readonly string[];
  /** Who hears of this row's events. */
  audience?: (row: R) => Audience;
}

export type Values<R> = { [K in keyof R]?: R[K] | undefined };

export interface Store<R> {
  /** @throws DomainError 404 */
  fetch(tx: Tx, id: string): Promise<R>;
  /** Takes the row's lock, so that what is decided on it stays true until the commit. @throws DomainError 404 */
  lock(tx: Tx, id: string): Promise<R>;
  insert(tx: Tx, values: Values<R>): Promise<R>;
  /** Writes the fields that differ; a change of state goes through the transition table. @returns the row as it is now */
  patch(tx: Tx, before: R, values: Values<R>, options?: PatchOptions): Promise<R>;
  /** Soft delete. */
  retire(tx: Tx, row: R): Promise<R>;
}

export interface PatchOptions {
  /** The verb is itself the move's door (`by_verb`). */
  verb?: boolean;
}

export function store<N extends string, F extends Shape>(
  entity: Entity<N, F>,
  hooks: StoreHooks<RowOf<F>> = {},
): Store<RowOf<F>> {
  type R = RowOf<F>;
  const declared = entity as unknown as Entity;
  const label = entity.label.toLowerCase();
  declare_event(`${entity.name}.created`, `A ${label} was created.`);
  declare_event(`${entity.name}.updated`, `Fields of a ${label} changed; \`changed\` lists them.`);
  declare_event(`${entity.name}.deleted`, `A ${label} was deleted (kept as inactive).`);

  const bag = (row: R): Record<string, unknown> => ({ ...row });

  const audience_of = (row: R): Audience => hooks.audience?.(row) ?? (entity.scope?.customer ? "all" : "staff");
  const announce = (tx: Tx, verb: string, row: R, more: Record<string, unknown> = {}) => {
    const record = bag(row);
    const payload: Record<string, unknown> = {};
    for (const name of ["number", "subscriber_id", ...(hooks.event_fields ?? [])]) {
      if (name in record) payload[name] = record[name];
    }
    if (entity.name === "subscriber") payload.subscriber_id = row.id;
    const subscriber_id = typeof payload.subscriber_id === "string" ? payload.subscriber_id : null;
    tx.emit(`${entity.name}.${verb}`, { ...payload, id: row.id, subscriber_id, ...more }, audience_of(row));
  };
  const note = (tx: Tx, action: string, row: R, changes: ReturnType<typeof difference>) => {
    const record = bag(row);
    tx.audit({
      action: `${entity.name}.${action}`,
      entity_type: entity.name,
      entity_id: row.id,
      entity_label: record[entity.label_field] == null ? null : String(record[entity.label_field]),
      subscriber_id: entity.name === "subscriber"
        ? row.id
        : typeof record.subscriber_id === "string"
        ? record.subscriber_id
        : null,
      changes,
    });
  };
  const columns = (tx: Tx) => select_list(declared, tx.trusted ? null : portal_of(tx.actor));
  const one = async (tx: Tx, id: string, lock: string): Promise<R> => {
    if (!is_uuid(id)) throw not_found(label, id);
    const [row] = await tx.sql.unsafe<R[]>(
      `select ${columns(tx)} from ${entity.table} t where t.id = $1::text::uuid${lock}`,
      [id],
      { prepare: true },
    );
    if (!row) throw not_found(label, id);
    return row;
  };

  const self: Store<R> = {
    fetch: (tx, id) => one(tx, id, ""),
    lock: (tx, id) => one(tx, id, " for update of t"),

    async insert(tx, values) {
      const to = parameters();
      const names: string[] = [];
      const places: string[] = [];
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const column = entity.column(name);
        names.push(name);
        if (column) places.push(assigned(column, value, to));
        else if (name === "metadata") places.push(to.bind(JSON.stringify(value), "jsonb"));
        else places.push(to.bind(String(value), name === "id" ? "uuid" : name === "is_active" ? "boolean" : "text"));
      }
      const [row] = await tx.sql.unsafe<R[]>(
        `insert into ${entity.table} as t (${names.join(", ")}) values (${places.join(", ")}) returning ${columns(tx)}`,
        to.values,
        { prepare: true },
      );
      if (!row) throw not_found(label, "(new)");
      note(tx, "created", row, difference(declared, {}, without_base(bag(row))));
      announce(tx, "created", row);
      await hooks.created?.(tx, row);
      return row;
    },

    async patch(tx, before, values, options = {}) {
      const old = bag(before);
      const wanted: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const column = entity.column(name);
        const same = column
          ? encode(column, value) === encode(column, old[name])
          : JSON.stringify(value) === JSON.stringify(old[name]);
        if (!same) wanted[name] = value;
      }
      const move = moved(declared, old, wanted, options);
      if (move?.stamp) wanted[move.stamp] = tx.now().toString();
      for (const name of move?.clear ?? []) wanted[name] = null;
      if (Object.keys(wanted).length === 0) return before;

      const to = parameters();
      const sets = Object.entries(wanted).map(([name, value]) => {
        const column = entity.column(name);
        if (column) return `${name} = ${assigned(column, value, to)}`;
        if (name === "metadata") return `metadata = ${to.bind(JSON.stringify(value), "jsonb")}`;
        return `${name} = ${to.bind(String(value), name === "is_active" ? "boolean" : "text")}`;
      });
      const [row] = await tx.sql.unsafe<R[]>(
        `update ${entity.table} as t set ${sets.join(", ")} where t.id = ${to.bind(before.id, "uuid")} returning ${
          columns(tx)
        }`,
        to.values,
        { prepare: true },
      );
      if (!row) throw not_found(label, before.id);
      const changes = difference(declared, old, bag(row));
      note(tx, wanted.is_active === false ? "deleted" : "updated", row, changes);
      announce(tx, wanted.is_active === false ? "deleted" : "updated", row, {
        changed: told(declared, Object.keys(changes), audience_of(row)),
      });
      if (move?.emit) announce_move(tx, move.emit, row);
      if (move?.effect) await move.effect(tx, bag(row));
      await hooks.updated?.(tx, row, before);
      return row;
    },

    async retire(tx, row) {
      const gone = await self.patch(tx, row, { is_active: false } as Values<R>);
      await hooks.removed?.(tx, gone);
      return gone;
    },
  };

  function announce_move(tx: Tx, type: string, row: R) {
    announce(tx, type.slice(type.indexOf(".") + 1), row, { status: bag(row).status });
  }
  return self;
}

function moved(entity: Entity, old: Record<string, unknown>, wanted: Record<string, unknown>, options: PatchOptions) {
  const field = Object.keys(wanted).find((name) => entity.column(name)?.kind === "choice" && is_state(entity, name));
  if (!field) return null;
  return find_move(entity, old, String(wanted[field]), options.verb ?? false);
}

/** Names of fields that only staff know of stay out of an event that others may hear. */
const told = (entity: Entity, names: string[], audience: Audience) =>
  audience === "staff" ? names : names.filter((name) => !entity.column(name)?.staff_only);

const is_state = (entity: Entity, name: string) => transitions_of(entity)?.field === name;

function without_base(record: Record<string, unknown>): Record<string, unknown> {
  const { id: _id, is_active: _active, metadata, ...rest } = record;
  return Object.keys(metadata ?? {}).length ? { ...rest, metadata } : rest;
}
