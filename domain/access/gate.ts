/**
 * Gate: from a token to an actor, in microseconds for one that was seen before. What it remembers is dropped on every
 * replica as soon as a session, a role or a person changes, and by itself at the moment when the first right in it ends.
 */
import { access_tokens } from "~/domain/kernel/crypto/jwt.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { actor_of_session, type Audience, type SessionActor } from "./actor_of_session.ts";
import { type KeyGate, open_key_gate } from "./key_gate.ts";
import { open_rate_limits, type RateLimits } from "./rate_limits.ts";

/** Seconds an access token lasts. */
export const access_seconds = 15 * 60;
/** Milliseconds an actor is remembered at most, should a message of change ever be lost. */
const remembered_ms = 30_000;
const most_remembered = 10_000;
const channel = "omni_access";

export interface Gate {
  /** @throws DomainError 401 for a token that is forged, expired, of another portal, or whose session has ended. */
  enter(token: string, audience: Audience): Promise<SessionActor>;
  /** The actor of a session just opened or refreshed. */
  actor(session_id: string): Promise<SessionActor>;
  sign(session_id: string, person_id: string, audience: Audience): Promise<string>;
  /** Calls once when the session ends, on whichever replica it was ended. @returns stops waiting */
  on_ended(session_id: string, ended: () => void): () => void;
  /** The same for API keys. */
  keys: KeyGate;
  /** Requests in a minute by key, account and address. */
  limits: RateLimits;
  close(): Promise<void>;
}

const changing = ["person.", "role.", "person_role.", "subscriber_person."];

/** Further events after which no remembered actor is sure any more: `actors_change_on("reseller_subscriber.")` */
export const actors_change_on = (...prefixes: string[]): void => void changing.push(...prefixes);

export async function open_gate(platform: Platform): Promise<Gate> {
  const { config, db } = platform;
  const tokens = access_tokens({ secret: config.SECRET_KEY, issuer: config.PUBLIC_URL });
  const limits = open_rate_limits(platform);
  const keys = open_key_gate(platform);
  const remembered = new Map<string, { found: SessionActor; until: number }>();

  const waiting = new Map<string, Set<() => void>>();
  // Counts what was forgotten: an actor that was read before that must not be remembered after it.
  let forgotten = 0;

  const forget = (what: string) => {
    forgotten++;
    keys.forget(what);
    if (what === "*") return remembered.clear();
    const [id = "", ended] = what.split(" ");
    remembered.delete(id);
    if (!ended) return;
    for (const tell of waiting.get(id) ?? []) tell();
    waiting.delete(id);
  };
  const unlisten = await db.bus.listen(channel, forget, () => forget("*"));

  platform.on_committed((events) => {
    for (const event of events) {
      const what = to_forget(event.type, event.subject_id);
      if (!what) continue;
      forget(what);
      db.bus.notify(channel, what).catch((error) =>
        log.warn("other replicas were not told of a change of access", { error })
      );
    }
  });

  const actor = async (session_id: string): Promise<SessionActor> => {
    const known = remembered.get(session_id);
    // Taken before the database is asked: what it says is left is then never counted too long.
    const asked_at = platform.now().epochMilliseconds;
    if (known && known.until > asked_at) return known.found;
    const before = forgotten;
    const found = await actor_of_session(db.sql, session_id);
    if (!found) throw unauthenticated();
    if (forgotten !== before) return found;
    if (remembered.size >= most_remembered) remembered.clear();
    remembered.set(session_id, { found, until: asked_at + Math.min(remembered_ms, found.ms_left) });
    return found;
  };

  return {
    actor,
    async enter(token, audience) {
      const claims = await tokens.verify_access(token, audience);
      if (!claims.sid || !is_uuid(claims.sid)) throw unauthenticated();
      const found = await actor(claims.sid);
      if (found.audience !== audience) throw unauthenticated();
      return found;
    },
    sign: (session_id, person_id, audience) =>
      tokens.sign_access({ sub: person_id, sid: session_id }, audience, access_seconds),
    on_ended(session_id, ended) {
      const tells = waiting.get(session_id) ?? new Set();
      waiting.set(session_id, tells.add(ended));
      return () => {
        tells.delete(ended);
        if (tells.size === 0 && waiting.get(session_id) === tells) waiting.delete(session_id);
      };
    },
    keys,
    limits,
    async close() {
      await keys.close();
      await limits.close();
      await unlisten();
    },
  };
}

/** What a commit makes uncertain: one session or key, everybody, or nobody. */
function to_forget(type: string, subject_id: string): string | null {
  if (type === "session.ended") return `${subject_id} ended`;
  if (type === "session.changed" || type.startsWith("api_key.")) return subject_id;
  return changing.some((prefix) => type.startsWith(prefix)) ? "*" : null;
}
