/**
 * From an API key to the actor it stands for. Found keys are remembered under the hash of their secret, what is refused
 * of them too, and forgotten on every replica when the key, its owner or a role changes (gate.ts hears of it).
 */
import type { Actor } from "~/domain/kernel/actor.ts";
import { is_key_form } from "~/domain/kernel/crypto/key_form.ts";
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { to_domain_error } from "~/domain/kernel/db_errors.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import type { IpRange } from "~/domain/kernel/net/ip.ts";
import { common_permissions, permission_set } from "~/domain/kernel/permissions.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { is_allowed_address, ranges_of } from "./key_addresses.ts";
import { type KeyUses, open_key_uses } from "./key_uses.ts";

/** Milliseconds a key is remembered, should a message of change ever be lost. */
const remembered_ms = 30_000;
const most_remembered = 10_000;

export interface KeyGate {
  /**
   * @throws DomainError 401. Whoever sends a genuine secret is told what is wrong with its key; anybody else learns
   * only that it is none.
   */
  enter(secret: string, ip: string | null): Promise<Omit<Actor, "request">>;
  uses: KeyUses;
}

interface KeyRow {
  key_id: string;
  secret_id: string;
  name: string;
  owner_id: string;
  timezone: string | null;
  scopes: string[];
  allowed_addresses: string[];
  owner_permissions: string[];
  owner_is_active: boolean;
  is_revoked: boolean;
  expires_at: string | null;
  valid_until: string | null;
  /** Until the first of the owner's rights ends, by the database's clock; null where none does. */
  rights_ms_left: number | null;
}

interface Found {
  row: KeyRow;
  ranges: IpRange[];
  actor: Omit<Actor, "request">;
  until: number;
}

const not_a_key = "This is no API key of this system. Check that it was copied whole, from omni_key_ to its end.";

export function open_key_gate(platform: Platform): KeyGate & { forget(what: string): void; close(): Promise<void> } {
  const uses = open_key_uses(platform);
  const remembered = new Map<string, Found>();
  // Counts what was forgotten: a key that was read before that must not be remembered after it.
  let forgotten = 0;

  /** The hash finds the row by its index. How long that takes tells nothing: whoever could steer a SHA-256 close to another's would not need a clock. */
  const find = async (hash: string): Promise<Found> => {
    const known = remembered.get(hash);
    if (known && known.until > Date.now()) return known;
    const before = forgotten;
    const asked_at = Date.now();
    const row = await find_key(platform, hash).catch((error) => {
      throw to_domain_error(error);
    });
    if (!row) throw unauthenticated(not_a_key);
    const found: Found = {
      row,
      ranges: ranges_of(row.allowed_addresses),
      actor: actor_of(row),
      until: asked_at + Math.min(remembered_ms, row.rights_ms_left ?? remembered_ms),
    };
    if (forgotten === before) {
      if (remembered.size >= most_remembered) remembered.clear();
      remembered.set(hash, found);
    }
    return found;
  };

  return {
    uses,
    async enter(secret, ip) {
      // A cut or mistyped key costs no query: its checksum tells.
      if (!is_key_form(secret)) throw unauthenticated(not_a_key);
      const { row, ranges, actor } = await find(token_hash(secret));
      const wrong = refusal(row, ranges, ip, platform.now());
      if (wrong) {
        // A genuine secret that is refused is news: a program that broke, or a thief.
        log.warn("an API key was refused", { key_id: row.key_id, ip, reason: wrong });
        throw unauthenticated(wrong);
      }
      uses.count({ key_id: row.key_id, secret_id: row.secret_id, ip });
      return actor;
    },
    forget(what) {
      forgotten++;
      if (what === "*") return remembered.clear();
      for (const [hash, { row }] of remembered) if (row.key_id === what) remembered.delete(hash);
    },
    close: () => uses.close(),
  };
}

/** What is wrong with a key whose secret is genuine, or null. Judged by the clock at every request. */
function refusal(row: KeyRow, ranges: readonly IpRange[], ip: string | null, now: Temporal.Instant): string | null {
  // In whole milliseconds: the database rounds to its microseconds, and "now" must not come out as "soon".
  const is_past = (at: string | null) =>
    at !== null && Temporal.Instant.from(at).epochMilliseconds <= now.epochMilliseconds;
  if (row.is_revoked) return "This API key was revoked. Create another one.";
  if (is_past(row.valid_until)) return "This secret was replaced when its API key was rotated. Use the new one.";
  if (is_past(row.expires_at)) {
    return `This API key expired at ${row.expires_at}. Its owner can rotate it and give it more time.`;
  }
  if (!row.owner_is_active || row.owner_permissions.length === 0) {
    return "The owner of this API key has no access any more. Create one that belongs to somebody else.";
  }
  if (!is_allowed_address(ranges, ip)) {
    return `This API key does not work from ${
      ip ?? "an unknown address"
    }. Add the address to its list, or send from one that is there.`;
  }
  return null;
}

/** It acts in its owner's name, so that "mine" means the owner's; audit and events name the key as well. */
const actor_of = (row: KeyRow): Omit<Actor, "request"> => ({
  kind: "api_key",
  label: row.name,
  person_id: row.owner_id,
  session_id: null,
  permissions: common_permissions(permission_set(row.scopes), permission_set(row.owner_permissions)),
  subscriber_ids: [],
  timezone: row.timezone,
  key_id: row.key_id,
  key_scopes: row.scopes,
});

async function find_key(platform: Platform, hash: string): Promise<KeyRow | null> {
  const [row] = await platform.db.sql<KeyRow[]>`
    /* access.find_key */
    select k.id as key_id, s.id as secret_id, k.name, k.owner_id, p.timezone, to_jsonb(k.scopes) as scopes,
           to_jsonb(k.allowed_addresses) as allowed_addresses, p.is_active as owner_is_active,
           k.revoked_at is not null or not k.is_active as is_revoked, k.expires_at, s.valid_until,
           extract(epoch from rights_until(k.owner_id, 'admin') - now())::float8 * 1000 as rights_ms_left,
           coalesce((select jsonb_agg(o.key) from permissions_of(k.owner_id, 'admin') o), '[]') as owner_permissions
      from api_key_secrets s
      join api_keys k on k.id = s.key_id
      join people p on p.id = k.owner_id
     where s.secret_hash = ${hash}`;
  return row ?? null;
}
