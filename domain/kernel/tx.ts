/** Tx: one transaction, one actor. Rows, events and audit commit together or not at all. */
import type postgres from "postgres";
import type { Actor } from "./actor.ts";
import type { AuditEntry } from "./audit.ts";
import type { Audience, EventPayload } from "./events.ts";
import type { Services } from "./services.ts";

export type Query = postgres.ISql;

export interface Tx {
  readonly sql: Query;
  readonly actor: Actor;
  /** Inside `elevated`: the verb has checked its own permission, managers do not check again. */
  readonly trusted: boolean;
  readonly services: Services;
  /** The clock of the process; tests give their own. */
  now(): Temporal.Instant;
  emit(type: string, payload: EventPayload, audience?: Audience): void;
  audit(entry: AuditEntry): void;
  /** Runs after the commit, never after a rollback. For bells and caches, not for work that must not be lost. */
  after_commit(run: () => void): void;
  /**
   * The rest of a verb once its permission and its target are checked: lifts a portal actor's database role, so that
   * the portal roles themselves need no right to write. The actor stays the same for audit and events.
   */
  elevated<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
}
