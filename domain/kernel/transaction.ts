/** Opens transactions for actors and writes what they collected. */
import type { Sql } from "./db/connect.ts";
import { type Actor, portal_of } from "./actor.ts";
import type { AuditEntry } from "./audit.ts";
import { to_domain_error } from "./db_errors.ts";
import type { Portal } from "./entity.ts";
import { classify_error } from "./db/errors.ts";
import { is_declared, type NewEvent } from "./events.ts";
import type { Services } from "./services.ts";
import { is_uuid, new_id } from "./text/uuid.ts";
import type { Query, Tx } from "./tx.ts";

export interface Ledger {
  events: NewEvent[];
  audit: AuditEntry[];
  after: (() => void)[];
}

export interface TransactionOptions {
  sql: Sql;
  services: Services;
  now: () => Temporal.Instant;
  /** Called once after each commit that emitted: rings the queue and the live sockets. */
  committed: (events: readonly NewEvent[]) => void;
}

/** Serialisation failures and deadlocks are the database's way of saying "again"; a third time it is the caller's news. */
const attempts = 3;

export function open_transactions(options: TransactionOptions) {
  return {
    /** @throws DomainError; a lost database is 503 with Retry-After. */
    async transaction<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
      for (let attempt = 1;; attempt++) {
        const ledger: Ledger = { events: [], audit: [], after: [] };
        try {
          // An actor who may only look cannot write by any path: the database refuses (SQLSTATE 25006), whatever was checked before.
          const result = await options.sql.begin(actor.read_only ? "read only" : "read write", async (sql) => {
            const value = { result: await inside(sql, actor, () => run(make_tx(sql, actor, ledger, options))) };
            if (portal_of(actor) && (ledger.events.length || ledger.audit.length)) await leave_role(sql);
            await write_ledger(sql, actor, ledger);
            return value;
          });
          for (const after of ledger.after) after();
          if (ledger.events.length) options.committed(ledger.events);
          return result.result;
        } catch (error) {
          if (attempt < attempts && classify_error(error).kind === "serialization") continue;
          throw to_domain_error(error);
        }
      }
    },

    /** Reads only. Staff read straight from the pool (no BEGIN, no COMMIT: two round trips less on every list). */
    async read<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
      const ledger: Ledger = { events: [], audit: [], after: [] };
      try {
        if (!portal_of(actor)) return await run(make_tx(options.sql, actor, ledger, options));
        const result = await options.sql.begin("read only", async (sql) => ({
          result: await inside(sql, actor, () => run(make_tx(sql, actor, ledger, options))),
        }));
        return result.result;
      } catch (error) {
        throw to_domain_error(error);
      }
    },
  };
}

function make_tx(sql: Query, actor: Actor, ledger: Ledger, options: TransactionOptions, trusted = false): Tx {
  const tx: Tx = {
    sql,
    actor,
    trusted,
    services: options.services,
    now: options.now,
    emit(type, payload, audience = "all") {
      if (!is_declared(type)) {
        throw new Error(`Event '${type}' is emitted but not declared: declare_event() it in its domain`);
      }
      const subject_type = type.slice(0, type.indexOf("."));
      ledger.events.push({
        id: new_id(),
        type,
        subject_type,
        subject_id: payload.id,
        subscriber_id: payload.subscriber_id ?? null,
        audience,
        payload,
      });
    },
    audit: (entry) => void ledger.audit.push(entry),
    after_commit: (run) => void ledger.after.push(run),
    async elevated(run) {
      const inner = make_tx(sql, actor, ledger, options, true);
      if (trusted || !portal_of(actor)) return await run(inner);
      await leave_role(sql);
      const result = await run(inner);
      await inside(sql, actor, () => Promise.resolve());
      return result;
    },
  };
  return tx;
}

/**
 * The second wall: an outsider's statements run as a role that row-level security confines to its own rows.
 *
 * The switch is on its way before `run` can ask for anything, and its answer is not waited for: one connection keeps the
 * order, and a switch that fails aborts the transaction, so that nothing after it runs (SQLSTATE 25P02). That saves a round
 * trip at each of an outsider's requests: 0.3 ms on the same machine. `run` is waited for in any case, because
 * what it asked for after a ROLLBACK would run outside of the transaction.
 */
async function inside<T>(sql: Query, actor: Actor, run: () => Promise<T>): Promise<T> {
  const portal = portal_of(actor);
  if (!portal) return await run();
  const entering = sql.unsafe(switch_to(portal, actor)).execute();
  const [entered, ran] = await Promise.allSettled([entering, run()]);
  if (entered.status === "rejected") throw entered.reason;
  if (ran.status === "rejected") throw ran.reason;
  return ran.value;
}

/**
 * By SET and not by set_config(): an expression that somebody smuggles into a query can call a function, but cannot be
 * another statement. With set_config() shut (migrations/0011_walls.sql) it can then neither leave the role nor name other rows.
 */
function switch_to(portal: Portal, actor: Actor): string {
  const person = actor.person_id === null ? "" : quoted_ids([actor.person_id]);
  return `set local app.subscriber_ids = '{${
    quoted_ids(actor.subscriber_ids)
  }}'; set local app.person_id = '${person}'; set local role omni_${portal}`;
}

async function leave_role(sql: Query): Promise<void> {
  await sql.unsafe("set local role none");
}

/** SET takes no parameters, so nothing but ids gets into its text. */
function quoted_ids(ids: readonly string[]): string {
  const odd = ids.find((id) => !is_uuid(id));
  if (odd !== undefined) throw new TypeError(`An actor's scope holds '${odd}', which is no UUID`);
  return ids.join(",");
}

async function write_ledger(sql: Query, actor: Actor, ledger: Ledger): Promise<void> {
  const request = actor.request;
  if (ledger.events.length) {
    await sql`
      insert into event_store (id, type, subject_type, subject_id, subscriber_id, audience, payload, actor_kind, actor_id, actor_label, request_id)
      select e.id, e.type, e.subject_type, e.subject_id, e.subscriber_id, e.audience, e.payload,
             ${actor.kind}, ${actor.person_id}::text::uuid, ${actor.label}, ${request?.id ?? null}
        from jsonb_to_recordset(${JSON.stringify(ledger.events)}::text::jsonb)
          as e(id uuid, type text, subject_type text, subject_id uuid, subscriber_id uuid, audience text, payload jsonb)`;
  }
  if (ledger.audit.length) {
    await sql`
      insert into audit_events (action, entity_type, entity_id, entity_label, subscriber_id, changes,
                                actor_kind, actor_id, actor_label, impersonator_id, impersonator_label, api_key_id, request_id, ip, user_agent)
      select a.action, a.entity_type, a.entity_id, a.entity_label, a.subscriber_id, a.changes,
             ${actor.kind}, ${actor.person_id}::text::uuid, ${actor.label},
             ${actor.impersonator?.person_id ?? null}::text::uuid, ${actor.impersonator?.label ?? null}, ${
      actor.key_id ?? null
    }::text::uuid,
             ${request?.id ?? null}, ${request?.ip ?? null}, ${request?.user_agent ?? null}
        from jsonb_to_recordset(${JSON.stringify(ledger.audit)}::text::jsonb)
          as a(action text, entity_type text, entity_id uuid, entity_label text, subscriber_id uuid, changes jsonb)`;
  }
}
