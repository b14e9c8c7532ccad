/** Access review: everybody with a way in or a right, what they hold since when and until when, and whether they still come. */
import { demand } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";

/** Days without a sign-in after which a person counts as dormant, and a review as old. */
export const dormant_days = 90;

export interface ReviewRight {
  kind: "role" | "grant";
  /** Key of the role, or the permission. */
  key: string;
  name: string;
  audience: Audience;
  grant_id: string;
  role_id: string | null;
  reason: string | null;
  granted_by: string | null;
  granted_at: string;
  expires_at: string | null;
  /** Everything of staff's. */
  is_everything: boolean;
}

export interface ReviewedPerson {
  person_id: string;
  name: string;
  username: string | null;
  can_sign_in: boolean;
  last_sign_in_at: string | null;
  /** The last sign-in, or since when the person could have come and has not. */
  dormant_since: string;
  is_dormant: boolean;
  has_second_factor: boolean;
  rights: ReviewRight[];
  last_review: { at: string; by: string; note: string | null; changed_since: boolean } | null;
}

export interface ReviewQuery {
  /** Whose rights; without one, everybody's. */
  audience?: Audience | null;
  q?: string;
  dormant?: boolean;
  administrators?: boolean;
  /** With a right that has no end. */
  lasting?: boolean;
  /** Not reviewed within the time, or with other rights since. */
  unreviewed?: boolean;
  after?: { name: string; id: string } | null;
  limit?: number;
}

export interface ReviewPage {
  items: ReviewedPerson[];
  count: number;
  more: boolean;
}

/** By name. Rights that have ended are not in it. */
export async function access_review_page(tx: Tx, query: ReviewQuery = {}): Promise<ReviewPage> {
  demand(tx.actor, "access-reviews:read");
  const { limit = 25, after = null } = query;
  const found = found_sql(tx, query);
  const [items, [total]] = await Promise.all([
    tx.sql<ReviewedPerson[]>`
      /* access.review */
      with found as (${found}), page as (
        select * from found f
         where ${after?.id ?? null}::text::uuid is null or (f.name, f.person_id) > (${after?.name ?? ""}, ${
      after?.id ?? null
    }::text::uuid)
         order by f.name, f.person_id
         limit ${limit + 1})
      select f.person_id, f.name, f.username, f.can_sign_in, f.last_sign_in_at, f.dormant_since, f.is_dormant,
             exists (select from totp_secrets s where s.person_id = f.person_id and s.verified_at is not null)
               or exists (select from passkeys k where k.person_id = f.person_id) as has_second_factor,
             ${rights_sql(tx)} as rights,
             case when f.reviewed_at is null then null
                  else jsonb_build_object('at', f.reviewed_at, 'by', f.reviewed_by, 'note', f.review_note, 'changed_since', f.changed_since) end as last_review
        from page f
       order by f.name, f.person_id`,
    tx.sql<{ count: number }[]>`/* access.count_review */ select count(*)::int as count from (${found}) f`,
  ]);
  return { items: items.slice(0, limit), count: total?.count ?? 0, more: items.length > limit };
}

function found_sql(tx: Tx, query: ReviewQuery) {
  const now = tx.now().toString();
  const past = tx.now().subtract({ hours: 24 * dormant_days }).toString();
  const words = (query.q ?? "").replaceAll("\u0000", "").trim().slice(0, 200).replace(/[\\%_]/g, "\\$&");
  const wanted = (flag: boolean | undefined) => String(flag ?? false);
  return tx.sql`
    select e.*
      from (
        select p.id as person_id, p.display_name as name, c.username, may_sign_in(p.id) as can_sign_in, seen.at as last_sign_in_at,
               coalesce(seen.at, c.created_at, p.created_at) as dormant_since,
               coalesce(seen.at, c.created_at, p.created_at) <= ${past}::text::timestamptz as is_dormant,
               v.created_at as reviewed_at, v.reviewed_by_label as reviewed_by, v.note as review_note,
               v.rights is distinct from rights_of(p.id, ${now}::text::timestamptz) or exists (
                 select from person_roles pr join roles r on r.id = pr.role_id and r.updated_at > v.created_at
                  where pr.person_id = p.id and pr.is_active and (pr.expires_at is null or pr.expires_at > ${now}::text::timestamptz)
               ) as changed_since
          from people p
          left join user_credentials c on c.person_id = p.id and c.is_active
          left join lateral (
            select greatest(c.last_sign_in_at, max(s.authenticated_at)) as at
              from sessions s where s.person_id = p.id and s.impersonator_id is null
          ) seen on true
          left join lateral (
            select v.created_at, v.reviewed_by_label, v.note, v.rights
              from access_reviews v where v.person_id = p.id and v.is_active order by v.created_at desc limit 1
          ) v on true
         where p.is_active
           and (${words} = '' or p.search_text like '%' || normalise_search(${words}) || '%' or c.username ilike '%' || ${words} || '%')
           and (${query.audience ?? null}::text is null and c.id is not null or ${holds(tx, query)})
      ) e
     where (not ${wanted(query.dormant)}::text::boolean or e.is_dormant)
       and (not ${
    wanted(query.unreviewed)
  }::text::boolean or e.reviewed_at is null or e.reviewed_at <= ${past}::text::timestamptz or e.changed_since)
       and (not ${wanted(query.administrators)}::text::boolean or exists (
         select from held_permissions h
          where h.person_id = e.person_id and h.audience = 'admin' and h.key = '*' and (h.expires_at is null or h.expires_at > ${now}::text::timestamptz)
       ))
       and (not ${wanted(query.lasting)}::text::boolean or exists (
         select from person_roles pr join roles r on r.id = pr.role_id and r.is_active
          where pr.person_id = e.person_id and pr.is_active and pr.expires_at is null
       ) or exists (
         select from person_permissions g where g.person_id = e.person_id and g.is_active and g.expires_at is null
       ))`;
}

/** Whether a person holds anything, in the audience that is asked for. */
function holds(tx: Tx, { audience = null }: ReviewQuery) {
  const now = tx.now().toString();
  return tx.sql`(exists (
      select from person_roles pr join roles r on r.id = pr.role_id and r.is_active
       where pr.person_id = p.id and pr.is_active and (pr.expires_at is null or pr.expires_at > ${now}::text::timestamptz)
         and (${audience}::text is null or r.audience = ${audience}::text)
    ) or exists (
      select from person_permissions g
       where g.person_id = p.id and g.is_active and (g.expires_at is null or g.expires_at > ${now}::text::timestamptz)
         and (${audience}::text is null or g.audience = ${audience}::text)
    ))`;
}

function rights_sql(tx: Tx) {
  const now = tx.now().toString();
  return tx.sql`coalesce((
    select jsonb_agg(to_jsonb(x) - 'place' order by x.place, x.kind desc, x.name)
      from (
        select 'role' as kind, r.key, r.name, r.audience, pr.id as grant_id, r.id as role_id, null::text as reason, b.display_name as granted_by,
               pr.created_at as granted_at, pr.expires_at, r.audience = 'admin' and '*' = any (r.permissions) as is_everything,
               array_position(array['admin', 'portal', 'reseller', 'vendor'], r.audience) as place
          from person_roles pr join roles r on r.id = pr.role_id and r.is_active left join people b on b.id = pr.granted_by_id
         where pr.person_id = f.person_id and pr.is_active and (pr.expires_at is null or pr.expires_at > ${now}::text::timestamptz)
        union all
        select 'grant', g.key, g.key, g.audience, g.id, null, g.reason, b.display_name, g.created_at, g.expires_at, g.key = '*',
               array_position(array['admin', 'portal', 'reseller', 'vendor'], g.audience)
          from person_permissions g left join people b on b.id = g.granted_by_id
         where g.person_id = f.person_id and g.is_active and (g.expires_at is null or g.expires_at > ${now}::text::timestamptz)
      ) x), '[]')`;
}
