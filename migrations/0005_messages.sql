-- What leaves the house: notifications and webhooks. Both are queues of rows with `next_attempt_at`.

create table notification_templates (
  like entity_row including defaults,
  primary key (id),
  code text not null,
  name text not null,
  channel text not null check (channel in ('email', 'in_app')),
  locale text not null default 'en',
  subject text not null,
  body text not null
);
create unique index notification_templates_one_each on notification_templates (code, channel, locale) where is_active;

create table notifications (
  like entity_row including defaults,
  primary key (id),
  template_code text not null,
  channel text not null check (channel in ('email', 'in_app')),
  person_id uuid references people on delete cascade,
  subscriber_id uuid references subscribers on delete cascade,
  recipient text not null,
  subject text not null,
  body text not null,
  link text,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'canceled')),
  attempts int not null default 0,
  next_attempt_at timestamptz default now(),
  locked_until timestamptz,
  sent_at timestamptz,
  read_at timestamptz,
  message_id text,
  last_error text,
  -- Subject matter that nobody but the recipient may read (a reset link), sealed until it is sent, then wiped.
  sealed_body text,
  -- One notification of an event for one recipient on one channel, however often its handler runs.
  dedupe_key text not null
);
create unique index notifications_dedupe on notifications (dedupe_key);
create index notifications_due on notifications (next_attempt_at, id) where next_attempt_at is not null;
create index notifications_created on notifications (created_at desc, id desc) where is_active;
create index notifications_status on notifications (status, created_at desc, id desc) where is_active;
create index notifications_person on notifications (person_id, created_at desc) where person_id is not null;
create index notifications_subscriber on notifications (subscriber_id) where subscriber_id is not null;
create index notifications_unread on notifications (person_id) where channel = 'in_app' and read_at is null;

create table webhook_endpoints (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  url text not null,
  description text,
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  status text not null default 'enabled' check (status in ('enabled', 'paused')),
  paused_reason text,
  failing_since timestamptz,
  -- The receiver asked for a pause (Retry-After).
  throttled_until timestamptz,
  last_delivered_at timestamptz
);
create index webhook_endpoints_created on webhook_endpoints (created_at desc, id desc) where is_active;

create table webhook_subscriptions (
  like entity_row including defaults,
  primary key (id),
  endpoint_id uuid not null references webhook_endpoints on delete cascade,
  event_type text not null
);
create unique index webhook_subscriptions_one_each on webhook_subscriptions (endpoint_id, event_type) where is_active;

create table webhook_deliveries (
  like entity_row including defaults,
  primary key (id),
  endpoint_id uuid not null references webhook_endpoints on delete cascade,
  event_id uuid not null references event_store on delete cascade,
  event_type text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'canceled')),
  attempts int not null default 0,
  next_attempt_at timestamptz default now(),
  locked_until timestamptz,
  delivered_at timestamptz,
  response_status int,
  last_error text
);
create unique index webhook_deliveries_one_each on webhook_deliveries (endpoint_id, event_id);
-- By endpoint first: a receiver with a long backlog is claimed by its own share and holds up no other.
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, id) where next_attempt_at is not null;
create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, created_at desc, id desc);
create index webhook_deliveries_event on webhook_deliveries (event_id);
create index webhook_deliveries_created on webhook_deliveries (created_at desc, id desc) where is_active;
create index webhook_deliveries_status on webhook_deliveries (status, created_at desc, id desc) where is_active;

create table webhook_attempts (
  like entity_row including defaults,
  primary key (id),
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  attempt int not null,
  duration_ms int,
  response_status int,
  response_excerpt text,
  error text
);
create index webhook_attempts_delivery on webhook_attempts (delivery_id, created_at, id);

select portal_reads('omni_customer', 'notifications', 'channel = ''in_app'' and person_id = app_person_id()',
  array['id', 'subject', 'body', 'link', 'read_at', 'channel', 'person_id', 'created_at', 'updated_at', 'is_active']);

-- Every table that has `updated_at` keeps it.
do $$
declare
  found record;
begin
  for found in
    select c.table_name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema() and c.column_name = 'updated_at' and t.table_type = 'BASE TABLE' and c.table_name <> 'entity_row'
  loop
    execute format('create trigger touch_updated_at before update on %I for each row execute function touch_updated_at()', found.table_name);
  end loop;
end $$;
