-- What every domain stands on: the row template, the outbox, audit, settings, files, schedules and imports.

-- The columns of every entity. `create table x (like entity_row including defaults, primary key (id), …)`.
create table entity_row (
  id uuid not null default uuid_v7(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  is_active boolean not null default true,
  metadata jsonb not null default '{}'
);

-- TKT-000042: wider than its mask where the sequence has outgrown it, never cut.
create function document_number(prefix text, counter bigint, width int) returns text
  language sql immutable strict
  as $$ select prefix || lpad(counter::text, greatest(width, length(counter::text)), '0') $$;

-- The second wall. A portal's role reads the rows of its policy and the columns it is granted, and writes nothing.
-- FORCE binds the owner too, so the application's own role gets a policy of its own.
create function portal_reads(portal_role text, table_name text, rows_allowed text, columns_allowed text[]) returns void
  language plpgsql
  as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  if not exists (select 1 from pg_policies p where p.tablename = table_name and p.policyname = 'application' and p.schemaname = current_schema()) then
    execute format('create policy application on %I to current_user using (true) with check (true)', table_name);
  end if;
  execute format('create policy %I on %I for select to %I using (%s)', portal_role, table_name, portal_role, rows_allowed);
  execute format('grant select (%s) on %I to %I', (select string_agg(quote_ident(c), ', ') from unnest(columns_allowed) c), table_name, portal_role);
end $$;

-- Outbox. `next_attempt_at` is null once nothing is left to do, so that the claim's index holds only open work.
create table event_store (
  id uuid primary key default uuid_v7(),
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  subscriber_id uuid,
  audience text not null default 'staff' check (audience in ('all', 'staff')),
  payload jsonb not null default '{}',
  actor_kind text not null,
  actor_id uuid,
  actor_label text not null,
  request_id text,
  occurred_at timestamptz not null default now(),
  status text not null default 'pending' check (status in ('pending', 'completed', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz default now(),
  completed_at timestamptz
);
create index event_store_due on event_store (next_attempt_at, id) where next_attempt_at is not null;
create index event_store_subject on event_store (subject_id, occurred_at);
create index event_store_subject_text on event_store ((subject_id::text), occurred_at desc);
create index event_store_type on event_store (type, occurred_at desc);
create index event_store_subscriber on event_store (subscriber_id, occurred_at desc) where subscriber_id is not null;
create index event_store_failed on event_store (occurred_at desc) where status = 'failed';
create index event_store_occurred on event_store (occurred_at desc, id desc);

-- The event log as operators list it, in the columns of an entity.
create view events as
select id, type, subject_type, subject_id::text as subject_id, subscriber_id, audience, payload, actor_kind, actor_id, actor_label, request_id,
       status, attempts, next_attempt_at, completed_at,
       occurred_at as created_at, coalesce(completed_at, occurred_at) as updated_at, true as is_active, '{}'::jsonb as metadata
  from event_store;

-- One row for each handler that an event has reached; a handler that is done is never run again for that event.
create table event_outcomes (
  event_id uuid not null references event_store on delete cascade,
  handler text not null,
  status text not null check (status in ('completed', 'failed')),
  attempts int not null default 1,
  error text,
  at timestamptz not null default now(),
  primary key (event_id, handler)
);

-- Who changed what. `actor` is in whose name it was done; `impersonator` is the member of staff who did it in a customer's name.
create table audit_events (
  id uuid primary key default uuid_v7(),
  occurred_at timestamptz not null default now(),
  action text not null,
  entity_type text not null,
  entity_id uuid not null,
  entity_label text,
  subscriber_id uuid,
  changes jsonb not null default '{}',
  actor_kind text not null,
  actor_id uuid,
  actor_label text not null,
  impersonator_id uuid,
  impersonator_label text,
  api_key_id uuid,
  request_id text,
  ip text,
  user_agent text,
  constraint audit_events_impersonator check ((impersonator_id is null) = (impersonator_label is null))
);
create index audit_events_entity on audit_events ((entity_id::text), occurred_at desc);
create index audit_events_actor on audit_events (actor_id, occurred_at desc) where actor_id is not null;
create index audit_events_impersonator on audit_events (impersonator_id, occurred_at desc) where impersonator_id is not null;
create index audit_events_api_key on audit_events (api_key_id, occurred_at desc) where api_key_id is not null;
create index audit_events_request on audit_events (request_id) where request_id is not null;
create index audit_events_action on audit_events (action, occurred_at desc);
create index audit_events_occurred on audit_events (occurred_at desc);

-- The chain. Entries are written by many transactions at once; one writer alone (the task seal_audit) then puts those that are
-- committed in a row and hashes each together with the hash before it, so that no commit ever waits for another one's hash.
-- Its own table, because an entry is never updated. The last seal of a batch carries a signature (HMAC) of a key outside the database.
create table audit_seals (
  position bigint primary key check (position > 0),
  entry_id uuid not null unique,
  hash bytea not null check (length(hash) = 32),
  signature text,
  sealed_at timestamptz not null default now()
);
create index audit_seals_signed on audit_seals (position desc) where signature is not null;

-- Entries that wait for their seal: finding them costs the same however long the trail is.
create table audit_unsealed (entry_id uuid primary key);

create function await_seal() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed (entry_id) select id from fresh;
  return null;
end $$;
create trigger audit_events_await_seal after insert on audit_events referencing new table as fresh for each statement execute function await_seal();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or deleted' using errcode = 'restrict_violation';
end $$;
create trigger audit_events_append_only before update or delete on audit_events for each row execute function refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events for each statement execute function refuse_change();
create trigger audit_seals_append_only before update or delete on audit_seals for each row execute function refuse_change();
create trigger audit_seals_no_truncate before truncate on audit_seals for each statement execute function refuse_change();

-- Where one role owns the tables (migrates) and another one serves, the serving role gets all that work takes, and of the trail
-- reading and adding alone: it can then neither change an entry nor switch off the trigger that forbids it.
create function grant_service(service_role text) returns void
  language plpgsql
  as $$
declare
  secured text;
begin
  execute format('grant usage on schema %I to %I', current_schema(), service_role);
  execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), service_role);
  execute format('grant usage, select on all sequences in schema %I to %I', current_schema(), service_role);
  execute format('grant execute on all functions in schema %I to %I', current_schema(), service_role);
  execute format('revoke update, delete, truncate on audit_events, audit_seals from %I', service_role);
  execute format('grant omni_customer, omni_reseller, omni_vendor to %I', service_role);
  execute format('grant temporary on database %I to %I', current_database(), service_role);
  for secured in select p.tablename from pg_policies p where p.policyname = 'application' and p.schemaname = current_schema() loop
    execute format('alter policy application on %I to current_user, %I', secured, service_role);
  end loop;
end $$;

-- The trail as an entity: lists, filters and export come from the same declaration as for any table.
create view audit_log as
  select e.id, e.occurred_at as created_at, e.occurred_at as updated_at, true as is_active, '{}'::jsonb as metadata,
         e.occurred_at, e.action, e.entity_type, e.entity_id::text as entity_id, e.entity_label, e.subscriber_id, e.changes,
         e.actor_kind, e.actor_id, e.actor_label, e.impersonator_id, e.impersonator_label, e.api_key_id, e.request_id, e.ip, e.user_agent
    from audit_events e;

create table domain_settings (
  domain text not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (domain, key)
);

-- Files of any row. `part_id` is the comment or note that a file came with; owner and uploader are bound in 0004, once they exist.
create table attachments (
  like entity_row including defaults,
  primary key (id),
  entity_type text not null,
  entity_id text not null,
  part_id text,
  file_name text not null,
  content_type text not null,
  byte_size int not null check (byte_size >= 0),
  sha256 text not null,
  storage_key text not null,
  visibility text not null default 'internal' check (visibility in ('public', 'internal')),
  subscriber_id uuid,
  uploaded_by_id uuid,
  uploaded_by_name text not null,
  uploaded_by_kind text not null check (uploaded_by_kind in ('staff', 'customer', 'system'))
);
create index attachments_entity on attachments (entity_id, created_at);
create index attachments_subscriber on attachments (subscriber_id) where subscriber_id is not null;
create index attachments_uploaded_by on attachments (uploaded_by_id) where uploaded_by_id is not null;

create table scheduled_tasks (
  like entity_row including defaults,
  primary key (id),
  key text not null unique,
  name text not null,
  description text,
  cron text,
  interval_seconds int check (interval_seconds >= 5),
  timezone text not null default 'UTC',
  is_enabled boolean not null default true,
  next_run_at timestamptz not null default now(),
  last_run_at timestamptz,
  last_status text check (last_status in ('completed', 'failed')),
  last_error text,
  last_duration_ms int,
  -- The run that holds the task, and until when; its replica extends the lease while it lives.
  locked_by uuid,
  locked_until timestamptz,
  constraint scheduled_tasks_rhythm check ((cron is null) <> (interval_seconds is null))
);
create index scheduled_tasks_due on scheduled_tasks (next_run_at) where is_enabled and is_active;

create table task_runs (
  like entity_row including defaults,
  primary key (id),
  task_id uuid not null references scheduled_tasks on delete cascade,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'abandoned')),
  result jsonb,
  error text,
  replica text not null
);
create index task_runs_task on task_runs (task_id, created_at desc, id desc);
create index task_runs_created on task_runs (created_at desc, id desc) where is_active;
create index task_runs_running on task_runs (task_id) where status = 'running';

-- The answer of a POST that carried an Idempotency-Key, written in the same commit as its effect.
create table idempotency_keys (
  owner text not null,
  key text not null,
  request_hash text not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table saved_views (
  like entity_row including defaults,
  primary key (id),
  entity_type text not null,
  name text not null,
  query text not null,
  columns text[] not null default '{}',
  person_id uuid,
  position int not null default 0
);
create index saved_views_list on saved_views (entity_type, position) where is_active;
create unique index saved_views_own_name on saved_views (person_id, entity_type, lower(name)) where is_active and person_id is not null;
create unique index saved_views_shared_name on saved_views (entity_type, lower(name)) where is_active and person_id is null;
create index saved_views_person on saved_views (person_id) where person_id is not null;
