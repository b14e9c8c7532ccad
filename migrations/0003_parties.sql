-- People and what they belong to: channels, organizations, sites, resellers, subscribers; sign-in and roles.

create table organizations (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  legal_name text,
  tax_id text,
  domain text,
  website text,
  notes text,
  search_text text generated always as (normalise_search(name || ' ' || coalesce(legal_name, '') || ' ' || coalesce(domain, ''))) stored
);
create index organizations_search on organizations using gin (search_text gin_trgm_ops);
create index organizations_created on organizations (created_at desc, id desc) where is_active;
create index organizations_name on organizations (name, id) where is_active;

create table people (
  like entity_row including defaults,
  primary key (id),
  display_name text not null,
  first_name text,
  last_name text,
  organization_id uuid references organizations on delete set null,
  locale text,
  timezone text,
  notes text,
  search_text text generated always as (normalise_search(display_name || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) stored
);
create index people_search on people using gin (search_text gin_trgm_ops);
create index people_created on people (created_at desc, id desc) where is_active;
create index people_name on people (display_name, id) where is_active;
create index people_organization on people (organization_id) where organization_id is not null;

-- The identity of a person towards the outside: normalised addresses. A verified address belongs to one person alone.
create table person_channels (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete cascade,
  channel_type text not null check (channel_type in ('email', 'phone', 'sms', 'whatsapp', 'facebook_messenger', 'instagram_dm', 'telegram', 'chat_widget')),
  address text not null,
  label text,
  is_primary boolean not null default false,
  verified_at timestamptz
);
create unique index person_channels_one_each on person_channels (person_id, channel_type, address) where is_active;
create unique index person_channels_one_primary on person_channels (person_id, channel_type) where is_primary and is_active;
create unique index person_channels_verified on person_channels (channel_type, address) where verified_at is not null and is_active;
create index person_channels_address on person_channels (address);

create table sites (
  like entity_row including defaults,
  primary key (id),
  label text not null generated always as (
    coalesce(name || ', ', '') || address_line1 || coalesce(', ' || nullif(city, ''), '')
  ) stored,
  name text,
  address_line1 text not null,
  address_line2 text,
  city text,
  region text,
  postal_code text,
  country_code text check (country_code ~ '^[A-Z]{2}$'),
  location geometry(Point, 4326),
  access_notes text,
  search_text text generated always as (normalise_search(coalesce(name, '') || ' ' || address_line1 || ' ' || coalesce(city, '') || ' ' || coalesce(postal_code, ''))) stored
);
create index sites_location on sites using gist (location);
create index sites_search on sites using gin (search_text gin_trgm_ops);
create index sites_created on sites (created_at desc, id desc) where is_active;

create table resellers (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  code text not null,
  contact_email text,
  contact_phone text,
  notes text,
  search_text text generated always as (normalise_search(name || ' ' || code)) stored
);
create unique index resellers_code on resellers (lower(code)) where is_active;
create index resellers_search on resellers using gin (search_text gin_trgm_ops);

create sequence subscriber_number;
create table subscribers (
  like entity_row including defaults,
  primary key (id),
  number text not null default document_number('SUB-', nextval('subscriber_number'), 6),
  name text not null,
  status text not null default 'active' check (status in ('pending', 'active', 'suspended', 'terminated')),
  person_id uuid references people on delete restrict,
  organization_id uuid references organizations on delete restrict,
  reseller_id uuid references resellers on delete restrict,
  site_id uuid references sites on delete restrict,
  external_system text,
  external_id text,
  account_number text,
  email text,
  phone text,
  service_plan text,
  service_speed text,
  balance numeric(14, 2),
  activated_at timestamptz,
  suspended_at timestamptz,
  terminated_at timestamptz,
  last_synced_at timestamptz,
  notes text,
  search_text text generated always as (normalise_search(
    name || ' ' || coalesce(account_number, '') || ' ' || coalesce(external_id, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')
  )) stored,
  check ((external_system is null) = (external_id is null))
);
create unique index subscribers_number on subscribers (number);
create unique index subscribers_external on subscribers (external_system, external_id);
create index subscribers_number_prefix on subscribers (number text_pattern_ops);
create index subscribers_search on subscribers using gin (search_text gin_trgm_ops);
create index subscribers_created on subscribers (created_at desc, id desc) where is_active;
create index subscribers_status on subscribers (status, created_at desc, id desc) where is_active;
create index subscribers_name on subscribers (name, id) where is_active;
create index subscribers_account_number on subscribers (account_number) where account_number is not null;
create index subscribers_person on subscribers (person_id) where person_id is not null;
create index subscribers_organization on subscribers (organization_id) where organization_id is not null;
create index subscribers_reseller on subscribers (reseller_id) where reseller_id is not null;
create index subscribers_site on subscribers (site_id) where site_id is not null;

-- Who acts for which subscriber. A person leads to a subscriber by `is_primary` alone, never by inference.
create table subscriber_people (
  like entity_row including defaults,
  primary key (id),
  subscriber_id uuid not null references subscribers on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null default 'owner' check (role in ('owner', 'member', 'technical', 'read_only')),
  is_primary boolean not null default false
);
create unique index subscriber_people_one_each on subscriber_people (subscriber_id, person_id) where is_active;
create unique index subscriber_people_one_primary on subscriber_people (person_id) where is_primary and is_active;
create index subscriber_people_person on subscriber_people (person_id);

-- Sign-in
create table user_credentials (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete cascade,
  username text not null,
  password_hash text not null,
  password_changed_at timestamptz not null default now(),
  must_change_password boolean not null default false,
  last_sign_in_at timestamptz
);
create unique index user_credentials_username on user_credentials (lower(username)) where is_active;
create unique index user_credentials_person on user_credentials (person_id) where is_active;

create table sessions (
  id uuid primary key default uuid_v7(),
  person_id uuid not null references people on delete cascade,
  audience text not null check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  token_hash text not null unique,
  previous_token_hash text unique,
  rotated_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_seen_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text,
  ip text,
  user_agent text
);
create index sessions_person on sessions (person_id, created_at desc);
create index sessions_expiry on sessions (expires_at);

create table roles (
  like entity_row including defaults,
  primary key (id),
  key text not null,
  name text not null,
  description text,
  audience text not null default 'admin' check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  is_builtin boolean not null default false,
  permissions text[] not null default '{}'
);
create unique index roles_key on roles (key);

create table person_roles (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete cascade,
  role_id uuid not null references roles on delete restrict,
  granted_by_id uuid references people on delete set null,
  expires_at timestamptz
);
create unique index person_roles_one_each on person_roles (person_id, role_id) where is_active;
create index person_roles_role on person_roles (role_id);
create index person_roles_granted_by on person_roles (granted_by_id) where granted_by_id is not null;

-- Imports: what was uploaded, how its columns map, what became of each row. A runner holds an import by its lease
-- (locked_by, locked_until) and writes its progress in the same commit as the rows, so that a dead one is taken over
-- where it stopped.
create table imports (
  like entity_row including defaults,
  primary key (id),
  kind text not null,
  status text not null default 'uploaded' check (status in ('uploaded', 'checking', 'checked', 'queued', 'importing', 'completed', 'failed', 'canceled')),
  file_name text not null,
  storage_key text not null,
  byte_size int not null,
  external_system text not null,
  mapping jsonb not null default '{}',
  header text[] not null default '{}',
  -- Known once the whole file is read; until then `rows_read` grows.
  rows_total int,
  rows_read int not null default 0,
  rows_done int not null default 0,
  report jsonb,
  error text,
  locked_by uuid,
  locked_until timestamptz,
  -- Takeovers since the last progress: a file that kills its runner must not kill the next ones for ever.
  attempts int not null default 0,
  cancel_requested boolean not null default false,
  started_at timestamptz,
  finished_at timestamptz,
  created_by_id uuid references people on delete set null
);
create index imports_created on imports (created_at desc, id desc) where is_active;
create index imports_open on imports (created_at) where status in ('checking', 'queued', 'importing');
create index imports_created_by on imports (created_by_id) where created_by_id is not null;

-- The rows of a file, cleaned. `expected` is what the check foretold, `outcome` what became of the row.
create table import_rows (
  import_id uuid not null references imports on delete cascade,
  line int not null,
  external_id text,
  fields jsonb,
  expected text check (expected in ('created', 'updated', 'unchanged')),
  outcome text not null check (outcome in ('staged', 'repeated', 'refused', 'created', 'updated', 'unchanged')),
  -- What the row wrote to; the audit entry of the same commit holds the values before it.
  subscriber_id uuid,
  primary key (import_id, line)
) with (fillfactor = 60); -- the outcome is written beside the row, without touching its index

create table import_problems (
  import_id uuid not null references imports on delete cascade,
  line int not null,
  field text not null,
  -- The column of the file that holds the field.
  column_name text,
  value text,
  message text not null,
  external_id text,
  primary key (import_id, line, field)
);

create table import_mappings (
  kind text not null,
  header_hash text not null,
  mapping jsonb not null,
  external_system text not null,
  updated_at timestamptz not null default now(),
  primary key (kind, header_hash)
);

-- Messages of the signed inbound sync webhook that were taken in, so that a repeat has no second effect.
create table inbound_messages (
  source text not null,
  message_id text not null,
  received_at timestamptz not null default now(),
  primary key (source, message_id)
);

select portal_reads('omni_customer', 'subscribers', 'id = any ((select app_subscriber_ids())::uuid[])',
  array['id', 'number', 'name', 'status', 'site_id', 'account_number', 'email', 'phone', 'service_plan', 'service_speed', 'activated_at', 'suspended_at', 'terminated_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_customer', 'sites', 'id in (select s.site_id from subscribers s where s.id = any ((select app_subscriber_ids())::uuid[]))',
  array['id', 'label', 'name', 'address_line1', 'address_line2', 'city', 'region', 'postal_code', 'country_code', 'location', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_customer', 'attachments', 'visibility = ''public'' and subscriber_id = any ((select app_subscriber_ids())::uuid[])',
  array['id', 'entity_type', 'entity_id', 'file_name', 'content_type', 'byte_size', 'sha256', 'visibility', 'subscriber_id', 'created_at', 'updated_at', 'is_active']);
