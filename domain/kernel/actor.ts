/** Actor: who acts. Nothing reaches data without one. */
import { forbidden } from "./errors.ts";
import type { Portal } from "./entity.ts";
import { all_permissions, type PermissionSet } from "./permissions.ts";

export type ActorKind = "staff" | "customer" | "reseller" | "vendor" | "api_key" | "job";

export interface RequestContext {
  id: string;
  ip: string | null;
  user_agent: string | null;
}

export interface Actor {
  kind: ActorKind;
  /** Name for audit and timeline. */
  label: string;
  person_id: string | null;
  session_id: string | null;
  permissions: PermissionSet;
  /** What a portal actor's rows belong to. Staff, keys and jobs are not narrowed by it. */
  subscriber_ids: readonly string[];
  timezone: string | null;
  request: RequestContext | null;
  /** The member of staff who acts as this person. */
  impersonator?: { person_id: string; label: string };
  /** The API key that was sent. */
  key_id?: string;
  /** What the key was given, as it was written: `permissions` are these within what its owner may. */
  key_scopes?: readonly string[];
  /** Looks and changes nothing: a member of staff acting as somebody, without the right to write. */
  read_only?: boolean;
}

/** The portal an actor is confined to, or null where nothing narrows it but permissions. */
export function portal_of(actor: Actor): Portal | null {
  return actor.kind === "customer" || actor.kind === "reseller" || actor.kind === "vendor" ? actor.kind : null;
}

/** The prefix of an outsider's keys is the first segment of the portal's own URLs. */
const prefixes: Record<Portal, string> = { customer: "portal", reseller: "reseller", vendor: "vendor" };

/** `portal`, `reseller`, `vendor`; null for whom no portal confines. */
export function prefix_of(actor: Actor): string | null {
  const portal = portal_of(actor);
  return portal && prefixes[portal];
}

/** `tickets:read` for staff is `portal:tickets:read` for a customer: an outsider's role can never match a staff key. */
export function key_for(actor: Actor, key: string): string {
  const portal = portal_of(actor);
  return portal && !key.startsWith(`${prefixes[portal]}:`) ? `${prefixes[portal]}:${key}` : key;
}

export const can = (actor: Actor, key: string): boolean => actor.permissions.has(key_for(actor, key));

/** @throws DomainError 403, naming the key that is missing. */
export function demand(actor: Actor, key: string): void {
  if (can(actor, key)) return;
  throw forbidden(key_for(actor, key));
}

/** The system itself, under the name of one of its jobs. */
export const job_actor = (name: string): Actor => ({
  kind: "job",
  label: name,
  person_id: null,
  session_id: null,
  permissions: all_permissions,
  subscriber_ids: [],
  timezone: null,
  request: null,
});
