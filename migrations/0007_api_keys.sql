-- API keys: programs that act for a member of staff. Of a secret only its SHA-256 is stored.

create table api_keys (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  owner_id uuid not null references people on delete cascade,
  -- Permission keys, wildcards as roles have them. What a key may is these and what its owner may, at every request.
  scopes text[] not null check (cardinality(scopes) > 0),
  -- Addresses and CIDR ranges it works from; empty means from everywhere.
  allowed_addresses text[] not null default '{}',
  expires_at timestamptz,
  -- How the secret begins: told apart by it in lists, and found by what a secret scanner reports.
  start text not null,
  last_used_at timestamptz,
  last_used_ip text,
  rotated_at timestamptz,
  -- Until then the secret before the last rotation opens too.
  previous_until timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  created_by_id uuid references people on delete set null,
  search_text text generated always as (normalise_search(name || ' ' || start)) stored
);
create index api_keys_list on api_keys (created_at desc, id desc) where is_active;
create index api_keys_owner on api_keys (owner_id, created_at desc);
create index api_keys_created_by on api_keys (created_by_id) where created_by_id is not null;
create index api_keys_expiry on api_keys (expires_at) where revoked_at is null and expires_at is not null;
create index api_keys_search on api_keys using gin (search_text gin_trgm_ops);

-- The version of a row is what people changed: its use once a minute must not refuse an edit that was begun before.
create trigger touch_updated_at before update on api_keys for each row
  when (old.last_used_at is not distinct from new.last_used_at and old.last_used_ip is not distinct from new.last_used_ip)
  execute function touch_updated_at();

-- One secret holds (valid_until is null); those before it ended at their time. Replaced ones stay, so that their holder is told why they fail.
create table api_key_secrets (
  id uuid primary key default uuid_v7(),
  key_id uuid not null references api_keys on delete cascade,
  secret_hash text not null unique,
  created_at timestamptz not null,
  valid_until timestamptz,
  last_used_at timestamptz,
  last_used_ip text
);
create index api_key_secrets_key on api_key_secrets (key_id, created_at desc);
create unique index api_key_secrets_one_holds on api_key_secrets (key_id) where valid_until is null;

-- Requests by day and address (IPv6 by its /64), brought in batches: what the key's page draws.
create table api_key_uses (
  key_id uuid not null references api_keys on delete cascade,
  day date not null,
  address text not null,
  requests bigint not null,
  last_used_at timestamptz not null,
  primary key (key_id, day, address)
);
create index api_key_uses_age on api_key_uses (day);
