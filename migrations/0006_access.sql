-- Who gets in, and how: sign-ins in steps, lock-outs, links by mail, limits. Only hashes of secrets are stored.

alter table sessions
  -- How its owner proved who they are, in order: password, totp, passkey, recovery_code, oidc, link.
  add column auth_methods text[] not null default '{}',
  add column authenticated_at timestamptz not null default now(),
  -- The last second proof within the session, asked before dangerous things.
  add column stepped_up_at timestamptz,
  -- The member of staff who acts as the session's person.
  add column impersonator_id uuid references people on delete cascade,
  add column read_only boolean not null default false;
create index sessions_impersonator on sessions (impersonator_id) where impersonator_id is not null;

-- A sign-in that is not finished: the first proof held, another is asked. Minutes old, used once.
create table pending_sign_ins (
  id uuid primary key default uuid_v7(),
  token_hash text not null unique,
  person_id uuid not null references people on delete cascade,
  audience text not null check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  auth_methods text[] not null,
  -- What is asked, in order; the first is asked now.
  steps text[] not null,
  passed text[] not null default '{}',
  attempts int not null default 0,
  -- What steps keep for themselves between question and answer, such as a passkey's challenge.
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index pending_sign_ins_person on pending_sign_ins (person_id);
create index pending_sign_ins_expiry on pending_sign_ins (expires_at);

-- Failed sign-ins by account, address and known device. Accounts are kept by the hash of the name, whether it exists
-- or not: people type passwords into that field, and an unknown name must cost the same work as a known one.
create table sign_in_guards (
  kind text not null check (kind in ('account', 'address', 'device')),
  key text not null,
  failures int not null default 0,
  -- Locks in a row; each is twice as long as the one before.
  strikes int not null default 0,
  window_started_at timestamptz not null,
  touched_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);
create index sign_in_guards_locked on sign_in_guards (locked_until) where locked_until is not null;
create index sign_in_guards_touched on sign_in_guards (touched_at);

create function account_guard_key(username text) returns text
  language sql immutable strict
  as $$ select encode(sha256(convert_to(lower(username), 'UTF8')), 'hex') $$;

-- Links by mail: to choose a password, to take up an invitation, to prove an address. Used once, and not for long.
create table access_links (
  id uuid primary key default uuid_v7(),
  kind text not null check (kind in ('invitation', 'password_reset', 'email_verification')),
  token_hash text not null unique,
  person_id uuid not null references people on delete cascade,
  audience text not null check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  -- Where the link was sent; using it proves the address.
  email text not null,
  -- The user name that an invitation gives.
  username text,
  created_by_id uuid references people on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index access_links_person on access_links (person_id, kind, created_at desc);
create index access_links_created_by on access_links (created_by_id) where created_by_id is not null;
create index access_links_expiry on access_links (expires_at);

-- Who asked for a new password, as it was typed. A job looks up whether it is anybody: the asking itself does the same work either way.
create table link_requests (
  id uuid primary key default uuid_v7(),
  username text not null,
  audience text not null,
  created_at timestamptz not null default now()
);

-- Refresh tokens that were exchanged. One of them coming back is a copy in other hands: its session ends.
create table spent_refresh_tokens (
  token_hash text primary key,
  session_id uuid not null references sessions on delete cascade,
  spent_at timestamptz not null
);
create index spent_refresh_tokens_session on spent_refresh_tokens (session_id);

-- Authenticator apps. The secret is sealed with ENCRYPTION_KEYS for its own row.
create table totp_secrets (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  name text not null,
  secret text not null,
  -- Null until a first code was typed; it counts from there.
  verified_at timestamptz,
  -- The newest step of 30 seconds that was used: it and those before it are spent.
  last_step bigint,
  last_used_at timestamptz,
  created_at timestamptz not null
);
create index totp_secrets_person on totp_secrets (person_id);
create unique index totp_secrets_one_begun on totp_secrets (person_id) where verified_at is null;

create table passkeys (
  id uuid primary key default uuid_v7(),
  person_id uuid not null references people on delete cascade,
  name text not null,
  credential_id text not null unique,
  -- COSE, base64: nothing secret.
  public_key text not null,
  counter bigint not null,
  transports text[] not null default '{}',
  is_backed_up boolean not null,
  last_used_at timestamptz,
  created_at timestamptz not null
);
create index passkeys_person on passkeys (person_id);

-- Questions put to passkeys. Without a person: whoever answers says who they are.
create table passkey_challenges (
  challenge_hash text primary key,
  purpose text not null check (purpose in ('register', 'use')),
  person_id uuid references people on delete cascade,
  expires_at timestamptz not null
);
create index passkey_challenges_person on passkey_challenges (person_id) where person_id is not null;
create index passkey_challenges_expiry on passkey_challenges (expires_at);

create table recovery_codes (
  id uuid primary key default uuid_v7(),
  person_id uuid not null references people on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  created_at timestamptz not null,
  unique (person_id, code_hash)
);

-- Browsers that skip the second factor until then.
create table remembered_devices (
  id uuid primary key default uuid_v7(),
  person_id uuid not null references people on delete cascade,
  token_hash text not null unique,
  user_agent text,
  ip text,
  last_used_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index remembered_devices_person on remembered_devices (person_id);

-- Requests of a minute by key, account or address, added up over all replicas. Not logged: a crash forgives a minute.
create unlogged table rate_counters (
  bucket text not null,
  window_start timestamptz not null,
  count int not null,
  primary key (bucket, window_start)
);
create index rate_counters_age on rate_counters (window_start);

-- What a person may in a portal at a moment: the one place where roles turn into permissions.
create function permissions_of(person uuid, portal text, at timestamptz default now()) returns table (key text)
  language sql stable
  as $$
    select distinct k.key
      from person_roles pr
      join roles r on r.id = pr.role_id and r.is_active and r.audience = portal, unnest(r.permissions) k(key)
     where pr.person_id = person and pr.is_active and (pr.expires_at is null or pr.expires_at > at)
  $$;
