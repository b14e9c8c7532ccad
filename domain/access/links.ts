/** Links by mail that stand for a proof: single-use, hashed, expiring. Opening one changes nothing (mail scanners do); the form behind it does. */
import { invalid } from "~/domain/kernel/errors.ts";
import { random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { notify } from "~/domain/notifications/mod.ts";
import type { Audience } from "./actor_of_session.ts";

export type LinkKind = "invitation" | "password_reset" | "email_verification";

/** Minutes that a link of each kind works. */
export const link_minutes: Record<LinkKind, number> = {
  invitation: 7 * 24 * 60,
  password_reset: 60,
  email_verification: 24 * 60,
};
/** More in an hour are not sent: nobody's mailbox is flooded by a stranger. */
const most_an_hour = 3;

const pages: Record<LinkKind, string> = {
  invitation: "invitation",
  password_reset: "reset",
  email_verification: "verify",
};
const notices: Record<LinkKind, string> = {
  invitation: "user_invitation",
  password_reset: "password_reset",
  email_verification: "email_verification",
};
const doors: Record<Audience, string> = {
  admin: "/auth",
  portal: "/portal/auth",
  reseller: "/reseller/auth",
  vendor: "/vendor/auth",
};

export interface NewLink {
  kind: LinkKind;
  person_id: string;
  audience: Audience;
  email: string;
  username?: string;
}

/** @returns false where enough were sent within the hour */
export async function send_link(tx: Tx, link: NewLink): Promise<boolean> {
  const now = tx.now();
  const [recent] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from access_links
     where person_id = ${link.person_id}::text::uuid and kind = ${link.kind} and created_at > ${
    now.subtract({ hours: 1 }).toString()
  }::text::timestamptz`;
  if ((recent?.count ?? 0) >= most_an_hour) return false;
  const token = random_token();
  const id = new_id();
  await tx.sql`
    insert into access_links (id, kind, token_hash, person_id, audience, email, username, created_by_id, created_at, expires_at)
    values (${id}, ${link.kind}, ${token_hash(token)}, ${link.person_id}, ${link.audience}, ${link.email}, ${
    link.username ?? null
  }, ${tx.actor.person_id}::text::uuid,
            ${now.toString()}::text::timestamptz, ${
    now.add({ minutes: link_minutes[link.kind] }).toString()
  }::text::timestamptz)`;
  await notify(tx, {
    template: notices[link.kind],
    person_id: link.person_id,
    recipient: link.email,
    link: `${doors[link.audience]}/${pages[link.kind]}?token=${token}`,
    variables: { username: link.username ?? link.email },
    dedupe_key: id,
    confidential: true,
  });
  return true;
}

export interface Link {
  id: string;
  kind: LinkKind;
  person_id: string;
  audience: Audience;
  email: string;
  username: string | null;
}

/** @throws DomainError 422 for a link that is unknown, was used, or has expired: the same words for all three. */
export async function find_link(tx: Tx, kind: LinkKind, audience: Audience, token: string): Promise<Link> {
  const [row] = await tx.sql<Link[]>`
    select l.id, l.kind, l.person_id, l.audience, l.email, coalesce(l.username, c.username) as username
      from access_links l
      join people p on p.id = l.person_id and p.is_active
      left join user_credentials c on c.person_id = l.person_id and c.is_active
     where l.token_hash = ${
    token_hash(token)
  } and l.kind = ${kind} and l.audience = ${audience} and l.used_at is null and l.expires_at > ${tx.now().toString()}::text::timestamptz`;
  if (!row) throw spent();
  return row;
}

/** Uses the link up, and with it every older one of its kind: of two mails in the box only one may work. @throws DomainError 422 */
export async function use_link(tx: Tx, kind: LinkKind, audience: Audience, token: string): Promise<Link> {
  const found = await find_link(tx, kind, audience, token);
  const rows = await tx.sql<{ id: string }[]>`
    update access_links set used_at = ${tx.now().toString()}::text::timestamptz
     where person_id = ${found.person_id} and kind = ${kind} and used_at is null
    returning id`;
  if (!rows.some((row) => row.id === found.id)) throw spent(); // another request was faster
  await prove_address(tx, found);
  return found;
}

const spent = () =>
  invalid("token", undefined, "does not work: it was used before, is too old, or was cut off", "Ask for a new link.");

/** Whoever has the mail has the address. One that another person has proven stays theirs. */
async function prove_address(tx: Tx, { person_id, email }: Link): Promise<void> {
  await tx.sql`
    update person_channels c set verified_at = ${tx.now().toString()}::text::timestamptz
     where c.person_id = ${person_id} and c.channel_type = 'email' and lower(c.address) = lower(${email}) and c.is_active and c.verified_at is null
       and not exists (select from person_channels o where o.channel_type = 'email' and o.address = c.address and o.verified_at is not null and o.is_active)`;
}

/** A password that was changed otherwise makes links that are still in a mailbox worthless. */
export async function forget_links(tx: Tx, person_id: string): Promise<void> {
  await tx.sql`
    update access_links set used_at = ${tx.now().toString()}::text::timestamptz
     where person_id = ${person_id}::text::uuid and kind in ('password_reset', 'invitation') and used_at is null`;
}
