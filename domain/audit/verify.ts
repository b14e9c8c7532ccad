/** Walks the chain from its first link and says where it breaks first. */
import type { KeyRing } from "~/domain/kernel/crypto/keys.ts";
import type { Query } from "~/domain/kernel/tx.ts";
import { entry_content, hex, judge_signature, link, origin } from "./chain.ts";

export type Fault = "changed" | "deleted" | "inserted" | "reordered" | "backdated" | "unlinked" | "forged" | "cut";

export interface Break {
  fault: Fault;
  position: number | null;
  entry_id: string | null;
  /** For a person, with what to do. */
  message: string;
}

export interface Verdict {
  first_break: Break | null;
  entries: number;
  /** Committed, and not sealed yet: changes to these leave no trace. */
  waiting: number;
  /** Of keys that are not in the ring any more. */
  retired_signatures: number;
  /** `position:hash` of the last link, to be kept elsewhere and given to the next check. */
  head: string | null;
}

/** A head that was written down earlier. */
export interface KnownHead {
  position: number;
  hash: string;
}

/** `412:9f…`: @returns null where it is no head */
export function parse_head(text: string): KnownHead | null {
  const [, position = "", hash = ""] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return position ? { position: Number(position), hash } : null;
}

/** A transaction's entries carry the time of its beginning; none takes an hour. */
const latest_commit_ms = 3_600_000;
const page = 5_000;

interface Link {
  position: number;
  entry_id: string;
  hash: string;
  signature: string | null;
  content: string | null;
  occurred_at: number | null;
}

/** Reads only; the caller gives a snapshot (repeatable read), so that entries written meanwhile are no riddle. */
export async function verify_chain(sql: Query, ring: KeyRing, known: KnownHead | null = null): Promise<Verdict> {
  let position = 0;
  let hash: Uint8Array = origin;
  let newest = 0;
  let retired = 0;
  let last_signature: "good" | "bad" | "retired" | "none" = "none";
  const [{ waiting } = { waiting: 0 }] = await sql<
    { waiting: number }[]
  >`select count(*)::int as waiting from audit_unsealed`;
  const told = (first_break: Break | null): Verdict => ({
    first_break,
    entries: position,
    waiting,
    retired_signatures: retired,
    head: position ? `${position}:${hex(hash)}` : null,
  });
  const broken = (fault: Fault, at: number | null, entry_id: string | null, message: string): Verdict =>
    told({ fault, position: at, entry_id, message });

  for (;;) {
    const links = await sql.unsafe<Link[]>(
      `select s.position::float8 as position, s.entry_id, encode(s.hash, 'hex') as hash, s.signature,
              case when e.id is not null then ${entry_content} end as content, extract(epoch from e.occurred_at)::float8 * 1000 as occurred_at
         from audit_seals s left join audit_events e on e.id = s.entry_id
        where s.position > ${position}
        order by s.position
        limit ${page}`,
    );
    for (const one of links) {
      if (one.position !== position + 1) {
        return broken(
          "unlinked",
          position + 1,
          null,
          `The link ${position + 1} of the chain is missing: it was deleted from audit_seals.`,
        );
      }
      if (one.content === null) {
        return broken(
          "deleted",
          one.position,
          one.entry_id,
          `The entry ${one.entry_id} was sealed as link ${one.position} and is gone: it was deleted.`,
        );
      }
      const expected = hex(link(hash, one.position, one.content));
      if (expected !== one.hash) {
        const elsewhere = await belongs_elsewhere(sql, hash, one);
        return elsewhere
          ? broken(
            "reordered",
            one.position,
            one.entry_id,
            `The entry ${one.entry_id} stands at link ${one.position}, which was made for the entry ${elsewhere}: links were exchanged.`,
          )
          : broken(
            "changed",
            one.position,
            one.entry_id,
            `The entry ${one.entry_id} does not have the content that link ${one.position} was made of: it, or its link, was changed.`,
          );
      }
      if ((one.occurred_at ?? 0) < newest - latest_commit_ms) {
        return broken(
          "backdated",
          one.position,
          one.entry_id,
          `The entry ${one.entry_id} says a time more than an hour before entries sealed earlier: it was added afterwards.`,
        );
      }
      newest = Math.max(newest, one.occurred_at ?? 0);
      position = one.position;
      hash = Uint8Array.fromHex(one.hash);
      last_signature = one.signature === null ? "none" : judge_signature(ring, one.signature, position, hash);
      if (last_signature === "bad") {
        return broken(
          "forged",
          position,
          one.entry_id,
          `The signature of link ${position} is not of our key: the chain up to it was written anew.`,
        );
      }
      if (last_signature === "retired") retired += 1;
      if (known?.position === position && known.hash !== one.hash) {
        return broken(
          "forged",
          position,
          one.entry_id,
          `Link ${position} has another hash than the head that was written down: the chain up to it was written anew.`,
        );
      }
    }
    if (links.length < page) break;
  }
  if (known && known.position > position) {
    return broken(
      "cut",
      position + 1,
      null,
      `The chain ends at link ${position}, and the head that was written down is ${known.position}: its end was cut off.`,
    );
  }
  if (position > 0 && last_signature !== "good") {
    return last_signature === "retired"
      ? broken(
        "forged",
        position,
        null,
        `The last link ${position} is signed with a key that is not in ENCRYPTION_KEYS. Add that key, or seal once more under the current one.`,
      )
      : broken(
        "cut",
        position,
        null,
        `The last link ${position} is not signed, and the last of every batch is: the end of the chain was cut off or written by hand.`,
      );
  }
  const [stray] = await sql<{ id: string }[]>`
    select e.id from audit_events e
     where not exists (select from audit_seals s where s.entry_id = e.id) and not exists (select from audit_unsealed u where u.entry_id = e.id)
     order by e.occurred_at, e.id limit 1`;
  if (stray) {
    return broken(
      "inserted",
      null,
      stray.id,
      `The entry ${stray.id} stands in no link and does not wait for one: it was inserted past the trigger, or its link was removed.`,
    );
  }
  return told(null);
}

/** Whether this link was made for another entry of the trail: then entries were exchanged, and nothing was rewritten. */
async function belongs_elsewhere(sql: Query, previous: Uint8Array, at: Link): Promise<string | null> {
  const near = await sql.unsafe<{ id: string; content: string }[]>(
    `select e.id, ${entry_content} as content from audit_seals s join audit_events e on e.id = s.entry_id
      where s.position between ${at.position - 1_000} and ${at.position + 1_000}`,
  );
  return near.find((one) => one.id !== at.entry_id && hex(link(previous, at.position, one.content)) === at.hash)?.id ??
    null;
}
