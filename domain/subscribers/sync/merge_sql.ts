/**
 * Merge: records of an external system into subscribers and their sites, as one statement for a thousand of them. Import, JSON sync and the
 * signed hook all go through here, so that they cannot differ.
 *
 * `source` is SQL that yields (line int, external_id text, fields jsonb), one row an external id. In `fields` a missing key leaves the column as
 * it is, null empties it. What differs from nothing is not written: no new `updated_at`, no event, no audit entry.
 */
import { site_columns, subscriber_columns, type SyncColumn, told_or_kept } from "./columns.ts";

const each = (columns: readonly SyncColumn[], line: (column: SyncColumn) => string): string => columns.map(line).join(",\n");

/**
 * CTEs `judged` (what each record would do) on its own: what a dry run counts. $1 is the external system, $2 the time.
 * A site is corrected in place, unless another subscriber lives there too: then this one gets its own.
 */
export const judge_sql = (source: string): string => `
with incoming as materialized (
  select i.line, i.external_id,
         s.id as known_id,
         coalesce(s.id, uuid_v7()) as subscriber_id,
         s.site_id as known_site_id,
         s.status as was_status,
         s.site_id is not null and exists (select from subscribers o where o.site_id = s.site_id and o.id <> s.id) as shares_site,
         ${each(subscriber_columns.filter(({ name }) => name !== "status"), ({ name }) => `s.${name} as was_${name}`)},
         ${each(subscriber_columns.filter(({ name }) => name !== "status" && name !== "activated_at"), (column) => `${told_or_kept(column, "s")} as ${column.name}`)},
         coalesce(i.fields->>'status', s.status, 'active') as status,
         case when i.fields ? 'activated_at' then (i.fields->>'activated_at')::timestamptz
              when s.status = 'pending' and i.fields->>'status' = 'active' then $2::text::timestamptz
              else s.activated_at end as activated_at,
         ${each(site_columns, ({ name }) => `l.${name} as was_${name}`)},
         ${each(site_columns.filter(({ name }) => name !== "address_line1"), (column) => `${told_or_kept(column, "l")} as ${column.name}`)},
         ${street}
    from (${source}) i
    left join subscribers s on s.external_system = $1::text and s.external_id = i.external_id
    left join sites l on l.id = s.site_id
),
compared as materialized (
  select n.*,
         n.known_id is not null and n.status <> n.was_status as moves,
         (${each(subscriber_columns, ({ name }) => `n.${name}`)}) is distinct from (${each(subscriber_columns, ({ name }) => `n.was_${name}`)}) as subscriber_differs,
         n.address_line1 is not null
           and (${each(site_columns, ({ name }) => `n.${name}`)}) is distinct from (${each(site_columns, ({ name }) => `n.was_${name}`)}) as site_differs
    from incoming n
),
judged as materialized (
  select c.*,
         case when c.known_id is null then 'created' when c.subscriber_differs or c.site_differs then 'updated' else 'unchanged' end as outcome,
         c.site_differs and (c.known_site_id is null or c.shares_site) as new_site,
         case when c.site_differs and (c.known_site_id is null or c.shares_site) then uuid_v7() else c.known_site_id end as site_id
    from compared c
)`;

/** A site has to have a first line. A customer of whom only town or coordinates are known is still a place on the map. */
const street = `
         case when nullif(i.fields->>'address_line1', '') is not null then i.fields->>'address_line1'
              else coalesce(l.address_line1, i.fields->>'address_line2', i.fields->>'city',
                            round(st_y((i.fields->>'location')::geometry)::numeric, 5) || ', ' || round(st_x((i.fields->>'location')::geometry)::numeric, 5))
         end as address_line1`;

/** $3 to $6: kind, person, label and request of the actor; $7 its address, $8 its browser. */
export const merge_sql = (source: string, tail: string): string => `${judge_sql(source)},
noted as materialized (
  select j.*,
         ${changes(subscriber_columns, true)} as changes,
         case when j.site_differs then ${changes(site_columns, false)} end as site_changes
    from judged j
   where j.outcome <> 'unchanged'
),
new_sites as (
  insert into sites (id, ${each(site_columns, ({ name }) => name)})
  select j.site_id, ${each(site_columns, ({ name }) => `j.${name}`)}
    from noted j
   where j.new_site
),
moved_sites as (
  update sites l
     set ${each(site_columns, ({ name }) => `${name} = j.${name}`)}
    from noted j
   where j.site_differs and not j.new_site and l.id = j.site_id
),
created as (
  insert into subscribers (id, external_system, external_id, site_id, last_synced_at, ${each(subscriber_columns, ({ name }) => name)})
  select j.subscriber_id, $1::text, j.external_id, j.site_id, $2::text::timestamptz, ${each(subscriber_columns, ({ name }) => `j.${name}`)}
    from noted j
   where j.known_id is null
   order by j.line
  returning id, number
),
updated as (
  update subscribers s
     set ${each(subscriber_columns, ({ name }) => `${name} = j.${name}`)},
         site_id = j.site_id,
         last_synced_at = $2::text::timestamptz,
         suspended_at = case when not j.moves then s.suspended_at when j.status = 'suspended' then $2::text::timestamptz
                             when j.status = 'terminated' then s.suspended_at end,
         terminated_at = case when not j.moves then s.terminated_at when j.status = 'terminated' then $2::text::timestamptz end
    from noted j
   where s.id = j.known_id
  returning s.id, s.number
),
numbered as (select id, number from created union all select id, number from updated),
told as (
  select j.line, 1 as position, 'subscriber.' || j.outcome as type, 'subscriber' as subject_type, j.subscriber_id as subject_id, j.subscriber_id,
         jsonb_build_object('id', j.subscriber_id, 'subscriber_id', j.subscriber_id, 'number', m.number, 'status', j.status)
           || case when j.known_id is null then '{}'
                   else jsonb_build_object('changed', array(select jsonb_object_keys(coalesce(j.changes, '{}') || coalesce(j.site_changes, '{}')))) end as payload
    from noted j join numbered m on m.id = j.subscriber_id
  union all
  select j.line, 2, 'subscriber.' || case j.status when 'active' then 'activated' else j.status end, 'subscriber', j.subscriber_id, j.subscriber_id,
         jsonb_build_object('id', j.subscriber_id, 'subscriber_id', j.subscriber_id, 'number', m.number, 'status', j.status)
    from noted j join numbered m on m.id = j.subscriber_id
   where j.moves and j.status <> 'pending'
  union all
  select j.line, 0, case when j.new_site then 'site.created' else 'site.updated' end, 'site', j.site_id, null,
         jsonb_build_object('id', j.site_id, 'subscriber_id', null)
           || case when j.new_site then '{}' else jsonb_build_object('changed', array(select jsonb_object_keys(j.site_changes))) end
    from noted j
   where j.site_differs
),
announced as (
  insert into event_store (type, subject_type, subject_id, subscriber_id, audience, payload, actor_kind, actor_id, actor_label, request_id)
  select e.type, e.subject_type, e.subject_id, e.subscriber_id, 'all', e.payload, $3::text, $4::text::uuid, $5::text, $6::text
    from told e
   order by e.line, e.position
),
audited as (
  insert into audit_events (action, entity_type, entity_id, entity_label, subscriber_id, changes, actor_kind, actor_id, actor_label, request_id, ip, user_agent)
  select 'subscriber.' || j.outcome, 'subscriber', j.subscriber_id, j.name, j.subscriber_id, coalesce(j.changes, '{}'),
         $3::text, $4::text::uuid, $5::text, $6::text, $7::text, $8::text
    from noted j
  union all
  select case when j.new_site then 'site.created' else 'site.updated' end, 'site', j.site_id, concat_ws(', ', j.address_line1, j.city), null, j.site_changes,
         $3::text, $4::text::uuid, $5::text, $6::text, $7::text, $8::text
    from noted j
   where j.site_differs
)
${tail}`;

/** Per-field difference in the form of the audit: {"phone": {"from": …, "to": …}}. */
function changes(columns: readonly SyncColumn[], of_subscriber: boolean): string {
  const pairs = columns.map(({ name, shown }) => `('${name}', ${shown(`j.was_${name}`)}, ${shown(`j.${name}`)})`);
  if (of_subscriber) {
    pairs.push(
      `('site_id', to_jsonb(j.known_site_id), to_jsonb(j.site_id))`,
      `('external_system', case when j.known_id is not null then to_jsonb($1::text) end, to_jsonb($1::text))`,
      `('external_id', case when j.known_id is not null then to_jsonb(j.external_id) end, to_jsonb(j.external_id))`,
    );
  }
  return `(select jsonb_object_agg(v.name, jsonb_build_object('from', v.was, 'to', v.now))
            from (values ${pairs.join(",\n")}) as v(name, was, now)
           where v.was is distinct from v.now)`;
}
