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
/** A timer of more than 24.8 days fires at once; nothing is kept open that long. */
const longest_timer = 2 ** 31 - 1;
const channel = "omni_access";

export interface Gate {
  /** @throws DomainError 401 for a token that is forged, expired, of another portal, or whose session has ended. */
  enter(token: string, audience: Audience): Promise<SessionActor>;
  /** The actor of a session just opened or refreshed. */
  actor(session_id: string): Promise<SessionActor>;
  sign(session_id: string, person_id: string, audience: Audience): Promise<string>;
  /**
   * Calls once when the session ends or its person's rights change, on whichever replica it was done, or when the first
   * of its rights ends by itself: whatever is kept open in its name has to ask again. @returns stops waiting
   */
  on_ended(session_id: string, ended: () => void): () => void;
  /** The same for API keys. */
  keys: KeyGate;
  /** Requests in a minute by key, account and address. */
  limits: RateLimits;
  close(): Promise<void>;
}

const changing = ["person.", "role.", "person_role.", "subscriber_person."];

/** Of them, those after which what is kept open is asked for anew: a person's own, or everybody's. */
const changing_rights = ["person.role_", "person.permission_", "role."];

/** Further events after which no remembered actor is sure any more: `actors_change_on("reseller_subscriber.")` */
export const actors_change_on = (...prefixes: string[]): void => void changing.push(...prefixes);

export async function open_gate(platform: Platform): Promise<Gate> {
  const { config, db } = platform;
  const tokens = access_tokens({ secret: config.SECRET_KEY, issuer: config.PUBLIC_URL });
  const limits = open_rate_limits(platform);
  const keys = open_key_gate(platform);
  const remembered = new Map<string, { found: SessionActor; until: number; ends_at: number }>();

  const waiting = new Map<string, Waiting>();
  const stops = new Set<() => void>();
  const tell = (session_id: string) => {
    const tells = waiting.get(session_id)?.tells ?? new Set();
    waiting.delete(session_id);
    const all = [...tells];
    tells.clear();
    for (const each of all) each();
  };
  // Counts what was forgotten: an actor that was read before that must not be remembered after it.
  let forgotten = 0;

  const forget = (what: string) => {
    forgotten++;
    keys.forget(what);
    if (what === "*") return remembered.clear();
    const [id = "", then] = what.split(" ");
    if (id === "rights") {
      const concerned = [...waiting].filter(([, each]) => then === "*" || each.people.includes(then));
      for (const [session_id] of concerned) tell(session_id);
      return;
    }
    remembered.delete(id);
    if (then) tell(id);
  };
  const unlisten = await db.bus.listen(channel, forget, () => forget("*"));

  platform.on_committed((events) => {
    for (const event of events) {
      for (const what of to_forget(event.type, event.subject_id)) {
        forget(what);
        db.bus.notify(channel, what).catch((error) =>
          log.warn("other replicas were not told of a change of access", { error })
        );
      }
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
    remembered.set(session_id, {
      found,
      until: asked_at + Math.min(remembered_ms, found.ms_left),
      ends_at: asked_at + found.ms_left,
    });
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
      const known = remembered.get(session_id);
      const { person_id, impersonator } = known?.found.actor ?? {};
      const mine: Waiting = waiting.get(session_id) ??
        { people: [person_id, impersonator?.person_id], tells: new Set() };
      mine.tells.add(ended);
      waiting.set(session_id, mine);
      const left = known ? known.ends_at - platform.now().epochMilliseconds : longest_timer;
      const at_the_end = () => {
        const waits = mine.tells.has(ended);
        stop();
        if (waits) ended();
      };
      const timer = left < longest_timer ? setTimeout(at_the_end, left) : null;
      const stop = () => {
        if (timer !== null) clearTimeout(timer);
        stops.delete(stop);
        mine.tells.delete(ended);
        if (mine.tells.size === 0 && waiting.get(session_id) === mine) waiting.delete(session_id);
      };
      stops.add(stop);
      return stop;
    },
    keys,
    limits,
    async close() {
      await keys.close();
      for (const stop of [...stops]) stop();
      await limits.close();
      await unlisten();
    },
  };
}

interface Waiting {
  /** Whose rights it stands on: its person's, and theirs who act in it. */
  people: (string | null | undefined)[];
  tells: Set<() => void>;
}

/** What a commit makes uncertain: one session or key, everybody, or nobody; and whose rights it changed. */
function to_forget(type: string, subject_id: string): string[] {
  if (type === "session.ended") return [`${subject_id} ended`];
  if (type === "session.changed" || type.startsWith("api_key.")) return [subject_id];
  if (!changing.some((prefix) => type.startsWith(prefix))) return [];
  if (!changing_rights.some((prefix) => type.startsWith(prefix))) return ["*"];
  return ["*", `rights ${type.startsWith("person.") ? subject_id : "*"}`];
}
