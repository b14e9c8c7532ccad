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
