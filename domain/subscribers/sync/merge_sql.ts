/**
 * Merge: records of an external system into subscribers and their sites, as one statement for a thousand of them. Import, JSON sync and the
 * signed hook all go through here, so that they cannot differ.
 *
 * `source` is SQL that yields (line int, external_id text, fields jsonb), one row an external id. In `fields` a missing key leaves the column as
 * it is, null empties it. What differs from nothing is not written: no new `updated_at`, no event, no audit entry.
 */
import { site_columns, subscriber_columns, type SyncColumn, told_or_kept } from "./columns.ts";

const each = (columns: readonly SyncColumn[], line: (column: SyncColumn) => string): string =>
  columns.map(line).join(",\n");

/**
 * CTEs `judged` (what each record would do) on its own: what a dry run counts. $1 is the external system, $2 the time.
 * A site is corrected in place, unless another subscriber lives there too: then this one gets its own.
 */
export const judge_sql = (source: string): string => `
with clock as materialized (
  select decode(lpad(to_hex((extract(epoch from $2::text::timestamptz) * 1000)::bigint), 12, '0'), 'hex') as ms
),
incoming as materialized (
  select i.line, i.external_id,
         row_number() over (order by i.line) as n,
         s.id as known_id,
         coalesce(s.id, ${new_id("row_number() over (order by i.line)")}) as subscriber_id,
         s.number as known_number,
         s.site_id as known_site_id,
         s.status as was_status,
         s.site_id is not null and exists (select from subscribers o where o.site_id = s.site_id and o.id <> s.id) as shares_site,
         ${each(subscriber_columns.filter(({ name }) => name !== "status"), ({ name }) => `s.${name} as was_${name}`)},
         ${
  each(
    subscriber_columns.filter(({ name }) => name !== "status" && name !== "activated_at"),
    (column) => `${told_or_kept(column, "s")} as ${column.name}`,
  )
},
         coalesce(i.fields->>'status', s.status, 'active') as status,
         case when i.fields ? 'activated_at' then (i.fields->>'activated_at')::timestamptz
              when s.status = 'pending' and i.fields->>'status' = 'active' then $2::text::timestamptz
              else s.activated_at end as activated_at,
         ${each(site_columns, ({ name }) => `l.${name} as was_${name}`)},
         ${
  each(
    site_columns.filter(({ name }) => name !== "address_line1"),
    (column) => `${told_or_kept(column, "l")} as ${column.name}`,
  )
},
         ${street}
    from (${source}) i
    -- \`offset 0\` keeps the planner from turning the look-ups by index into a hash of the whole table.
    left join lateral (select t.* from subscribers t where t.external_system = $1::text and t.external_id = i.external_id offset 0) s on true
    left join lateral (select t.* from sites t where t.id = s.site_id offset 0) l on true
),
compared as materialized (
  select n.*,
         n.known_id is not null and n.status <> n.was_status as moves,
         (${each(subscriber_columns, ({ name }) => `n.${name}`)}) is distinct from (${
  each(subscriber_columns, ({ name }) => `n.was_${name}`)
}) as subscriber_differs,
         n.address_line1 is not null
           and (${each(site_columns, ({ name }) => `n.${name}`)}) is distinct from (${
  each(site_columns, ({ name }) => `n.was_${name}`)
}) as site_differs
    from incoming n
),
judged as materialized (
  select c.*,
         case when c.known_id is null then 'created' when c.subscriber_differs or c.site_differs then 'updated' else 'unchanged' end as outcome,
         c.site_differs and (c.known_site_id is null or c.shares_site) as new_site,
         case when c.site_differs and (c.known_site_id is null or c.shares_site) then ${
  new_id("c.n")
} else c.known_site_id end as site_id
    from compared c
)`;

/**
 * A UUID v7 of this statement: its time, a counter below 4096 that keeps the order, 62 random bits. Spelled out, it costs 2 µs where the function
 * uuid_v7() costs 6; six ids a row made that 2.5 s of an import of 100,000.
 */
function new_id(counter: string): string {
  return `encode((select ms from clock) || int2send((28672 + ${counter})::int2) || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid`;
}

/** A site has to have a first line. A customer of whom only town or coordinates are known is still a place on the map. */
const street = `
         case when nullif(i.fields->>'address_line1', '') is not null then i.fields->>'address_line1'
              else coalesce(l.address_line1, i.fields->>'address_line2', i.fields->>'city',
                            round(st_y((i.fields->>'location')::geometry)::numeric, 5) || ', ' || round(st_x((i.fields->>'location')::geometry)::numeric, 5))
         end as address_line1`;

/** $3 to $6: kind, person, label and request of the actor; $7 its address, $8 its browser, $9 its API key. */
export const merge_sql = (source: string, tail: string): string =>
  `${judge_sql(source)},
noted as materialized (
  select j.*,
         -- Here and not by the column's default: to ask the insert for it would take a join, and the planner, who expects one row, loops (112 of 250 ms).
         coalesce(j.known_number, document_number('SUB-', nextval('subscriber_number'), 6)) as number,
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
  insert into subscribers (id, number, external_system, external_id, site_id, last_synced_at, ${
    each(subscriber_columns, ({ name }) => name)
  })
  select j.subscriber_id, j.number, $1::text, j.external_id, j.site_id, $2::text::timestamptz, ${
    each(subscriber_columns, ({ name }) => `j.${name}`)
  }
    from noted j
   where j.known_id is null
   order by j.line
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
),
told as (
  select j.n * 3 + 1 as place, 'subscriber.' || j.outcome as type, 'subscriber' as subject_type, j.subscriber_id as subject_id, j.subscriber_id,
         case when j.known_id is null then ${payload} else ${payload} || jsonb_build_object('changed', array(select jsonb_object_keys(j.changes || coalesce(j.site_changes, '{}')))) end as payload
    from noted j
  union all
  select j.n * 3 + 2, 'subscriber.' || case j.status when 'active' then 'activated' else j.status end, 'subscriber', j.subscriber_id, j.subscriber_id, ${payload}
    from noted j
   where j.moves and j.status <> 'pending'
  union all
  select j.n * 3, case when j.new_site then 'site.created' else 'site.updated' end, 'site', j.site_id, null,
         case when j.new_site then ${site_payload} else ${site_payload} || jsonb_build_object('changed', array(select jsonb_object_keys(j.site_changes))) end
    from noted j
   where j.site_differs
),
announced as (
  insert into event_store (id, type, subject_type, subject_id, subscriber_id, audience, payload, actor_kind, actor_id, actor_label, request_id)
  select ${
    new_id("e.place")
  }, e.type, e.subject_type, e.subject_id, e.subscriber_id, 'all', e.payload, $3::text, $4::text::uuid, $5::text, $6::text
    from told e
),
audited as (
  insert into audit_events (id, action, entity_type, entity_id, entity_label, subscriber_id, changes, actor_kind, actor_id, actor_label, request_id, ip, user_agent, api_key_id)
  select ${
    new_id("j.n * 2 + 1")
  }, 'subscriber.' || j.outcome, 'subscriber', j.subscriber_id, j.name, j.subscriber_id, j.changes,
         $3::text, $4::text::uuid, $5::text, $6::text, $7::text, $8::text, $9::text::uuid
    from noted j
  union all
  select ${
    new_id("j.n * 2")
  }, case when j.new_site then 'site.created' else 'site.updated' end, 'site', j.site_id, concat_ws(', ', j.address_line1, j.city), null, j.site_changes,
         $3::text, $4::text::uuid, $5::text, $6::text, $7::text, $8::text, $9::text::uuid
    from noted j
   where j.site_differs
)
${tail}`;

const payload =
  `jsonb_build_object('id', j.subscriber_id, 'subscriber_id', j.subscriber_id, 'number', j.number, 'status', j.status)`;
const site_payload = `jsonb_build_object('id', j.site_id, 'subscriber_id', null)`;

/**
 * Per-field difference in the form of the audit: {"phone": {"from": …, "to": …}}. Joined as text and read as JSON once: aggregating pairs with
 * jsonb_object_agg took 55 µs a row, this 15.
 */
function changes(columns: readonly SyncColumn[], of_subscriber: boolean): string {
  const pairs = columns.map(({ name, shown }) =>
    pair(name, `j.was_${name} is distinct from j.${name}`, shown(`j.was_${name}`), shown(`j.${name}`))
  );
  if (of_subscriber) {
    pairs.push(
      pair("site_id", "j.known_site_id is distinct from j.site_id", "to_json(j.known_site_id)", "to_json(j.site_id)"),
      pair("external_system", "j.known_id is null", "null", "to_json($1::text)"),
      pair("external_id", "j.known_id is null", "null", "to_json(j.external_id)"),
    );
  }
  return `('{' || concat_ws(',', ${pairs.join(",\n")}) || '}')::jsonb`;
}

const pair = (name: string, differs: string, was: string, now: string): string =>
  `case when ${differs} then '"${name}":{"from":' || coalesce((${was})::text, 'null') || ',"to":' || coalesce((${now})::text, 'null') || '}' end`;
