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
  request_id text,
  ip text,
  user_agent text
);
create index audit_events_entity on audit_events ((entity_id::text), occurred_at desc);
create index audit_events_actor on audit_events (actor_id, occurred_at desc) where actor_id is not null;
create index audit_events_action on audit_events (action, occurred_at desc);
create index audit_events_occurred on audit_events (occurred_at desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or deleted' using errcode = 'restrict_violation';
end $$;
create trigger audit_events_append_only before update or delete on audit_events for each row execute function refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events for each statement execute function refuse_change();

-- The trail as an entity: lists, filters and export come from the same declaration as for any table.
create view audit_log as
  select id, occurred_at as created_at, occurred_at as updated_at, true as is_active, '{}'::jsonb as metadata,
         occurred_at, action, entity_type, entity_id::text as entity_id, entity_label, subscriber_id, changes,
         actor_kind, actor_id, actor_label, request_id, ip, user_agent
    from audit_events;

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
