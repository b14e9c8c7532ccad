-- Single sign-on by OpenID Connect: who is believed, who is who there, and what follows from what they say.

create table identity_providers (
  like entity_row including defaults,
  primary key (id),
  -- Part of every redirect URI, so it never changes.
  key text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null,
  button_label text,
  issuer text not null,
  client_id text not null,
  -- Sealed with ENCRYPTION_KEYS for its own row; null for a client that proves itself by PKCE alone.
  client_secret text,
  scopes text[] not null default '{openid,profile,email}',
  -- The portals it opens.
  audiences text[] not null default '{}' check (audiences <@ array['admin', 'portal', 'reseller', 'vendor']),
  is_enabled boolean not null default false,
  username_claim text not null default 'preferred_username',
  email_claim text not null default 'email',
  name_claim text not null default 'name',
  -- Its word that an address is verified counts.
  trusts_email boolean not null default false,
  links_by_email boolean not null default false,
  creates_people boolean not null default false,
  email_domains text[] not null default '{}',
  default_role_id uuid references roles on delete set null,
  -- Its word (amr, acr) that there was a second factor counts.
  trusts_second_factor boolean not null default false,
  second_factor_values text[] not null default '{mfa}',
  -- People with an address of its domains have no other way in.
  is_enforced boolean not null default false,
  checked_at timestamptz,
  check_report jsonb
);
create unique index identity_providers_key on identity_providers (key) where is_active;
create index identity_providers_default_role on identity_providers (default_role_id) where default_role_id is not null;

-- "Who has this value in this claim gets this role."
create table identity_provider_rules (
  like entity_row including defaults,
  primary key (id),
  provider_id uuid not null references identity_providers on delete cascade,
  claim text not null,
  value text not null,
  role_id uuid not null references roles on delete cascade
);
create unique index identity_provider_rules_one_each on identity_provider_rules (provider_id, claim, value, role_id) where is_active;
create index identity_provider_rules_role on identity_provider_rules (role_id);

-- Who somebody is at a provider. The subject alone identifies; name and address are only shown.
create table external_identities (
  like entity_row including defaults,
  primary key (id),
  provider_id uuid not null references identity_providers on delete cascade,
  subject text not null,
  person_id uuid not null references people on delete cascade,
  username text,
  email text,
  last_sign_in_at timestamptz
);
create unique index external_identities_subject on external_identities (provider_id, subject) where is_active;
create unique index external_identities_one_each on external_identities (person_id, provider_id) where is_active;

-- Flows under way. Nothing in here opens anything: state, nonce and verifier follow from a token that the browser alone holds.
create table identity_requests (
  id uuid primary key default uuid_v7(),
  state_hash text not null unique,
  provider_id uuid not null references identity_providers on delete cascade,
  audience text not null check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  purpose text not null check (purpose in ('sign_in', 'link', 'step_up')),
  -- Whose session asked, for all but a sign-in.
  person_id uuid references people on delete cascade,
  session_id uuid references sessions on delete cascade,
  next text not null default '',
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index identity_requests_provider on identity_requests (provider_id);
create index identity_requests_person on identity_requests (person_id) where person_id is not null;
create index identity_requests_session on identity_requests (session_id) where session_id is not null;
create index identity_requests_expiry on identity_requests (expires_at);

-- Logout tokens that were obeyed: each counts once.
create table spent_logout_tokens (
  provider_id uuid not null references identity_providers on delete cascade,
  jti text not null,
  expires_at timestamptz not null,
  primary key (provider_id, jti)
);
create index spent_logout_tokens_expiry on spent_logout_tokens (expires_at);

-- By which identity a session (or a sign-in that waits for its next step) was opened, and the provider's own session of it.
alter table sessions
  add column external_identity_id uuid references external_identities on delete set null,
  add column provider_session text;
create index sessions_external_identity on sessions (external_identity_id) where external_identity_id is not null;
alter table pending_sign_ins
  add column external_identity_id uuid references external_identities on delete cascade,
  add column provider_session text;
create index pending_sign_ins_external_identity on pending_sign_ins (external_identity_id) where external_identity_id is not null;

-- A role that claims gave is taken by claims alone.
alter table person_roles add column identity_provider_id uuid references identity_providers on delete set null;
create index person_roles_identity_provider on person_roles (identity_provider_id) where identity_provider_id is not null;

-- For the day on which the provider is down: signs in with a password even where a provider is the only way.
alter table user_credentials add column is_break_glass boolean not null default false;

create trigger touch_updated_at before update on identity_providers for each row execute function touch_updated_at();
create trigger touch_updated_at before update on identity_provider_rules for each row execute function touch_updated_at();
create trigger touch_updated_at before update on external_identities for each row execute function touch_updated_at();

-- A linked account is a way in as well, while its provider is switched on.
create or replace function may_sign_in(person uuid) returns boolean
  language sql stable
  as $$
    select exists (
      select from people p
       where p.id = person and p.is_active
         and (exists (select from user_credentials c where c.person_id = p.id and c.is_active)
              or exists (
                select from external_identities e join identity_providers i on i.id = e.provider_id and i.is_active and i.is_enabled
                 where e.person_id = p.id and e.is_active
              ))
    )
  $$;
